// Two states of an item, as the audit keeps them, as a list of what differs. Pure.
export interface Difference { field: string; before: string; after: string }

const longest = 120;

function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : typeof value === "boolean" ? (value ? "✓" : "✗") : Array.isArray(value) ? value.map(part).join(", ") : typeof value === "object" ? part(value) : String(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
// {skill: "billing", level: 3} → "billing 3"
function part(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.values(value).map((one: unknown) => (typeof one === "object" && one !== null ? part(one) : String(one))).join(" ");
}
function read(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export function differences(before: string, after: string): Difference[] {
  const was = read(before), is = read(after);
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field])).map((field) => ({ field, before: shown(was[field]), after: shown(is[field]) }));
}
