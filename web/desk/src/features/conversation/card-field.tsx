import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { showDone } from "../../ui/problem";
import { cardNumber, inFours } from "./card-fields";

/** A place to take a card's number down: checked, copied, and forgotten. It is neither kept nor sent anywhere. */
export function CardField({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const standing = cardNumber(text);
  // Some browsers tell nobody that a field which goes away has lost the focus: the recording would stay paused.
  const leave = useCallback(() => { (document.activeElement as HTMLElement | null)?.blur(); close(); }, [close]);
  useEffect(() => {
    const escape = (event: KeyboardEvent): void => { if (event.key === "Escape") leave(); };
    document.addEventListener("keydown", escape);
    return () => document.removeEventListener("keydown", escape);
  }, [leave]);
  function copy(): void {
    void navigator.clipboard.writeText(text.replace(/\D/g, "")).then(() => { showDone(t("record.copied")); leave(); }, () => undefined);
  }
  return (
    <span className="card-field" role="group" aria-label={t("record.card")}>
      <input
        data-card-data data-testid="card-number" className="num" autoFocus inputMode="numeric" autoComplete="off" spellCheck={false} aria-label={t("record.cardNumber")} placeholder={t("record.cardNumber")}
        value={text} onChange={(event) => setText(inFours(event.currentTarget.value))} aria-invalid={standing === "wrong"}
        onKeyDown={(event) => { if (event.key === "Enter" && standing === "right") copy(); event.stopPropagation(); if (event.key === "Escape") leave(); }}
      />
      <span className={`small card-${standing}`} role="status">{t(`record.number_${standing}`)}</span>
      <button type="button" className="rec" disabled={standing !== "right"} data-card-data onClick={copy}>{t("record.copy")}</button>
    </span>
  );
}
