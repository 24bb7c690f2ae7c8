// What is to be sent before its time is out, in front or beside. Pure.
import type { InteractionView } from "../../api/types";
import { untilOf, workedAfter, type LiveState } from "../live/reducer";
import type { Draft } from "./drafts";

const earlierMs = 1500;

export interface Due { one: InteractionView; until: number; at: number }

/** All that has a result and a limit of time, the first to be sent first. */
export function chosenInTime(state: LiveState, draftOf: (id: number) => Draft): Due[] {
  return workedAfter(state).flatMap((one) => {
    const until = untilOf(state, one);
    return until !== undefined && draftOf(one.id).disposition ? [{ one, until, at: until - earlierMs }] : [];
  }).sort((a, b) => a.at - b.at);
}
