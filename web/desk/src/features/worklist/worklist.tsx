import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import type { InteractionView } from "../../api/types";
import { useNow } from "../../ui/clock";
import { duration, fullWhen, shortWhen } from "../../ui/format";
import { Chip, Keys, WithKey } from "../../ui/parts";
import { href } from "../../ui/route";
import { Ticking } from "../../ui/ticking";
import { deskKeys } from "../conversation/keys";
import { useDraft } from "../conversation/drafts";
import { outcome, spokenMs, whoIs } from "../conversation/words";
import { isUnsaved } from "../conversation/written";
import { isAfterWork, liveCall, nowOn, shownInteraction, untilOf } from "../live/reducer";
import { tell, useLive } from "../live/store";
import { PhonePanel } from "../phone/phone-panel";
import { ChannelIcon } from "./channel-icon";

/** The left column: what is on now, what was on before, and the phone. */
export function WorkList() {
  const { t } = useTranslation();
  const now = useLive((live) => nowOn(live).map((one) => one.id).join());  // a list made anew is never the same one
  const interactions = useLive((live) => live.interactions);
  const on = now.split(",").flatMap((id) => interactions[Number(id)] ?? []);
  const shown = useLive(shownInteraction);
  const state = useLive((live) => live.me?.state ?? "offline");
  const recent = useQuery({ queryKey: ["interactions", "mine", "recent"], queryFn: () => api.interactions({ agent: "me", limit: 50 }) });
  const before = (recent.data?.items ?? []).filter((one) => !on.some((live) => live.id === one.id)).map((one) => further(one, interactions[one.id]));
  const stop = (before.find((one) => one.id === shown?.id) ?? before[0])?.id;  // the list is one stop for Tab; arrows walk in it
  return (
    <nav className="column left" aria-label={t("list.title")}>
      <div className="list-head"><h2>{t("list.now")}{on.length > 1 ? <span className="num"> · {on.length}</span> : null}</h2>
        {on.length > 1 ? <WithKey label={t("keys.next")} keys={deskKeys.next}><span><Keys>{deskKeys.next}</Keys></span></WithKey> : null}</div>
      {on.length ? <div className="list-now" onKeyDown={walk}>{on.map((one) => <Row key={one.id} one={one} on={one.id === shown?.id} now tab={one.id === (on.find((each) => each.id === shown?.id) ?? on[0])?.id} many={on.length > 1} />)}</div> : (
        <div className="list-none">{state === "ready" ? t("list.nothingNowReady") : state === "offline" || state === "pause" ? t("list.nothingNowOff") : t("list.nothingNow")}</div>
      )}
      <div className="list-head"><h2>{t("list.recent")}</h2><a className="small" href={href("interactions", { agent: "me" })}>{t("common.all")}</a></div>
      <div className="list-scroll" onKeyDown={walk}>
        {recent.isPending ? [0, 1, 2, 3].map((row) => <Skeleton key={row} height={44} my={6} mx={12} width="auto" />) : null}
        {before.map((one) => <Row key={one.id} one={one} on={one.id === shown?.id} now={false} tab={one.id === stop} />)}
        {recent.isSuccess && before.length === 0 ? <div className="list-none">{t("list.nothingRecent")}</div> : null}
      </div>
      <PhonePanel />
    </nav>
  );
}

/** A stored row is written a moment later than its last event. */
function further(stored: InteractionView, live: InteractionView | undefined): InteractionView { return live && stored.state !== "ended" ? live : stored; }

function walk(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? "nextElementSibling" : event.key === "ArrowUp" ? "previousElementSibling" : null;
  if (!step) return;
  const next = document.activeElement?.[step];
  if (next instanceof HTMLButtonElement) next.focus();
  event.preventDefault();
}

function Row({ one, on, now, tab, many = false }: { one: InteractionView; on: boolean; now: boolean; tab: boolean; many?: boolean }) {
  const { t } = useTranslation();
  const call = useLive((state) => now && liveCall(state)?.id === one.id);
  const unseen = useLive((state) => state.unseen.includes(one.id));
  const until = useLive((state) => (now ? untilOf(state, one) : undefined));
  const after = useLive((state) => now && isAfterWork(state, one));
  const draft = useDraft(one.id);
  const unsaved = useLive((state) => !now && isUnsaved(one, draft, state.me?.id));
  const result = unsaved ? { words: t("late.unsent"), tone: "amber" as const } : after ? { words: t("istate.wrap_up"), tone: "violet" as const } : outcome(t, one);
  function open(): void {
    if (!now) tell({ type: "interaction", interaction: one });
    tell({ type: "focus", focus: { interaction: one.id, contact: null } });
  }
  return (
    <button type="button" tabIndex={tab ? 0 : -1} className={`row${on ? " on" : ""}${now ? ` now state-${after ? "wrap_up" : one.state}` : ""}${call ? " call" : ""}`} {...(now ? { "data-testid": "now-row", "data-interaction": one.id } : {})} aria-current={on || undefined} onClick={open}>
      <ChannelIcon one={one} />
      <span className="row-main">
        <span className="row-line"><span className="row-name">{unseen ? <><span className="unseen-mark" aria-hidden="true" /><span className="unseen">{t("list.changed")} </span></> : null}{whoIs(t, one)}</span>{now ? <b>{until && (after || one.state === "wrap_up") ? <Ticking until={until} /> : <Ticking since={one.answered_at_ms ?? one.started_at_ms} />}</b> : <span className="num soft">{spokenMs(one) > 0 ? duration(spokenMs(one)) : ""}</span>}</span>
        <span className="row-line"><Chip tone={result.tone}>{now && one.channel !== "voice" ? `${t(`interaction.${one.channel}`)} · ${result.words}` : result.words}</Chip>{now ? (call && many && !on ? <Keys>{deskKeys.toCall}</Keys> : null) : <When at={one.started_at_ms} />}</span>
      </span>
    </button>
  );
}

function When({ at }: { at: number }) {
  const { t, i18n } = useTranslation();
  return <span className="num soft" title={fullWhen(at, i18n.language)}>{shortWhen(at, useNow(), i18n.language, t("common.yesterday"))}</span>;
}
