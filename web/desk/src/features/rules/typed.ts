// A text field whose text stands for a value. What cannot be read stays on the screen as it was typed, and nothing is saved past it.
import { useEffect, useId, useState } from "react";
import { cannotRead, useRules } from "./rules-store";

interface Typed { text: string; bad: boolean; onText: (text: string) => void; onBlur: () => void }

export function useTyped<Value>(shown: string, read: (text: string) => Value | null, onChange: (value: Value) => void): Typed {
  const id = useId();
  const { dropped } = useRules();
  const [typed, setTyped] = useState<{ text: string; dropped: number } | null>(null);
  const mine = typed && typed.dropped === dropped ? typed.text : null;
  const bad = mine !== null && read(mine) === null;
  useEffect(() => {
    cannotRead(id, bad);
    return () => cannotRead(id, false);
  }, [id, bad]);
  return {
    text: mine ?? shown, bad,
    onText: (text) => {
      setTyped({ text, dropped });
      const value = read(text);
      if (value !== null) onChange(value);
    },
    onBlur: () => { if (!bad) setTyped(null); },
  };
}
