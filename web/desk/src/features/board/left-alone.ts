// Whom it hurts when an agent is taken from the line. Pure.
import type { AgentState, AgentView, QueueView } from "../../api/types";

const away: readonly AgentState[] = ["offline", "pause"];

/** Queues in which somebody waits and nobody else is at work: their customers would wait for nobody. */
export function leftAlone(agent: AgentView, agents: readonly AgentView[], queues: readonly QueueView[]): QueueView[] {
  if (away.includes(agent.state)) return [];
  return queues.filter((queue) => queue.waiting > 0 && agent.queues.includes(queue.name)
    && !agents.some((other) => other.id !== agent.id && !away.includes(other.state) && other.queues.includes(queue.name)));
}

/** In a conversation or its wrap-up the new state comes after it: no call is cut. */
export function comesAfter(agent: AgentView): boolean {
  return agent.state === "talking" || agent.state === "wrap_up" || agent.state === "offered";
}
