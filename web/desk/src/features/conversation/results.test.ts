import { describe, expect, it } from "vitest";
import type { MeView } from "../../api/types";
import { resultsOf } from "./results";

const me: MeView = {
  id: 2, login: "anna", name: "Анна", role: "agent", language: "ru", state: "ready", reason: "", since_ms: 1, demo: false, pause_reasons: [],
  dispositions: ["resolved"], results: [{ project: "windows", dispositions: ["resolved"] }, { project: "doors", dispositions: ["sold", "refused"] }, { project: "new", dispositions: [] }], extension: "101", absence: "none",
};

describe("the results to choose from", () => {
  it("are those of the conversation's own project", () => {
    expect(resultsOf(me, "doors")).toEqual(["sold", "refused"]);
    expect(resultsOf(me, "windows")).toEqual(["resolved"]);
  });
  it("are the first project's when its own says none or is not known", () => {
    expect(resultsOf(me, "new")).toEqual(["resolved"]);
    expect(resultsOf(me, "")).toEqual(["resolved"]);
  });
});
