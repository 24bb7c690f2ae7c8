// Colleagues by department with what they do now, and what one may do about them. Pure.
import type { AgentView, InteractionView, ParkedView } from "../../api/types";
import type { Tone } from "../../ui/parts";

export interface Group { department: string; people: AgentView[] }
/** ready, talking, pause, away … as an icon shows it; a meeting and do-not-disturb come before the state. */
export type Presence = AgentView["state"] | "meeting" | "do_not_disturb" | "at_desk";

export function presenceOf(agent: AgentView): Presence {
  if (agent.state === "talking" || agent.state === "offered") return agent.state;
  if (agent.absence !== "none") return agent.absence;
  if (agent.state === "offline" && (agent.phones.browser || agent.phones.desk)) return "at_desk";  // on no shift, but his telephone is there
  return agent.state;
}

export const presenceTone: Record<Presence, Tone> = {
  ready: "green", talking: "accent", offered: "blue", wrap_up: "violet", pause: "amber", meeting: "amber", do_not_disturb: "red", at_desk: "green", offline: "plain",
};

/** Whether a call to him has a chance; the server has the last word. */
export function mayRing(agent: AgentView): boolean {
  return agent.extension !== "" && !["talking", "offered", "meeting", "do_not_disturb"].includes(presenceOf(agent)) && (agent.phones.browser || agent.phones.desk);
}

const order: Presence[] = ["ready", "at_desk", "wrap_up", "offered", "talking", "pause", "meeting", "do_not_disturb", "offline"];

export function directory(agents: readonly AgentView[], me: number | undefined, text: string, language: string): Group[] {
  const wanted = text.trim().toLocaleLowerCase();
  const groups = new Map<string, AgentView[]>();
  for (const agent of agents) {
    if (agent.id === me) continue;
    if (wanted && ![agent.name, agent.department, agent.extension].join(" ").toLocaleLowerCase().includes(wanted)) continue;
    groups.set(agent.department, [...(groups.get(agent.department) ?? []), agent]);
  }
  const rank = (agent: AgentView): number => order.indexOf(presenceOf(agent));
  return [...groups].sort(([a], [b]) => Number(a === "") - Number(b === "") || a.localeCompare(b, language))
    .map(([department, people]) => ({ department, people: people.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, language)) }));
}

/** A call rings at a colleague whom I may help: of my queues or department. */
export function ringsBeside(agents: readonly AgentView[], me: AgentView | undefined): AgentView | undefined {
  if (!me || me.state === "talking") return undefined;
  return agents.find((other) => other.id !== me.id && other.state === "offered"
    && ((me.department !== "" && other.department === me.department) || other.queues.some((queue) => me.queues.includes(queue))));
}

/** Who it is on the other side of a call between colleagues, for `me`. */
export function otherSide(one: InteractionView, me: number | undefined, agents: Readonly<Record<number, AgentView>>): { name: string; extension: string } | null {
  if (!one.caller) return null;
  if (one.caller.id !== me) return { name: one.caller.name || one.from, extension: one.from };
  const callee = one.agent ? agents[one.agent.id] : Object.values(agents).find((agent) => agent.extension === one.to);
  return { name: callee?.name ?? one.to, extension: callee?.extension ?? one.to };
}

/** In a meeting for so many minutes: until when, on a round five minutes. */
export function meetingEnd(now: number, minutes: number): number {
  const five = 5 * 60_000;
  return Math.round((now + minutes * 60_000) / five) * five;
}

export function freshest(parked: readonly ParkedView[]): ParkedView[] {
  return [...parked].sort((a, b) => a.slot - b.slot);
}
