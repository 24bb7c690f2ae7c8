import { describe, expect, it } from "vitest";
import type { InteractionView, SegmentView } from "../../api/types";
import { isUnsaved, noteLeft, noteToSend, roomFor, taskOf, tookPart } from "./written";

const one = (patch: Partial<InteractionView>): InteractionView => ({ id: 1, state: "ended", note: "", callback: false, segments: [], agent: { id: 2, name: "Анна" }, ...patch } as InteractionView);
const share = (agent: number, part: SegmentView["part"]): SegmentView => ({ agent: { id: agent, name: "" }, outside: "", part, queue: "", began_at_ms: 1, disposition: "", note: "" });
const typed = { note: "обещала счёт", disposition: "" };

describe("what was written", () => {
  it("stands below what the call was about, and never in its place", () => {
    const planned = one({ callback: true, note: "узнать про доставку " });
    expect(taskOf(planned)).toBe("узнать про доставку");
    expect(noteToSend(planned, " доставят в среду ")).toBe("узнать про доставку\nдоставят в среду");
    expect(noteToSend(planned, "")).toBe("");
  });
  it("is joined once, however often it is sent", () => {
    const sent = one({ callback: true, note: "узнать про доставку\nдоставят в среду" });
    expect(noteToSend(sent, "доставят в среду")).toBe("");
    expect(noteToSend(one({ callback: true, note: "в среду" }), " в среду ")).toBe("");
  });
  it("is never lost because what the call was about has the same words", () => {
    for (const own of ["да", "доставку", "узнать", "узнать про доставку да"]) {
      const planned = one({ callback: true, note: "узнать про доставку, да ли она завтра" });
      expect(noteToSend(planned, own)).toBe(`${planned.note}\n${own}`);
    }
  });
  it("is as long as the server counts: in bytes, with what the call was about and the new line", () => {
    const planned = one({ callback: true, note: "я".repeat(3000) });
    expect(noteLeft(planned, "я".repeat(999))).toBe(1);
    expect(roomFor(planned, "я".repeat(999))).toEqual({ over: false, letters: 0 });
    expect(roomFor(planned, "я".repeat(1000))).toEqual({ over: true, letters: 1 });
    expect(roomFor(one({ callback: true, note: "я".repeat(4000) }), "я")).toEqual({ over: true, letters: 2 });
    expect(new TextEncoder().encode(noteToSend(planned, "я".repeat(999))).length).toBe(7999);
  });
  it("is told to be too long only when little room is left", () => {
    expect(roomFor(one({}), "")).toBe(null);
    expect(roomFor(one({}), "я".repeat(3700))).toBe(null);
    expect(roomFor(one({}), "я".repeat(3900))).toEqual({ over: false, letters: 100 });
    expect(roomFor(one({}), "z".repeat(8000))).toEqual({ over: false, letters: 0 });
    expect(roomFor(one({}), "z".repeat(8003))).toEqual({ over: true, letters: 3 });
  });
  it("stands alone where nobody had promised a call", () => { expect(noteToSend(one({ note: "Здравствуйте" }), "текст")).toBe("текст"); });
  it("waits for whoever talked and whose conversation is over", () => {
    expect(isUnsaved(one({}), typed, 2)).toBe(true);
    expect(isUnsaved(one({}), { note: " ", disposition: "" }, 2)).toBe(false);
    expect(isUnsaved(one({}), { note: "", disposition: "sale" }, 2)).toBe(true);
    expect(isUnsaved(one({ state: "active" }), typed, 2)).toBe(false);
    expect(isUnsaved(one({}), typed, 3)).toBe(false);
    expect(isUnsaved(one({ segments: [share(3, "talk")] }), typed, 3)).toBe(true);
  });
  it("is nothing of whoever was only asked", () => { expect(tookPart(one({ segments: [share(3, "consult")] }), 3)).toBe(false); });
});
