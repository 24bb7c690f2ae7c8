import { Collapse, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconChevronDown, IconChevronRight, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import type { InteractionView, IvrStepView } from "../../api/types";
import { duration, plain, when } from "../../ui/format";
import { wordsOf } from "../../ui/problem";
import { Ticking } from "../../ui/ticking";
import { decisionsTitle, spokenMs, waited } from "./words";

const RecordingDetail = lazy(async () => ({ default: (await import("./recording-detail")).RecordingDetail }));

/** What the caller heard and pressed, as a path. */
export function IvrPath({ steps, testid }: { steps: IvrStepView[]; testid?: string }) {
  const { t } = useTranslation();
  return (
    <ol className="path" {...(testid ? { "data-testid": testid } : {})}>
      {steps.map((step, index) => (
        <li key={`${index}-${step.node}`}>
          {index > 0 ? <IconChevronRight size={13} aria-hidden="true" /> : null}
          <span>{plain(step.title || step.node)}</span>
          {step.digits ? <kbd className="path-key" title={t("call.digit", { digits: step.digits })}>{plain(step.digits)}</kbd> : null}
        </li>
      ))}
    </ol>
  );
}

/** There is something to hear, or to say why there is not. */
export function isKept(one: InteractionView): boolean { return one.has_recording || one.recording_mark === "retention"; }

/** Opens the player in its place and begins to play. */
export function Recording({ one }: { one: InteractionView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const mark = one.recording_mark;
  return (
    <div className="recording">
      {mark === "failed" || !one.has_recording ? null : open ? <Suspense fallback={null}><RecordingDetail one={one} /></Suspense> : (
        <button type="button" className="recording-open" data-testid="recording-play" onClick={() => setOpen(true)}>
          <IconPlayerPlay size={14} aria-hidden="true" />{t("timeline.play")}<span className="num soft">{spokenMs(one) > 0 ? duration(spokenMs(one)) : ""}</span>
        </button>
      )}
      {mark ? <div className="recording-mark"><IconAlertTriangle size={14} aria-hidden="true" />{t(`recordingMark.${mark}`, { defaultValue: t("recordingMark.partial") })}</div> : null}
    </div>
  );
}

/** How long he waited or waits; a dash where nobody did. */
export function Waited({ one }: { one: InteractionView }) {
  const time = waited(one);
  return !time ? <>—</> : "since" in time ? <Ticking since={time.since} /> : <span className="num">{duration(time.ms)}</span>;
}

/** How long they have talked, ticking while they do. */
export function Talked({ one }: { one: InteractionView }) {
  const on = one.state === "active" || one.state === "held";
  return on && !spokenMs(one) && one.answered_at_ms ? <Ticking since={one.answered_at_ms} /> : spokenMs(one) ? <span className="num">{duration(spokenMs(one))}</span> : <>—</>;
}

/** "Why this agent?": the decisions of the queue in words. Asked for only when opened. */
export function Decisions({ one, openAtStart = false }: { one: InteractionView; openAtStart?: boolean }) {
  const { t, i18n } = useTranslation();
  const { id } = one;
  const title = decisionsTitle(one);
  const [open, setOpen] = useState(openAtStart);
  const asked = useQuery({ queryKey: ["decisions", id], queryFn: () => api.decisions(id), enabled: open && title !== null, staleTime: 5_000 });
  const Icon = open ? IconChevronDown : IconChevronRight;
  if (!title) return null;
  return (
    <div className="decisions">
      <UnstyledButton className="decisions-head" aria-expanded={open} onClick={() => setOpen(!open)}><Icon size={14} aria-hidden="true" />{t(`decisions.${title}`)}</UnstyledButton>
      <Collapse expanded={open}>
        <div className="decisions-body">
          {asked.isError ? <div className="soft">{wordsOf(asked.error)}</div> : null}
          {asked.data?.length === 0 ? <div className="soft">{t("decisions.none")}</div> : null}
          {asked.data?.map((decision, index) => (
            <div key={`${decision.at_ms}-${index}`} className="decision">
              <span className="num soft">{when(decision.at_ms, Date.now(), i18n.language, t("common.yesterday"))}</span>
              <span>{plain(i18n.language === "en" ? decision.words_en : decision.words_ru)}
                {decision.candidates > 1 ? <span className="soft"> · {t("decisions.candidates", { count: decision.candidates })}</span> : null}</span>
            </div>
          ))}
        </div>
      </Collapse>
    </div>
  );
}
