import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import type { InteractionView } from "../../api/types";
import { useNow } from "../../ui/clock";
import { duration, fullWhen, shortWhen } from "../../ui/format";
import { Chip } from "../../ui/parts";
import { href } from "../../ui/route";
import { Ticking } from "../../ui/ticking";
import { outcome, spokenMs, whoIs } from "../conversation/words";
import { currentInteraction, isAfterWork, shownInteraction } from "../live/reducer";
import { tell, useLive } from "../live/store";
import { PhonePanel } from "../phone/phone-panel";
import { ChannelIcon } from "./channel-icon";

/** The left column: what is on now, what was on before, and the phone. */
export function WorkList() {
  const { t } = useTranslation();
  const current = useLive(currentInteraction);
  const shown = useLive(shownInteraction);
  const state = useLive((live) => live.me?.state ?? "offline");
  const recent = useQuery({ queryKey: ["interactions", "mine", "recent"], queryFn: () => api.interactions({ agent: "me", limit: 50 }) });
  const before = (recent.data?.items ?? []).filter((one) => one.id !== current?.id);
  const stop = (before.find((one) => one.id === shown?.id) ?? before[0])?.id;  // the list is one stop for Tab; arrows walk in it
  return (
    <nav className="column left" aria-label={t("list.title")}>
      <div className="list-head"><h2>{t("list.now")}</h2></div>
      {current ? <Row one={current} on={current.id === shown?.id} now tab /> : (
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

function walk(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? "nextElementSibling" : event.key === "ArrowUp" ? "previousElementSibling" : null;
  if (!step) return;
  const next = document.activeElement?.[step];
  if (next instanceof HTMLButtonElement) next.focus();
  event.preventDefault();
}

function Row({ one, on, now, tab }: { one: InteractionView; on: boolean; now: boolean; tab: boolean }) {
  const { t } = useTranslation();
  const after = useLive((state) => now && isAfterWork(state, one));
  const result = after ? { words: t("istate.wrap_up"), tone: "violet" as const } : outcome(t, one);
  function open(): void {
    if (!now) tell({ type: "interaction", interaction: one });
    tell({ type: "focus", focus: { interaction: one.id, contact: null } });
  }
  return (
    <button type="button" tabIndex={tab ? 0 : -1} className={`row${on ? " on" : ""}${now ? ` now state-${after ? "wrap_up" : one.state}` : ""}`} aria-current={on || undefined} onClick={open}>
      <ChannelIcon one={one} />
      <span className="row-main">
        <span className="row-line"><span className="row-name">{whoIs(t, one)}</span>{now ? <b><Ticking since={one.answered_at_ms ?? one.started_at_ms} /></b> : <span className="num soft">{spokenMs(one) > 0 ? duration(spokenMs(one)) : ""}</span>}</span>
        <span className="row-line"><Chip tone={result.tone}>{result.words}</Chip>{now ? null : <When at={one.started_at_ms} />}</span>
      </span>
    </button>
  );
}

function When({ at }: { at: number }) {
  const { t, i18n } = useTranslation();
  return <span className="num soft" title={fullWhen(at, i18n.language)}>{shortWhen(at, useNow(), i18n.language, t("common.yesterday"))}</span>;
}
