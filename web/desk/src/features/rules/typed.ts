// A text field whose text stands for a value. What cannot be read stays as it was typed, also when its page is left: nothing is
// saved past it, and it is on the screen again when the page is opened anew.
import { useState } from "react";
import { keepText, useRules } from "./rules-store";
import { textAt, type Where } from "./unread";

interface Typed { text: string; bad: boolean; onText: (text: string) => void; onBlur: () => void }

export function useTyped<Value>(where: Where, shown: string, read: (text: string) => Value | null, onChange: (value: Value) => void): Typed {
  const { dropped, unread } = useRules();
  const kept = textAt(unread, where);
  const [typed, setTyped] = useState<{ text: string; dropped: number } | null>(null);
  const mine = kept ?? (typed && typed.dropped === dropped ? typed.text : null);
  return {
    text: mine ?? shown, bad: kept !== null,
    onText: (text) => {
      const value = read(text);
      setTyped(value === null ? null : { text, dropped });
      keepText(where, value === null ? text : null);
      if (value !== null) onChange(value);
    },
    onBlur: () => setTyped(null),
  };
}
