import { expect, it } from "vitest";
import { allRecorded, fieldsOf, recordedOf } from "./recorded";

it("makes one choice of two fields, and back", () => {
  for (const choice of allRecorded) {
    const fields = fieldsOf(choice);
    expect(recordedOf(fields.recorded, fields.record_on_demand)).toBe(choice);
  }
  expect(recordedOf(true, true)).toBe("all");
});
