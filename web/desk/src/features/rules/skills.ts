// Skills as a picture: who has them, who is able now, what a queue asks for as time passes. Pure.
import type { AgentRulesView, ConfigurationView, QueueRulesView, SkillLevel } from "../../api/types";

export const bestLevel = 10;

/** Every skill that is spoken of, in the order of the alphabet. */
export function skillsOf(all: ConfigurationView): string[] {
  const names = new Set<string>();
  for (const agent of all.agents) agent.skills.forEach((one) => names.add(one.skill));
  for (const queue of all.queues) {
    queue.required.forEach((one) => names.add(one.skill));
    queue.preferred.forEach((one) => names.add(one));
    if (queue.difficult_skill) names.add(queue.difficult_skill);
  }
  names.delete("");
  return [...names].sort((a, b) => a.localeCompare(b));
}
export function levelOf(skills: readonly SkillLevel[], skill: string): number { return skills.find((one) => one.skill === skill)?.level ?? 0; }
export function withLevel(skills: readonly SkillLevel[], skill: string, level: number): SkillLevel[] {
  const known = skills.some((one) => one.skill === skill);
  if (level <= 0) return skills.filter((one) => one.skill !== skill);
  return known ? skills.map((one) => (one.skill === skill ? { skill, level } : one)) : [...skills, { skill, level }];
}

/** Whether he may take the queue's customers when they need this level of each required skill (null: as each says). */
export function isAble(agent: AgentRulesView, queue: QueueRulesView, relaxed: number | null): boolean {
  return queue.required.every((one) => levelOf(agent.skills, one.skill) >= (relaxed === null ? one.level : Math.min(one.level, relaxed)));
}
export interface Step { after_s: number; level: number | null; able: number }
/** How many of the queue's agents are able from which moment of waiting on. */
export function stepsOf(all: ConfigurationView, queue: QueueRulesView): Step[] {
  const members = all.agents.filter((one) => one.queues.includes(queue.id));
  const able = (level: number | null): number => members.filter((one) => isAble(one, queue, level)).length;
  return [{ after_s: 0, level: null, able: able(null) }, ...queue.relaxation.map((one) => ({ after_s: one.after_s, level: one.level, able: able(one.level) }))];
}
