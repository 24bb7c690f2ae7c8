// Colours and sizes of the desk. Calm surfaces, one accent; green only answers, red only ends.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const lake: MantineColorsTuple = [
  "#e8f6f7", "#d3eaec", "#a7d4d8", "#78bdc3", "#51aab2", "#379da6", "#2394a0", "#127f8a", "#0b6f79", "#045a63",
];
const night: MantineColorsTuple = [
  "#e3e6ec", "#b9c0cb", "#949dab", "#6b7482", "#434b58", "#343b47", "#272d37", "#1d222a", "#161a21", "#101319",
];

export const theme = createTheme({
  colors: { lake, dark: night },
  primaryColor: "lake",
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  headings: { fontWeight: "650" },
  focusRing: "auto",
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: "xs" } },
    Button: { defaultProps: { fw: 600 } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },  // a menu holds items and nothing else, as ARIA asks
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--okno-ground": "#eef1f4", "--okno-panel": "#ffffff", "--okno-raised": "#f6f8fa", "--okno-line": "#dde3e9", "--okno-ink": "#1a2230",
    "--okno-soft": "#566173", "--okno-accent": "#0b6f79", "--okno-accent-soft": "#e2f2f3", "--okno-rail": "#10353b", "--okno-green": "#136b37", "--okno-green-fill": "#187a3c", "--okno-red-fill": "#c12a31",
    "--okno-green-soft": "#e2f4e8", "--okno-red": "#c62f36", "--okno-red-soft": "#fdeaea", "--okno-amber": "#8f5b00", "--okno-amber-soft": "#fff3d9",
    "--okno-blue": "#2257b8", "--okno-blue-soft": "#e7effc", "--okno-violet": "#6a3fb5", "--okno-violet-soft": "#f0eafa",
    "--mantine-color-text": "#1a2230", "--mantine-color-default-color": "#1a2230", "--mantine-color-default-border": "#cdd5de",
    "--mantine-color-dimmed": "#566173", "--mantine-color-placeholder": "#66707f", "--mantine-color-error": "#c62f36",
  },
  dark: {
    "--okno-ground": "#101319", "--okno-panel": "#191d24", "--okno-raised": "#20252e", "--okno-line": "#2e3541", "--okno-ink": "#e6e9ef",
    "--okno-soft": "#a3adba", "--okno-accent": "#5cc3cc", "--okno-accent-soft": "#15343a", "--okno-rail": "#0b1f24", "--okno-green": "#5fd08c", "--okno-green-fill": "#1c8343", "--okno-red-fill": "#c8323a",
    "--okno-green-soft": "#143524", "--okno-red": "#ff8a8a", "--okno-red-soft": "#40191c", "--okno-amber": "#f4bf5f", "--okno-amber-soft": "#3a2c10",
    "--okno-blue": "#8db6ff", "--okno-blue-soft": "#1a2b4b", "--okno-violet": "#c3a8f5", "--okno-violet-soft": "#2e2346",
    "--mantine-color-text": "#e6e9ef", "--mantine-color-default-border": "#3a4350",
    "--mantine-color-dimmed": "#a3adba", "--mantine-color-body": "#191d24", "--mantine-color-placeholder": "#929cab", "--mantine-color-error": "#ff8a8a",
  },
});
