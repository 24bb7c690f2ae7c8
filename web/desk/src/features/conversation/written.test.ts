import { describe, expect, it } from "vitest";
import type { InteractionView, SegmentView } from "../../api/types";
import { isUnsaved, noteToSend, taskOf, tookPart } from "./written";

const one = (patch: Partial<InteractionView>): InteractionView => ({ id: 1, state: "ended", note: "", callback: false, segments: [], agent: { id: 2, name: "Анна" }, ...patch } as InteractionView);
const share = (agent: number, part: SegmentView["part"]): SegmentView => ({ agent: { id: agent, name: "" }, outside: "", part, queue: "", began_at_ms: 1, disposition: "" });
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
