// Whom a customer can be handed over to, and what speaks against it, as far as the desk can know before the server is asked. Pure.
import type { AgentView, InteractionView, QueueView } from "../../api/types";
import { plain } from "../../ui/format";

/** `hand` and `ask`: whether it can succeed; `why`: what to say beside it. */
export interface Place { key: string; to: string; name: string; agent?: AgentView; queue?: QueueView; hand: boolean; ask: boolean; why: Why }
export type Why = "" | "noPhone" | "leaves" | "nobodyThere" | "onlyYou" | "allAway" | "noneFree";

const most = { people: 7, queues: 5 };

function againstAgent(agent: AgentView, one: InteractionView): { can: boolean; why: Why } {
  if (agent.absence !== "none" || agent.state === "pause") return { can: false, why: "" };  // his state says it
  // Who serves no queue is on no shift: his telephone says whether he is there.
  if (agent.state === "offline" && agent.queues.length > 0) return { can: false, why: "" };
  if (agent.then && agent.then.state !== "ready") return { can: false, why: "leaves" };
  if (one.channel === "voice" && !agent.phones.browser && !agent.phones.desk) return { can: false, why: "noPhone" };
  return { can: true, why: "" };
}

function againstQueue(queue: QueueView, one: InteractionView, me: AgentView | undefined): { hand: boolean; ask: boolean; why: Why } {
  const here = queue.agents_ready + queue.agents_busy + queue.agents_paused;
  const mine = me !== undefined && me.state !== "offline" && me.queues.includes(queue.name);
  const voice = one.channel === "voice";
  if (here === 0) return { hand: !voice, ask: false, why: "nobodyThere" };
  if (mine && here === 1) return { hand: true, ask: false, why: "onlyYou" };
  const busy = queue.agents_busy - (mine && me.state !== "ready" && me.state !== "pause" ? 1 : 0);
  if (queue.agents_ready === 0) return { hand: true, ask: busy > 0 && !voice, why: busy > 0 ? "noneFree" : "allAway" };
  return { hand: true, ask: true, why: "" };
}

/** What is said when somebody chooses it all the same by the key: the code of a refusal, or nothing. */
export function refusalOf(place: Place, first: boolean, one: InteractionView): string {
  if (first ? place.ask : place.hand) return "";
  if (first && (one.channel === "email" || one.channel === "social")) return "letter_not_asked";
  if (place.agent) return place.why === "noPhone" ? "colleague_no_phone" : "colleague_away";
  return place.why === "nobodyThere" ? "nobody_there" : "nobody_free";
}

export function places(one: InteractionView, agents: readonly AgentView[], queues: readonly QueueView[], me: number | undefined, text: string): Place[] {
  const wanted = text.trim().toLocaleLowerCase();
  const fits = (...words: string[]): boolean => !wanted || words.join(" ").toLocaleLowerCase().includes(wanted);
  const letter = one.channel === "email" || one.channel === "social";
  const people = agents
    .filter((agent) => agent.id !== me && (agent.state !== "offline" || (agent.queues.length === 0 && (agent.phones.browser || agent.phones.desk))) && fits(agent.name, agent.extension, agent.department))
    .map((agent) => ({ agent, ...againstAgent(agent, one) }))
    .sort((a, b) => Number(b.can) - Number(a.can) || Number(b.agent.state === "ready") - Number(a.agent.state === "ready") || a.agent.name.localeCompare(b.agent.name)).slice(0, most.people)
    .map(({ agent, can, why }): Place => ({ key: `a${agent.id}`, to: agent.extension || agent.login, name: plain(agent.name), agent, hand: can, ask: can && !letter, why }));
  const lines = queues.filter((queue) => fits(queue.title, queue.name)).slice(0, most.queues)
    .map((queue): Place => {
      const { hand, ask, why } = againstQueue(queue, one, agents.find((agent) => agent.id === me));
      return { key: `q${queue.id}`, to: queue.name, name: plain(queue.title), queue, hand, ask: ask && !letter, why };
    });
  return [...people, ...lines];
}
