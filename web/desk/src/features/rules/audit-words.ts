// A value of the audit in the words of its field's editor: lengths of time, choices, queues by name. Pure but for the words.
import type { ConfigurationView } from "../../api/types";
import { showDuration, type TimeUnit } from "./durations";

export interface Speech { language: string; units: Record<TimeUnit, string>; choice: (group: "strategy" | "noAnswer", code: string) => string; target: (kind: string) => string }

const choices: Readonly<Record<string, "strategy" | "noAnswer">> = { strategy: "strategy", no_answer: "noAnswer" };
const numberShape = /^-?\d+(\.\d+)?$/;

export function auditWords(field: string, value: string, all: ConfigurationView | null, { language, units, choice, target }: Speech): string {
  if (!value) return "";
  const group = choices[field];
  if (group) return choice(group, value);
  if (field.endsWith("_s") && numberShape.test(value)) return showDuration(Number(value), "s", units, language);
  if (numberShape.test(value) && value.includes(".")) return new Intl.NumberFormat(language === "en" ? "en-GB" : language, { maximumFractionDigits: 3 }).format(Number(value));
  if (["when_closed", "when_nobody", "overflow_to", "blacklisted_to"].includes(field)) {
    const [kind = "", ...rest] = value.split(":");
    const name = rest.join(":");
    return [target(kind), all?.queues.find((one) => kind === "queue" && one.name === name)?.title ?? name].filter(Boolean).join(": ");
  }
  return value;
}
/** Queues are kept by their numbers: those that are there still are told by name. */
export function queueNames(value: string, all: ConfigurationView | null): string {
  return value.split(", ").map((id) => all?.queues.find((one) => String(one.id) === id)?.title ?? (/^\d+$/.test(id) ? `№ ${id}` : id)).join(", ");
}
