import { describe, expect, it } from "vitest";
import { anAgent, aConfiguration, aQueue, someHours } from "./examples";
import { hasUnread, standing, textAt, withoutRow, withText, type Unread, type Where } from "./unread";

const where = (kind: Where["at"]["kind"], key: string, field: string, part?: string): Where => ({ at: { kind, key }, field, part, label: field });
const text = (at: Where, words: string): Unread => ({ ...at, text: words });
const ring = where("queues", "1", "ring_limit_s");

describe("what cannot be read", () => {
  it("is kept by its place and field until it has a value", () => {
    const some = withText(withText([], ring, "скор"), ring, "скоро");
    expect(some).toEqual([text(ring, "скоро")]);
    expect(textAt(some, ring)).toBe("скоро");
    expect([textAt(some, where("queues", "2", "ring_limit_s")), textAt(some, where("queues", "1", "wrap_up_limit_s")), textAt(some, where("queues", "1", "ring_limit_s", "1"))]).toEqual([null, null, null]);
    expect([hasUnread(some, "queues", "1"), hasUnread(some, "queues", "2"), hasUnread(some, "agents", "1")]).toEqual([true, false, false]);
    expect(withText(some, ring, null)).toEqual([]);
    expect(withText(some, where("agents", "1", "skills", "b"), null)).toBe(some);
  });
  it("goes with its row, and follows the rows that move up", () => {
    const rows = ["0", "1", "2"].map((part) => text(where("hours", "office", "dates", part), `words ${part}`));
    const week = text(where("hours", "office", "week", "2"), "x");
    expect(withoutRow([...rows, week], { kind: "hours", key: "office" }, "dates", 1).map((one) => [one.field, one.part, one.text])).toEqual([["dates", "0", "words 0"], ["dates", "1", "words 2"], ["week", "2", "x"]]);
  });
  it("holds nothing back when its field is gone", () => {
    const draft = aConfiguration({ queues: [aQueue({ id: 1, relaxation: [{ after_s: 30, level: 1 }] })], agents: [anAgent({ id: 3, queues: [1] })], hours: [someHours({ name: "office" })] });
    const here = [text(ring, "x"), text(where("queues", "1", "relaxation", "0"), "x"), text(where("agents", "3", "points", "1"), "x"), text(where("agents", "3", "skills", "new"), "x"), text(where("hours", "office", "week", "1"), "x")];
    const gone = [text(where("queues", "2", "ring_limit_s"), "x"), text(where("queues", "1", "relaxation", "1"), "x"), text(where("agents", "3", "points", "2"), "x"), text(where("hours", "office", "dates", "0"), "x")];
    expect(standing([...gone, ...here], draft)).toEqual(here);
    expect(standing(here, null)).toEqual([]);
  });
});
