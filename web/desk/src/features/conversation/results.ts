import type { MeView } from "../../api/types";

/** The results of the conversation's own project; of the first one when its own says none. */
export function resultsOf(me: MeView, project: string): string[] {
  const own = me.results?.find((each) => each.project === project)?.dispositions ?? [];
  return own.length > 0 ? own : me.dispositions;
}
