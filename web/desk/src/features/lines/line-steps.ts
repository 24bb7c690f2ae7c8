// The steps of a line's test in their order, those that are still to come too. Pure.
import type { LineTestStepView, LineTestView } from "../../api/types";

const order = ["dns", "transport", "registration", "authentication", "call", "audio", "nat"] as const;

export function stepsNow(test: LineTestView): LineTestStepView[] {
  return order.flatMap((step) => {
    const known = test.steps.find((one) => one.step === step);
    if (known) return [known];
    return test.over ? [] : [{ step, state: "", code: "", ru: "", en: "", remedy_ru: "", remedy_en: "" }];
  });
}

/** failed, or passed; halfway: nothing failed, yet something could not be told. */
export function verdictOf(test: LineTestView): "failed" | "halfway" | "passed" {
  if (!test.passed) return "failed";
  return test.steps.some((one) => one.state === "unsure" || (one.step === "audio" && one.state === "skipped")) ? "halfway" : "passed";
}
