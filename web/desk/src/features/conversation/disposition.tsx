import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { dispositionWords } from "./words";

interface Props { codes: string[]; value: string; onChange: (code: string) => void; takeLostFocus: boolean }

/** The result of a conversation: all choices in sight, one press each. One control to the keyboard: arrows move,
    Enter chooses, digits choose at once. */
export function DispositionPicker({ codes, value, onChange, takeLostFocus }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(-1);
  const chosen = codes.indexOf(value);
  const active = at >= 0 && at < codes.length ? at : chosen;
  // The key that hung up has gone and the focus with it: the result is what comes next.
  useEffect(() => { if (takeLostFocus && document.activeElement === document.body) list.current?.focus({ preventScroll: true }); }, [takeLostFocus]);

  function choose(index: number): void {
    const code = codes[index];
    if (code === undefined) return;
    setAt(index);
    onChange(code);
  }
  function pressed(event: KeyboardEvent): void {
    const last = codes.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: Math.min(active + 1, last), ArrowRight: Math.min(active + 1, last), ArrowUp: Math.max(active - 1, 0), ArrowLeft: Math.max(active - 1, 0), Home: 0, End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) { choose(to); event.preventDefault(); return; }
    if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === " ") { choose(Math.max(active, 0)); event.preventDefault(); return; }
    if (/^[1-9]$/.test(event.key)) choose(Number(event.key) - 1);
  }
  return (
    <div className="result">
      <div className="label-row"><label id="result-label" className="label">{t("disposition.title")}</label><span className="soft small">{t("disposition.hint")}</span></div>
      <div
        ref={list} role="listbox" tabIndex={0} aria-labelledby="result-label" data-testid="disposition" data-value={value} className="result-list"
        {...(active >= 0 ? { "aria-activedescendant": `result-${active}` } : {})} onKeyDown={pressed}
      >
        {codes.map((code, index) => (
          <div
            key={code} id={`result-${index}`} role="option" aria-selected={code === value} className={index === active ? "result-one active" : "result-one"}
            onClick={() => { choose(index); list.current?.focus({ preventScroll: true }); }}
          >
            {index < 9 ? <span className="result-key" aria-hidden="true">{index + 1}</span> : null}
            {dispositionWords(t, code)}
          </div>
        ))}
      </div>
    </div>
  );
}
