import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import type { AfterwardsView } from "../../api/types";
import { ru } from "../../i18n/ru";
import { isOwnWish, mayStayReady, thenOnBoard, thenShort, thenTold } from "./afterwards";

const me = { pause_reasons: ["lunch", "break"] };
const t = ((key: string, gaps: Record<string, string> = {}) => {
  const [group = "", name = ""] = key.split(".");
  const words = (ru as unknown as Record<string, Record<string, string>>)[group]?.[name] ?? gaps["defaultValue"] ?? key;
  return words.replace(/\{\{(\w+)\}\}/g, (_all, gap: string) => gaps[gap] ?? "");
}) as unknown as TFunction;
const missed: AfterwardsView = { state: "pause", reason: "no_answer" };
const lunch: AfterwardsView = { state: "pause", reason: "lunch" };
const sent: AfterwardsView = { state: "offline", reason: "forced", forced_by: { id: 4, name: "Вера" } };
const rested: AfterwardsView = { state: "pause", reason: "forced: lunch", forced_by: { id: 4, name: "Вера" } };

describe("what comes after the conversation", () => {
  it("is told with its reason, and can be taken back", () => {
    expect(thenTold(t, missed).what).toBe("После этого обращения — перерыв: пропущено предложение");
    expect(mayStayReady(missed)).toBe(true);
    expect(thenTold(t, { state: "offline", reason: "shift_over" }).what).toBe("После этого обращения — конец смены: время смены вышло");
  });
  it("is told with who has decided it, and then cannot", () => {
    expect(thenTold(t, sent).what).toBe("Вера завершает вашу смену после этого обращения");
    expect(thenTold(t, rested).what).toBe("Вера отправляет вас на перерыв после этого обращения: обед");
    expect(mayStayReady(sent)).toBe(false);
  });
  it("needs no telling when he chose it himself", () => {
    expect([isOwnWish(lunch, me), isOwnWish({ state: "offline", reason: "" }, me), isOwnWish(missed, me), isOwnWish(sent, me)]).toEqual([true, true, false, false]);
    expect([thenShort(t, lunch, me), thenShort(t, missed, me), thenShort(t, rested, me)]).toEqual(["Обед", "Перерыв", "Перерыв"]);
  });
  it("stands on the board with the same reason", () => {
    expect(thenOnBoard(t, missed)).toBe("затем перерыв: не ответил");
    expect(thenOnBoard(t, sent)).toBe("затем не в сети · поставил(а) Вера");
  });
  it("has words for a reason it does not know", () => { expect(thenTold(t, { state: "pause", reason: "unreachable" }).what).toMatch(/телефон/); });
});
