import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";

vi.mock("@mantine/core", () => ({ Button: () => null }));
vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));
vi.mock("../conversation/actions", () => ({ setState: () => undefined }));
vi.mock("../live/store", () => ({ useLive: (read: (state: object) => unknown) => read({ me: { pause_reasons: [], then: { state: "pause", reason: "no_answer" } } }) }));
const { AfterwardsStrip } = await import("./afterwards-strip");

it("what comes afterwards is said aloud once: by the announcer, not by the strip as well", () => {
  const strip = renderToStaticMarkup(<AfterwardsStrip />);
  expect(strip).toContain('data-testid="afterwards"');
  expect(strip).not.toMatch(/role="(status|alert)"|aria-live/);
});
