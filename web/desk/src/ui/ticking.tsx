import { useNow } from "./clock";
import { duration } from "./format";

/** Time since (or until) a moment, ticking. Only this small element is drawn again each second. */
export function Ticking({ since, until }: { since?: number | undefined; until?: number | undefined }) {
  const now = useNow();
  if (!since && until === undefined) return <span className="num">—</span>;  // 0: it never began
  const ms = until !== undefined ? Math.max(0, until - now) : now - (since ?? now);
  return <span className="num">{duration(ms)}</span>;
}

/** Words around the time that is left, in the word order of the language. */
export function TimeLeft({ until, words }: { until: number; words: (left: string) => string }) {
  return <span className="num">{words(duration(Math.max(0, until - useNow())))}</span>;
}

/** A thin bar that empties towards `until`. Width only, so that nothing is laid out again. */
export function Emptying({ from, until, urgentMs, label }: { from: number; until: number; urgentMs: number; label: string }) {
  const now = useNow();
  const left = Math.max(0, until - now);
  const share = until > from ? Math.min(1, left / (until - from)) : 0;
  return (
    <div className="emptying" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
      <div className={left <= urgentMs ? "emptying-rest urgent" : "emptying-rest"} style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
