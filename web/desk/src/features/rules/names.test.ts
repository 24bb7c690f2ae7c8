import { describe, expect, it } from "vitest";
import { aConfiguration, aProject, aQueue } from "./examples";
import { addressName, usesOf } from "./names";

describe("a name for addresses", () => {
  it("is made of what people write", () => {
    expect(addressName("Отдел продаж", [], "queue")).toBe("otdel-prodazh");
    expect(addressName("  Café № 5 ", [], "queue")).toBe("cafe-no-5");
    expect(addressName("客服", [], "queue")).toBe("queue");
  });
  it("is nobody else's", () => { expect(addressName("Sales", ["sales", "sales2"], "queue")).toBe("sales3"); });
});

describe("what leads to a queue", () => {
  it("is named place by place, in its own project only", () => {
    const sales = aQueue({ id: 2, name: "sales" });
    const all = aConfiguration({
      projects: [aProject({ id: 1, title: "Main", when_closed: "queue:sales" }), aProject({ id: 2, title: "Other", when_closed: "queue:sales" })],
      queues: [aQueue({ id: 1, title: "Support", overflow_to: "queue:sales" }), { ...sales, when_nobody: "queue:sales" }],
      entries: [{ number: "100", project: 1, target: "queue:sales", source: "" }, { number: "101", project: 1, target: "queue:support", source: "" }],
    });
    expect(usesOf(all, sales)).toEqual([{ kind: "entry", name: "100" }, { kind: "queue", name: "Support" }, { kind: "project", name: "Main" }]);
  });
});
