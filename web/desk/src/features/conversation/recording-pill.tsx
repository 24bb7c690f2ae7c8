import { IconCreditCard, IconPlayerPauseFilled, IconPlayerRecordFilled } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InteractionView } from "../../api/types";
import { WithKey } from "../../ui/parts";
import { showProblem } from "../../ui/problem";
import { Ticking } from "../../ui/ticking";
import { record, recordFor } from "./actions";
import { lastWish, watchCardFields } from "./card-fields";

const CardField = lazy(async () => ({ default: (await import("./card-field")).CardField }));

/** Whether the conversation is recorded, and its one button; it pauses by itself while card data is typed. */
export function RecordingPill({ one }: { one: InteractionView }) {
  const { t } = useTranslation();
  const [card, setCard] = useState(false);
  const { id, recording } = one;
  const watched = recording === "on" || recording === "paused";
  useEffect(() => {
    if (!watched) return undefined;
    let over = false;  // with the call: then there is nothing left to go on with, and that is no news
    const tell = lastWish((focused) => recordFor(id, !focused, "card"));
    const stop = watchCardFields(document, (focused) => { tell(focused).catch((error: unknown) => { if (!over) showProblem(error); }); });
    return () => { over = true; stop(); };
  }, [id, watched]);
  if (!recording) return null;
  const paused = recording === "paused";
  return (
    <>
      <WithKey label={t(`record.${recording}How`)}>
        <button type="button" className={`rec rec-${recording}`} data-testid="recording-switch" data-state={recording} onClick={() => void record(one, recording !== "on")}>
          {paused ? <IconPlayerPauseFilled size={12} aria-hidden="true" /> : <IconPlayerRecordFilled size={12} aria-hidden="true" />}
          {t(`record.${recording}`)}{paused && one.recording_paused_at_ms ? <span className="num"><Ticking since={one.recording_paused_at_ms} /></span> : null}
        </button>
      </WithKey>
      {watched ? (
        <WithKey label={t("record.cardHow")}>
          <button type="button" className="rec" data-testid="card-data" aria-expanded={card} aria-label={t("record.card")} onClick={() => setCard(!card)}><IconCreditCard size={14} aria-hidden="true" /></button>
        </WithKey>
      ) : null}
      {card && watched ? <Suspense fallback={null}><CardField close={() => setCard(false)} /></Suspense> : null}
    </>
  );
}
