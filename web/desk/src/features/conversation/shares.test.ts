import { describe, expect, it } from "vitest";
import type { InteractionView, SegmentView } from "../../api/types";
import { before } from "./shares";

const names = ["", "Анна", "Борис", "Вера"];
const share = (agent: number, from: number, to: number | undefined, patch: Partial<SegmentView> = {}): SegmentView => ({ agent: { id: agent, name: names[agent] ?? "" }, outside: "", part: "talk", queue: "", began_at_ms: from, ...(to === undefined ? {} : { ended_at_ms: to }), disposition: "", note: "", ...patch } as SegmentView);
const call = (...segments: SegmentView[]): InteractionView => ({ id: 1, segments } as unknown as InteractionView);

describe("who had the customer before", () => {
  it("is nobody for the first", () => {
    expect(before(call(), 1, 9)).toEqual([]);
    expect(before(call(share(1, 1, undefined)), 1, 9)).toEqual([]);
  });
  it("is told while it still rings: the last one gives, with his words", () => {
    expect(before(call(share(1, 0, 5000, { note: " вернуть деньги ", queue: "support" })), 2, 9000)).toEqual([{ who: "Анна", queue: "support", ms: 5000, note: "вернуть деньги", disposition: "", gives: true }]);
  });
  it("is told newest first, each once, and not who only was asked", () => {
    const all = before(call(share(1, 0, 10), share(2, 10, 20), share(3, 12, 15, { part: "consult" }), share(1, 20, 30, { disposition: "passed" }), share(3, 30, undefined, { from: { id: 1, name: "Анна" } })), 3, 99);
    expect(all.map((one) => [one.who, one.ms, one.gives])).toEqual([["Анна", 10, true], ["Борис", 10, false]]);
  });
  it("is also who asks me and has the customer still", () => {
    const [asker] = before(call(share(1, 0, undefined, { note: "знает ли он счёт" }), share(2, 5, undefined, { part: "consult", from: { id: 1, name: "Анна" } })), 2, 8);
    expect(asker).toMatchObject({ who: "Анна", ms: 8, note: "знает ли он счёт", gives: true });
  });
  it("names a number outside", () => {
    const outside = { ...share(0, 10, 20), outside: "+79160000000" } as SegmentView;
    delete outside.agent;
    expect(before(call(share(1, 0, 10), outside), 2, 99).map((one) => one.who)).toEqual(["+79160000000", "Анна"]);
  });
});
