import { describe, expect, it } from "vitest";
import type { InteractionView } from "../../api/types";
import { badSide, decimal, isPoor, soundFigures, worstMos } from "./sound";

const anna = 2;
const leg = (mos: number) => ({ mos, loss_percent: 5.04, jitter_ms: 3.6 });
function call(sound: InteractionView["sound"], state: InteractionView["state"] = "active"): InteractionView {
  return { id: 1, channel: "voice", direction: "inbound", state, agent: { id: anna, name: "Анна" }, ...(sound ? { sound } : {}) } as InteractionView;
}
const t = ((key: string, values?: Record<string, unknown>) => `${key}${values ? JSON.stringify(values) : ""}`) as never;

describe("how a call sounds", () => {
  it("names the side that is bad as the reader calls it", () => {
    expect(badSide(call({ bad: "customer", customer: leg(2) }), anna)).toBe("customer");
    expect(badSide(call({ bad: "agent", agent: leg(2) }), anna)).toBe("mine");
    expect(badSide(call({ bad: "agent", agent: leg(2) }), 77)).toBe("agent");
    expect(badSide(call({ bad: "both" }), anna)).toBe("both");
  });
  it("warns of nothing when all is well, unknown or over", () => {
    expect(badSide(call({ bad: "" }), anna)).toBeUndefined();
    expect(badSide(call(undefined), anna)).toBeUndefined();
    expect(badSide(call({ bad: "customer" }, "ended"), anna)).toBeUndefined();
  });
  it("is as good as its worse side", () => {
    expect(worstMos(call({ bad: "", customer: leg(4.2), agent: leg(3.1) }))).toBe(3.1);
    expect(worstMos(call({ bad: "", agent: leg(4.4) }))).toBe(4.4);
    expect(worstMos(call(undefined))).toBeUndefined();
    expect(isPoor(3.49)).toBe(true);
    expect(isPoor(3.5)).toBe(false);
  });
  it("writes figures as the language does", () => {
    expect(decimal(4.3, "ru")).toBe("4,3");
    expect(soundFigures(t, { bad: "", customer: leg(4.31) }, "en")).toBe('sound.customer: sound.figures{"mos":"4.3","loss":"5.0","jitter":4}');
  });
});
