import { describe, expect, it } from "vitest";
import type { LineTestStepView } from "../../api/types";
import { stepsNow, verdictOf } from "./line-steps";

const step = (name: string, state: string): LineTestStepView => ({ step: name, state, code: "", ru: "", en: "", remedy_ru: "", remedy_en: "" });

describe("a line's test", () => {
  it("shows the steps in their order, those to come too while it goes on", () => {
    const going = { trunk: "a", over: false, passed: true, steps: [step("transport", "running"), step("dns", "passed")] };
    expect(stepsNow(going).map((one) => `${one.step} ${one.state}`)).toEqual(["dns passed", "transport running", "registration ", "authentication ", "call ", "audio ", "nat "]);
    expect(stepsNow({ ...going, over: true }).map((one) => one.step)).toEqual(["dns", "transport"]);
  });
  it("is passed only when everything was told", () => {
    expect(verdictOf({ trunk: "a", over: true, passed: false, steps: [step("dns", "failed")] })).toBe("failed");
    expect(verdictOf({ trunk: "a", over: true, passed: true, steps: [step("call", "skipped"), step("audio", "skipped")] })).toBe("halfway");
    expect(verdictOf({ trunk: "a", over: true, passed: true, steps: [step("audio", "unsure")] })).toBe("halfway");
    expect(verdictOf({ trunk: "a", over: true, passed: true, steps: [step("registration", "skipped"), step("audio", "passed")] })).toBe("passed");
  });
});
