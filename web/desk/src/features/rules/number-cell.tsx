import { useId, type CSSProperties, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { isWithin, readWhole, type Range } from "./ranges";
import { useTyped } from "./typed";
import type { Where } from "./unread";

interface Wanted { at: Where["at"]; field: string; part: string; label: string; value: number; range: Range; tint: number; locked: boolean; empty?: boolean; onChange: (value: number) => void; testid?: string | undefined }

/** A number in a table. What is typed stays as typed; past its range it is red, with the range under it. */
export function NumberCell({ at, field: name, part, label, value, range, tint, locked, empty = false, onChange, testid }: Wanted) {
  const { t } = useTranslation();
  const rangeId = useId();
  const field = useTyped({ at, field: name, part, label }, empty && value === 0 ? "" : String(value), (text) => (text.trim() === "" ? 0 : readWhole(text)), onChange);
  const wrong = field.bad || !isWithin(value, range);
  const words = t("rules.range", { least: range[0], most: range[1] });
  const step = (event: KeyboardEvent<HTMLInputElement>): void => {
    const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (!by || field.bad || !isWithin(value + by, range)) return;
    event.preventDefault();
    field.onText(String(value + by));
  };
  return (
    <span className="rules-cell-box">
      <input type="text" inputMode="numeric" autoComplete="off" className="rules-cell" aria-label={label} title={words} aria-invalid={wrong || undefined} aria-describedby={wrong ? rangeId : undefined} maxLength={10} disabled={locked} value={field.text} placeholder="·" data-testid={testid} style={{ "--tint": `${Math.round(Math.min(1, Math.max(0, tint)) * 60)}%` } as CSSProperties}
        onChange={(event) => field.onText(event.currentTarget.value)} onKeyDown={step} onBlur={field.onBlur} />
      {wrong ? <span className="rules-error" id={rangeId}>{words}</span> : null}
    </span>
  );
}
