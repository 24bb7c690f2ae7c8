import { beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../api/http";
import type { InteractionView } from "../../api/types";

const sent = vi.hoisted(() => ({ finish: vi.fn(), addNote: vi.fn(), forgotten: vi.fn(), problem: vi.fn(), done: vi.fn() }));
vi.mock("i18next", () => ({ default: { t: (key: string) => key } }));
vi.mock("../../api/endpoints", () => ({ finish: sent.finish, addNote: sent.addNote, interaction: () => Promise.reject(new Error("none")) }));
vi.mock("../../ui/problem", () => ({ showDone: sent.done, showProblem: sent.problem, showWords: sent.problem }));
vi.mock("../../ui/route", () => ({ go: () => undefined }));
vi.mock("../live/store", () => ({ live: () => ({ interactions: {} }), tell: () => undefined }));
vi.mock("../phone/phone-line", () => ({ phoneNow: () => ({ phase: "off" }), phoneHeard: () => undefined, setMuted: () => undefined }));
vi.mock("../phone/ring", () => ({ startRing: () => undefined, stopRing: () => undefined, wakeRing: () => undefined }));
vi.mock("../phone/alerts", () => ({ stopAlert: () => undefined }));
vi.mock("./drafts", () => ({ readDraft: () => ({ note: "обещала счёт", disposition: "sale" }), forgetDraft: sent.forgotten }));
const { finish, keepForgottenNote, saveLate } = await import("./actions");

const one = { id: 7, state: "wrap_up", channel: "voice", note: "", callback: false, disposition: "", contact: { id: 3, name: "Мария" } } as unknown as InteractionView;
const refusal = (code: string): Problem => new Problem(422, code, "");

beforeEach(() => {
  Object.values(sent).forEach((each) => each.mockReset());
  sent.finish.mockResolvedValue(one);
  sent.addNote.mockResolvedValue({});
});

describe("what is sent by itself when the time is out", () => {
  it("is told when it was refused, and the draft stays", async () => {
    sent.finish.mockRejectedValue(refusal("note_too_long"));
    await finish(one, "sale", true);
    expect(sent.problem).toHaveBeenCalledWith(expect.objectContaining({ code: "note_too_long" }));
    expect(sent.forgotten).not.toHaveBeenCalled();
    expect(sent.done).not.toHaveBeenCalled();
  });
  it("alarms nobody when another window or the server was faster", async () => {
    sent.finish.mockRejectedValue(refusal("not_found"));
    await finish(one, "sale", true);
    expect(sent.problem).not.toHaveBeenCalled();
    expect(sent.forgotten).not.toHaveBeenCalled();
  });
});

describe("what was not sent before the end", () => {
  it("is taken by the conversation itself", async () => {
    await keepForgottenNote(one);
    expect(sent.finish).toHaveBeenCalledWith(7, "sale", "обещала счёт");
    expect(sent.addNote).not.toHaveBeenCalled();
    expect(sent.forgotten).toHaveBeenCalledWith(7);
    expect(sent.done).toHaveBeenCalledWith("call.autoNoteKept");
  });
  it("becomes a note on the card only when it is taken no more", async () => {
    sent.finish.mockRejectedValue(refusal("not_found"));
    await keepForgottenNote(one);
    await saveLate(one);
    expect(sent.addNote).toHaveBeenCalledTimes(2);
    expect(sent.forgotten).toHaveBeenCalledTimes(2);
  });
  it("stays where there is no card either, and after any other refusal", async () => {
    sent.finish.mockRejectedValue(refusal("not_found"));
    await keepForgottenNote({ ...one, contact: undefined } as unknown as InteractionView);
    sent.finish.mockRejectedValue(refusal("note_too_long"));
    await keepForgottenNote(one);
    await saveLate(one);
    expect(sent.addNote).not.toHaveBeenCalled();
    expect(sent.forgotten).not.toHaveBeenCalled();
    expect(sent.problem).toHaveBeenCalledTimes(2);
  });
});
