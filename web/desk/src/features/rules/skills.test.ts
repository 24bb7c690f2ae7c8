import { describe, expect, it } from "vitest";
import { aConfiguration, anAgent, aQueue } from "./examples";
import { isAble, levelOf, skillsOf, stepsOf, withLevel } from "./skills";

const queue = aQueue({ id: 1, required: [{ skill: "billing", level: 3 }], preferred: ["sales"], difficult_skill: "patience", relaxation: [{ after_s: 20, level: 1 }, { after_s: 60, level: 0 }] });
const all = aConfiguration({
  queues: [queue],
  agents: [anAgent({ id: 1, skills: [{ skill: "billing", level: 5 }] }), anAgent({ id: 2, skills: [{ skill: "billing", level: 1 }, { skill: "lang:en", level: 7 }] }), anAgent({ id: 3 }), anAgent({ id: 4, queues: [] })],
});

describe("skills", () => {
  it("are all those that somebody has or a queue asks for", () => { expect(skillsOf(all)).toEqual(["billing", "lang:en", "patience", "sales"]); });
  it("have a level, and 0 is none", () => {
    const skills = withLevel([{ skill: "a", level: 2 }], "b", 4);
    expect(levelOf(skills, "b")).toBe(4);
    expect(withLevel(skills, "a", 0)).toEqual([{ skill: "b", level: 4 }]);
    expect(withLevel(skills, "a", 9)).toEqual([{ skill: "a", level: 9 }, { skill: "b", level: 4 }]);
  });
  it("show how many are able as the wait grows", () => {
    expect(stepsOf(all, queue)).toEqual([{ after_s: 0, level: null, able: 1 }, { after_s: 20, level: 1, able: 2 }, { after_s: 60, level: 0, able: 3 }]);
    expect(isAble(anAgent(), aQueue(), null)).toBe(true);
  });
});
