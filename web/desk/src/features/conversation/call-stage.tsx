import { IconMicrophoneOff } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../api/http";
import type { InteractionView, MeView } from "../../api/types";
import { plain, prettyNumber } from "../../ui/format";
import { Chip, Face } from "../../ui/parts";
import { Emptying, Ticking } from "../../ui/ticking";
import { otherSide } from "../house/directory";
import { isFront, queueNamed, untilOf } from "../live/reducer";
import { useLive } from "../live/store";
import { isAsked } from "./company";
import { ActiveControls, FinishRow, OfferControls, WrapUpTime } from "./controls";
import { RecordingPill } from "./recording-pill";
import { DispositionPicker } from "./disposition";
import { changeDraft, useDraft } from "./drafts";
import { HandedOver } from "./handed-over";
import { HintList } from "./hint-list";
import { NoteBox } from "./note-box";
import { resultsOf } from "./results";
import { badSide } from "./sound";
import { BadSound } from "./sound-mark";
import { TaskNote } from "./task-note";
import { newWords, sourceWords, theirNumber, wentOn, whoIs } from "./words";

/** One conversation from the offer to the end of its wrap-up. The places stay the same, only what is in them changes. */
export function CallStage({ one, me, after }: { one: InteractionView; me: MeView; after: boolean }) {
  const { t } = useTranslation();
  const offer = useLive((state) => state.offer);
  const offered = offer?.interaction.id === one.id;
  const house = one.caller !== undefined && !one.queue;  // colleagues: no result, no card
  const wrapUp = after || one.state === "wrap_up";
  const draft = useDraft(one.id);
  const stage = offered ? "incoming" : wrapUp ? "wrap-up" : "talk";
  return (
    <section className={`stage stage-${stage}`} data-testid={stage === "talk" ? "talk" : stage} aria-label={t(`istate.${after ? "wrap_up" : one.state}`)}>
      <Head one={one} offered={offered} after={after} />
      {offered && offer ? <OfferControls one={one} answerBy={offer.answer_by_ms} />
        : wrapUp ? <WrapUpTime one={one} wrapUp />
          : <ActiveControls one={one} />}
      <TaskNote one={one} />
      {after ? null : <HandedOver one={one} />}
      {one.words ? <blockquote className="message">{plain(one.words)}</blockquote> : null}
      {wrapUp || house || isAsked(one, me.id) ? null : <HintList one={one} me={me} />}
      {offered || house ? null : (
        <div className="box work">
          <NoteBox one={one} />
          <DispositionPicker
            codes={resultsOf(me, one.project)} value={draft.disposition} takeLostFocus={wrapUp}
            onChange={(disposition) => changeDraft(one.id, { disposition })}
          />
          {wrapUp || one.channel !== "voice" ? <FinishRow one={one} disposition={draft.disposition} wrapUp={wrapUp} /> : null}
        </div>
      )}
    </section>
  );
}

/** When this window saw the hold begin; nothing when it was there before the window. */
function useHeldSince(one: InteractionView): number | undefined {
  const seen = useRef<{ state: InteractionView["state"]; since: number | undefined }>({ state: one.state, since: undefined });
  if (seen.current.state !== one.state) seen.current = { state: one.state, since: one.state === "held" ? serverNow() : undefined };
  return seen.current.since;
}

function Head({ one, offered, after }: { one: InteractionView; offered: boolean; after: boolean }) {
  const { t } = useTranslation();
  const card = useLive((state) => state.cards[one.id]);
  const queues = useLive((state) => state.queues);
  const until = useLive((state) => untilOf(state, one));
  const since = useLive((state) => (isFront(state, one) ? state.me?.since_ms : one.ended_at_ms ?? one.segments.findLast((share) => share.agent?.id === state.me?.id)?.ended_at_ms));
  const muted = useLive((state) => state.muted) === one.id;
  const heldSince = useHeldSince(one);
  const bad = useLive((live) => badSide(one, live.me?.id));
  const queue = queueNamed(queues, one.queue);
  const agents = useLive((live) => live.agents);
  const other = otherSide(one, useLive((live) => live.me?.id), agents);
  const name = other ? plain(other.name) : card?.contact?.name ? plain(card.contact.name) : whoIs(t, one);
  const number = other ? other.extension : card?.number_pretty || prettyNumber(theirNumber(one));
  const company = card?.contact?.company?.name;
  const lastStep = one.ivr_path.at(-1);
  const state = after ? "wrap_up" : one.state;
  const wrapped = state === "wrap_up" || state === "ended";
  const asked = useLive((live) => isAsked(one, live.me?.id));
  const title = asked ? t("company.question") : after ? wentOn(t, one, plain(queue?.title ?? one.queue)) : offered ? newWords(t, one)
    : one.state === "dialling" || (one.caller && one.state === "offered") ? t("call.dialling")
      : one.state === "held" ? t("call.holding")
        : one.channel === "voice" ? t(`istate.${one.state}`) : `${t(`interaction.${one.channel}`)} · ${t(`istate.${one.state}`)}`;
  return (
    <header className={`call-head is-${offered ? "offered" : asked ? "active" : state}${muted ? " is-muted" : ""}`}>
      <span className="call-face"><Face name={name} size={56} /></span>
      <div className="call-who">
        <div className="call-state">
          <span className="call-title">{title}{heldSince && !asked ? <> · <Ticking since={heldSince} /></> : null}</span>
          {muted ? <span className="call-muted"><IconMicrophoneOff size={14} aria-hidden="true" />{t("call.mutedNow")}</span> : null}
          {offered || after || wrapped ? null : <RecordingPill one={one} />}
          <BadSound one={one} />
          {muted || after || bad ? null : <Chip tone="accent">{plain(queue?.title ?? (one.queue || t(one.caller ? "interaction.internal" : "interaction.direct")))}</Chip>}
          {offered && lastStep ? <span className="wide-only"><Chip>{plain(lastStep.title)}{lastStep.digits ? ` · ${lastStep.digits}` : ""}</Chip></span> : null}
        </div>
        <h2 className={name.length > 30 ? "call-name long" : "call-name"} title={name}>{name}</h2>
        <div className="call-sub">
          <span className="tel">{name === plain(number) ? t(one.channel === "voice" ? "interaction.unknownCaller" : "card.unknownPerson") : plain(number)}</span>
          {company ? <span> · {plain(company)}</span> : null}
          {one.source ? <span> · {sourceWords(t, one.source)}</span> : null}
          {card?.contact?.vip ? <span className="chip vip">{t("card.vip")}</span> : null}
        </div>
      </div>
      <div className="call-timer" aria-hidden="true">
        {offered ? <Ticking since={one.started_at_ms} />
          : state === "wrap_up" ? (until ? <Ticking until={until} /> : <Ticking since={since} />)
            : one.state === "dialling" ? <Ticking since={one.started_at_ms} /> : <Ticking since={one.answered_at_ms ?? one.started_at_ms} />}
      </div>
      <div className="call-bar">
        {state === "wrap_up" && until ? <Emptying from={since ?? one.ended_at_ms ?? until} until={until} urgentMs={10_000} label={t("call.wrapNoLimit")} /> : null}
      </div>
    </header>
  );
}
