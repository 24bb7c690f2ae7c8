import { Button, Popover, SimpleGrid } from "@mantine/core";
import {
  IconCheck, IconChecklist, IconClockPlus, IconDialpad, IconMessage2Check, IconMicrophone, IconMicrophoneOff, IconPhoneCall, IconPhoneOff, IconPhoneX, IconPlayerPause, IconPlayerPlay, IconX,
} from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, serverNow } from "../../api/http";
import type { InteractionView } from "../../api/types";
import { looksLikeNumber } from "../../ui/format";
import { Keys, WithKey } from "../../ui/parts";
import { showProblem } from "../../ui/problem";
import { Emptying, TimeLeft } from "../../ui/ticking";
import { untilOf } from "../live/reducer";
import { useLive } from "../live/store";
import { answer, decline, extend, finish, hangUp, pressDigits, toggleHold, toggleMute } from "./actions";
import { CompanyBar, isAsked, TransferMenu } from "./company";
import { PlanButton } from "../planned/plan-button";
import { thenShort } from "../presence/afterwards";
import { isEchoOfAnswer, rememberAnswer } from "./double-press";
import { deskKeys } from "./keys";
import { moreTimeOf, newWords, theirNumber } from "./words";

/** `beside`: other work is in hand, and the focus stays with it. */
export function OfferControls({ one, answerBy, beside = false }: { one: InteractionView; answerBy: number; beside?: boolean }) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const [from] = useState(serverNow);
  const [pressed, setPressed] = useState(false);
  const voice = one.channel === "voice";
  useEffect(() => {
    // Enter answers, but never a press that was meant for the text being typed.
    const typing = document.activeElement?.matches("input, textarea, [contenteditable]");
    if (!typing && !beside) button.current?.focus({ preventScroll: true });
  }, [beside]);
  return (
    <div className="controls offer-controls">
      <Button
        ref={button} className="big-answer fill-green" size="lg" variant="default" data-testid="answer" loading={pressed} rightSection={<Keys>{deskKeys.answer}</Keys>}
        leftSection={voice ? <IconPhoneCall size={20} /> : <IconMessage2Check size={20} />}
        onClick={(event) => { rememberAnswer(event.nativeEvent); setPressed(true); void answer(one).finally(() => window.setTimeout(() => setPressed(false), 400)); }}
      >
        {t(voice ? "call.answer" : "call.accept")}
      </Button>
      <WithKey label={t("call.decline")} keys={deskKeys.decline}>
        <Button size="lg" variant="default" data-testid="decline" leftSection={voice ? <IconPhoneX size={20} /> : <IconX size={20} />} className="quiet-red" onClick={() => void decline(one)}>
          {t("call.decline")}
        </Button>
      </WithKey>
      <div className="offer-left">
        <Emptying from={from} until={answerBy} urgentMs={5000} label={newWords(t, one)} />
        <TimeLeft until={answerBy} words={(left) => t("call.answerIn", { left })} />
      </div>
    </div>
  );
}

export function ActiveControls({ one }: { one: InteractionView }) {
  const { t } = useTranslation();
  const muted = useLive((state) => state.muted) === one.id;
  const held = one.state === "held";
  const dialling = one.state === "dialling";
  const me = useLive((state) => state.me?.id);
  const asked = isAsked(one, me) || (one.caller !== undefined && one.caller.id === me);  // whose the call is not can speak and go
  if (one.channel !== "voice") return <><CompanyBar one={one} />{asked ? null : <div className="controls key-row"><TransferMenu one={one} disabled={false} /></div>}<WrapUpTime one={one} wrapUp={false} /></>;
  return (
    <><CompanyBar one={one} /><div className="controls key-row">
      <WithKey label={t(muted ? "call.unmute" : "call.mute")} keys={deskKeys.mute}>
        <Button size="md" data-testid="mute" aria-pressed={muted} disabled={dialling} variant="default" className={muted ? "key-button wash-amber" : "key-button"}
          leftSection={muted ? <IconMicrophoneOff size={20} stroke={1.7} /> : <IconMicrophone size={20} stroke={1.7} />} onClick={(event) => { if (!isEchoOfAnswer(event.nativeEvent)) void toggleMute(one); }}>
          {muted ? t("call.muted") : t("keys.mute")}
        </Button>
      </WithKey>
      {asked ? null : <WithKey label={held ? t("call.unhold") : t("call.hold")} keys={deskKeys.hold}>
        <Button size="md" data-testid="hold" aria-pressed={held} disabled={dialling} variant="default" className={held ? "key-button wash-amber" : "key-button"}
          leftSection={held ? <IconPlayerPlay size={20} stroke={1.7} /> : <IconPlayerPause size={20} stroke={1.7} />} onClick={(event) => { if (!isEchoOfAnswer(event.nativeEvent)) void toggleHold(one); }}>
          {held ? t("call.unholdShort") : t("call.hold")}
        </Button>
      </WithKey>}
      {asked ? null : <Keypad one={one} disabled={dialling} />}
      {asked ? null : <TransferMenu one={one} disabled={dialling} />}
      <WithKey label={t("call.hangUp")} keys={deskKeys.hangUp}>
        <Button size="md" variant="default" data-testid="hang-up" className="key-button hang-up fill-red" leftSection={<IconPhoneOff size={20} stroke={1.7} />} onClick={() => void hangUp(one)}>
          {t("call.hangUp")}
        </Button>
      </WithKey>
    </div></>
  );
}

function Keypad({ one, disabled }: { one: InteractionView; disabled: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [digits, setDigits] = useState("");
  function press(digit: string): void {
    setDigits((before) => (before + digit).slice(-24));
    pressDigits(one, digit);
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom" shadow="md" trapFocus width={232}>
      <Popover.Target>
        <Button size="md" variant="default" data-testid="keypad" className="key-button" disabled={disabled} leftSection={<IconDialpad size={20} stroke={1.7} />} aria-expanded={open} onClick={() => { setOpen(!open); setDigits(""); }}>
          {t("call.keypad")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown
        onKeyDown={(event) => {
          if (!/^[0-9*#]$/.test(event.key) || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          press(event.key);
        }}
      >
        <div className="keypad-shown num" role="status" aria-label={t("call.keyPressed")}>{digits || "\u00a0"}</div>
        <SimpleGrid cols={3} spacing={8}>
          {[..."123456789*0#"].map((digit) => (
            <Button key={digit} variant="default" size="md" px={0} data-testid={`key-${digit}`} onClick={() => press(digit)}>{digit}</Button>
          ))}
        </SimpleGrid>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The place of the call's keys when there is nothing to press: how long the wrap-up may last, or how it ends. */
export function WrapUpTime({ one, wrapUp }: { one: InteractionView; wrapUp: boolean }) {
  const { t } = useTranslation();
  const until = useLive((state) => untilOf(state, one));
  const given = useLive((state) => moreTimeOf(state.queues, one));
  const [refused, setRefused] = useState(false);
  const how = useFinishHow();
  const noMore = refused || given === 0;
  return (
    <div className="controls wrap-controls">
      <IconChecklist size={22} stroke={1.6} aria-hidden="true" />
      <div><b>{wrapUp && until ? <TimeLeft until={until} words={(left) => t("call.wrapLeft", { left })} /> : wrapUp ? t("call.wrapNoLimit") : t("call.openStill")}</b><br />
        <span className="soft small">{refused ? t("call.noMoreTime") : wrapUp && until ? t("call.wrapHow") : how}</span></div>
      <span className="grow" />
      {wrapUp && until && !noMore ? (
        <WithKey label={t("call.moreTimeHow")}>
          <Button size="md" variant="default" data-testid="more-time" leftSection={<IconClockPlus size={20} stroke={1.7} />} onClick={() => void extend(one, () => setRefused(true))}>{t("call.moreTime")}</Button>
        </WithKey>
      ) : null}
    </div>
  );
}

/** What finishing does: ready again, or what has been decided for afterwards. */
function useFinishHow(): string {
  const { t } = useTranslation();
  const me = useLive((state) => state.me);
  return me?.then ? t("call.finishThen", { state: thenShort(t, me.then, me).toLocaleLowerCase() }) : t("call.finishHow");
}

/** The end of a conversation. */
export function FinishRow({ one, disposition, wrapUp }: { one: InteractionView; disposition: string; wrapUp: boolean }) {
  const { t } = useTranslation();
  const how = useFinishHow();
  const [pressed, setPressed] = useState(false);
  function end(): void {
    if (!disposition) {
      showProblem(new Problem(0, "pickFirst", ""));
      document.querySelector<HTMLElement>("[data-testid=disposition]")?.focus();
      return;
    }
    setPressed(true);
    void finish(one, disposition).finally(() => setPressed(false));
  }
  return (
    <div className="finish-row">
      {wrapUp && one.channel === "voice" && looksLikeNumber(theirNumber(one)) ? <><PlanButton number={theirNumber(one)} queue={one.queue} testid="plan-after" /><span className="grow" /></> : null}
      <WithKey label={how} keys={deskKeys.finish}>
        <Button size="md" data-testid="finish" loading={pressed} leftSection={<IconCheck size={18} />} rightSection={<Keys>{deskKeys.finish}</Keys>} onClick={end}>{t("call.finish")}</Button>
      </WithKey>
    </div>
  );
}
