// What is said of a supervisor on a line: to himself, to the agent, on the board. Pure but for the words.
import type { TFunction } from "i18next";
import type { AgentView, InteractionView, ListeningView, ListenMode, MeView } from "../../api/types";
import { plain, prettyNumber } from "../../ui/format";

export const modes: readonly ListenMode[] = ["listen", "whisper", "barge"];

/** Whom he hears: the agent and the customer, the customer alone while nobody of us talks with him. */
export function whoIsHeard(one: ListeningView): string {
  const customer = /^\+?\d+$/.test(one.customer) ? prettyNumber(one.customer) : plain(one.customer);
  return one.agent ? `${plain(one.agent.name)} — ${customer}` : customer;
}

/** The strip over the page: mine, when I am on a line; what the agent is told, when somebody is on his. */
export function lineWords(t: TFunction, one: ListeningView, me: number): { what: string; how: string } {
  if (one.supervisor.id !== me) return { what: t(`line.to_${one.mode ?? "listen"}`, { name: plain(one.supervisor.name) }), how: t(`line.toHow_${one.mode ?? "listen"}`) };
  if (!one.agent) return { what: t("line.nobody", { who: whoIsHeard(one) }), how: t("line.nobodyHow") };
  return { what: t("line.hear", { who: whoIsHeard(one) }), how: t(`line.how_${one.mode ?? "listen"}`) };
}

/** On the board: who of the supervisors is on this agent's line. */
export function listenersOf(agent: AgentView, all: readonly ListeningView[]): ListeningView[] {
  return all.filter((one) => one.agent?.id === agent.id);
}

/** There is a line to go on: a call that this agent has in hand, and not the reader's own. */
export function mayListen(me: MeView | null, agent: AgentView, one: InteractionView | undefined): boolean {
  if (!me || me.role === "agent" || agent.id === me.id || !one || one.channel !== "voice") return false;
  return one.agent?.id === agent.id && (one.state === "active" || one.state === "held");
}
