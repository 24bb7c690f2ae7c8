// What was chosen and typed is sent a moment before the time is out, also while another conversation is on the screen.
import { useEffect } from "react";
import { serverNow } from "../../api/http";
import type { InteractionView } from "../../api/types";
import { isAfterWork, untilOf, type LiveState } from "../live/reducer";
import { useLive } from "../live/store";
import { finish } from "./actions";
import { useDraft } from "./drafts";

const earlierMs = 1500;

function workedAfter(state: LiveState): InteractionView | null {
  const one = state.interactions[(state.me && state.agents[state.me.id]?.interaction) ?? -1] ?? null;
  return one && (one.state === "wrap_up" || isAfterWork(state, one)) ? one : null;
}

export function useSendInTime(): void {
  const one = useLive(workedAfter);
  const until = useLive((state) => (one ? untilOf(state, one) : undefined));
  const { disposition } = useDraft(one?.id ?? 0);
  useEffect(() => {
    if (!one || !until || !disposition) return undefined;
    const timer = window.setTimeout(() => void finish(one, disposition, true), Math.max(0, until - serverNow() - earlierMs));
    return () => window.clearTimeout(timer);
  }, [until, disposition, one]);
}
