// Fields in which card data is typed (`data-card-data`): while one has the focus the recording pauses.

/** Tells each change; the focus that moves between two such fields is none. Answers how to stop. */
export function watchCardFields(root: Document, changed: (focused: boolean) => void): () => void {
  const isOne = (target: EventTarget | null): boolean => target instanceof Element && target.closest("[data-card-data]") !== null;
  let focused = isOne(root.activeElement);
  const set = (now: boolean): void => {
    if (now === focused) return;
    focused = now;
    changed(now);
  };
  const came = (event: FocusEvent): void => set(isOne(event.target));
  const went = (event: FocusEvent): void => { if (!isOne(event.relatedTarget)) set(false); };
  root.addEventListener("focusin", came);
  root.addEventListener("focusout", went);
  if (focused) changed(true);
  return () => {
    root.removeEventListener("focusin", came);
    root.removeEventListener("focusout", went);
    if (focused) changed(false);
  };
}

/** Tells the last wish; one that came on the way is told after it, so that both sides end up the same. */
export function lastWish(tell: (wish: boolean) => Promise<void>): (wish: boolean) => Promise<void> {
  let wanted = false;
  let told = false;
  let way: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    while (told !== wanted) {
      const wish = wanted;
      await tell(wish);
      told = wish;
    }
  };
  return (wish) => {
    wanted = wish;
    way ??= run().finally(() => { way = null; });
    return way;
  };
}

export type CardNumber = "empty" | "short" | "wrong" | "right";

/** ISO/IEC 7812-1: 12 to 19 digits, the last checks the others (Luhn). */
export function cardNumber(text: string): CardNumber {
  const digits = text.replace(/\D/g, "");
  if (!digits) return "empty";
  if (digits.length < 12) return "short";
  const sum = [...digits].reverse().reduce((all, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0 && digits.length <= 19 ? "right" : digits.length < 16 ? "short" : "wrong";
}

/** In fours, as it stands on the card. */
export function inFours(text: string): string {
  return text.replace(/\D/g, "").slice(0, 19).replace(/(.{4})(?=.)/g, "$1 ");
}
