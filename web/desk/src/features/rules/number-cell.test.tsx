import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";

vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));
vi.mock("../live/store", () => ({ onFrame: () => () => undefined }));
const { NumberCell } = await import("./number-cell");
const { keepText } = await import("./rules-store");

const where = { at: { kind: "agents", key: "3" }, field: "skills", part: "billing", label: "Anna: billing" } as const;
const cell = (value: number): string => renderToStaticMarkup(<NumberCell {...where} value={value} range={[0, 10]} tint={0} locked={false} onChange={() => undefined} />);

describe("a number in a table", () => {
  it("past its range says so to whoever cannot see the red", () => {
    const described = /aria-describedby="([^"]+)"/.exec(cell(11))?.[1];
    expect(described).toBeTruthy();
    expect(cell(11)).toContain(`id="${described ?? ""}"`);
    expect(cell(10)).not.toMatch(/aria-describedby|aria-invalid/);
  });
  it("that cannot be read is there again, as it was typed", () => {
    keepText(where, "many");
    expect(cell(4)).toMatch(/aria-invalid="true".*value="many"/);
    keepText(where, null);
    expect(cell(4)).toMatch(/value="4"/);
  });
});
