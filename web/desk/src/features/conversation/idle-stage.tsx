import { Button } from "@mantine/core";
import { IconCoffee, IconHeadphonesOff, IconHeadset, IconMoonStars, IconPencilExclamation, IconPhoneX, IconUserShield } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { duration, plain } from "../../ui/format";
import { Keys } from "../../ui/parts";
import { Ticking } from "../../ui/ticking";
import { tell, useLive } from "../live/store";
import { usePhone } from "../phone/phone-line";
import { NextPlanned } from "../planned/next-planned";
import { readDraft, useDraftIds } from "./drafts";
import { deskKeys } from "./keys";
import { openConversation } from "./step";
import { stateWords, whoIs } from "./words";
import { isUnsaved } from "./written";

/** Nobody is here yet: what to do, how the day goes, and the keys worth knowing. */
export function IdleStage() {
  const { t } = useTranslation();
  const me = useLive((state) => state.me);
  const missed = useLive((state) => state.missed);
  const state = me?.state ?? "offline";
  const phones = useLive((live) => (live.me ? live.agents[live.me.id]?.phones : undefined));
  const phone = usePhone();
  const soon = phone.phase === "opening" && phone.mic !== "asking";  // half a second later it is there: no words for that
  const phoneless = state === "ready" && phones !== undefined && !phones.browser && !phones.desk && !soon;
  const view = phoneless ? { icon: <IconHeadphonesOff size={30} stroke={1.5} />, key: "noPhone" }
    : state === "ready" ? { icon: <IconHeadset size={30} stroke={1.5} />, key: "ready" }
    : state === "pause" ? { icon: <IconCoffee size={30} stroke={1.5} />, key: "pause" } : { icon: <IconMoonStars size={30} stroke={1.5} />, key: "off" };
  return (
    <section className="stage stage-idle">
      {missed ? (
        <div className="strip-warn"><IconPhoneX size={18} aria-hidden="true" />
          <span><b>{t(missed.reason === "time_out" ? "call.timeOut" : "call.customerLeft")}</b> {missed.reason === "time_out" ? t("call.missedHow") : ""}</span></div>
      ) : null}
      {me?.forced_by ? (
        <div className="strip-warn" role="status" data-testid="forced"><IconUserShield size={18} aria-hidden="true" />
          <span><b>{t("forced.told", { name: plain(me.forced_by.name), state: stateWords(t, state, me.reason) })}</b> {t(state === "ready" ? "forced.readyHow" : "forced.restHow")}</span></div>
      ) : null}
      <Unsaved />
      <div className={`idle idle-${view.key}`}>
        <span className="idle-icon" aria-hidden="true">{view.icon}</span>
        <div className="idle-words"><h1>{t(`idle.${view.key}Title`)}</h1><p>{t(`idle.${view.key}Text`)}</p>{me?.demo && state !== "pause" && !phoneless ? <p className="idle-demo">{t("idle.stateDemo")}</p> : null}</div>
      </div>
      <NextPlanned />
      <MyDay />
      <MyQueues />
      <KeyList />
    </section>
  );
}

/** What was written about a conversation that is over and was never sent. */
function Unsaved() {
  const { t } = useTranslation();
  const me = useLive((state) => state.me?.id);
  const ids = useDraftIds();
  const { data } = useQuery({ queryKey: ["interactions", "mine", "recent"], queryFn: () => api.interactions({ agent: "me", limit: 50 }) });
  const all = (data?.items ?? []).filter((one) => ids.includes(one.id) && isUnsaved(one, readDraft(one.id), me));
  if (all.length === 0) return null;
  return (
    <div className="strip-warn" role="status" data-testid="unsaved"><IconPencilExclamation size={18} aria-hidden="true" />
      <span className="grow"><b>{t("late.waits")}</b> {t("late.waitsHow")}</span>
      {all.slice(0, 3).map((one) => <Button key={one.id} size="compact-sm" variant="default" aria-label={`${t("late.open")}: ${whoIs(t, one)}`} onClick={() => { tell({ type: "interaction", interaction: one }); openConversation(one); }}>{whoIs(t, one)}</Button>)}
    </div>
  );
}

/** The lines this agent serves: how long they are and who else is there. */
function MyQueues() {
  const { t } = useTranslation();
  const queues = useLive((state) => state.queues);
  const mine = useLive((state) => (state.me ? state.agents[state.me.id]?.queues : undefined));
  const shown = Object.values(queues).filter((queue) => mine?.includes(queue.name)).sort((a, b) => a.id - b.id);
  if (shown.length === 0) return null;
  return (
    <section className="box" aria-label={t("idle.queues")}>
      <h3>{t("idle.queues")}</h3>
      <ul className="my-queues">
        {shown.map((queue) => (
          <li key={queue.id}><b className="clip">{plain(queue.title)}</b>
            <span className="soft">{queue.waiting > 0 ? <>{t("idle.waitN", { count: queue.waiting })} · <Ticking since={queue.longest_since_ms} /></> : t("board.none")}</span>
            <span className="soft">{t("idle.readyN", { count: queue.agents_ready })}</span></li>
        ))}
      </ul>
    </section>
  );
}

const keysHidden = "okno.keys.hidden";
function KeyList() {
  const { t } = useTranslation();
  const [hidden, setHidden] = useState(() => localStorage.getItem(keysHidden) === "1");
  if (hidden) return null;
  return (
    <section className="box" aria-label={t("idle.keys")}>
      <div className="section-head"><h3>{t("idle.keys")}</h3>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => { localStorage.setItem(keysHidden, "1"); setHidden(true); }}>{t("idle.hideKeys")}</Button></div>
      <div className="key-grid">
        {(["answer", "hangUp", "mute", "hold", "finish", "search"] as const).map((name) => (
          <div key={name}><Keys>{deskKeys[name]}</Keys><span>{t(`keys.${name}`)}</span></div>
        ))}
      </div>
    </section>
  );
}

function MyDay() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ["interactions", "mine", "recent"], queryFn: () => api.interactions({ agent: "me", limit: 50 }) });
  const day = useMemo(() => {
    const start = new Date();
    start.setHours(0, 0, 0, 0);
    const today = (data?.items ?? []).filter((one) => one.started_at_ms >= start.getTime() && one.state === "ended" && one.talk_ms > 0);
    const talk = today.reduce((sum, one) => sum + one.talk_ms, 0);
    const oldest = data?.items.at(-1);
    const more = Boolean(data?.next) && oldest !== undefined && oldest.started_at_ms >= start.getTime();
    return { more, count: today.length, talk, average: today.length ? talk / today.length : 0 };
  }, [data]);
  return (
    <section className="box" aria-label={t("idle.today")}>
      <h3>{t("idle.today")}</h3>
      <div className="my-day-grid">
        <div><b className="num">{day.count}{day.more ? "+" : ""}</b><span>{t("idle.calls")}</span></div>
        <div><b className="num">{duration(day.talk)}</b><span>{t("idle.talk")}</span></div>
        <div><b className="num">{day.count ? duration(day.average) : "—"}</b><span>{t("idle.average")}</span></div>
      </div>
    </section>
  );
}
