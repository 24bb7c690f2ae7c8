// What was chosen and typed is sent a moment before the time is out, whichever conversation is on the screen.
import { useEffect } from "react";
import { serverNow } from "../../api/http";
import { live, onLive } from "../live/store";
import { finish } from "./actions";
import { onDrafts, readDraft } from "./drafts";
import { chosenInTime } from "./in-time";

export function useSendInTime(): void {
  useEffect(() => {
    const sent = new Map<number, number>();  // once for each limit: more time makes a new one
    let timer: number | undefined;
    const look = (): void => {
      window.clearTimeout(timer);
      for (const { one, until, at } of chosenInTime(live(), readDraft)) {
        if (sent.get(one.id) === until) continue;
        const left = at - serverNow();
        if (left > 0) { timer = window.setTimeout(look, left); return; }
        sent.set(one.id, until);
        void finish(one, readDraft(one.id).disposition, true);
      }
    };
    const forget = [onLive(look), onDrafts(look)];
    look();
    return () => {
      window.clearTimeout(timer);
      forget.forEach((each) => each());
    };
  }, []);
}
