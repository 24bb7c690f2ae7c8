// Names that stand in addresses, made of what people write; and who still leads to a queue. Pure.
import type { ConfigurationView, QueueRulesView } from "../../api/types";

const latin: Record<string, string> = {
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "y", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "h", ц: "c", ч: "ch", ш: "sh", щ: "sch", ъ: "", ы: "y", ь: "", э: "e", ю: "yu", я: "ya",
};

/** "Отдел продаж" → "otdel-prodazh"; a number is added when the name is taken. */
export function addressName(title: string, taken: readonly string[], otherwise: string): string {
  const letters = [...title.toLocaleLowerCase()].map((letter) => latin[letter] ?? letter).join("").normalize("NFKD").toLowerCase();
  const made = letters.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || otherwise;
  let name = made;
  for (let n = 2; taken.includes(name); n += 1) name = `${made}${n}`;
  return name;
}

export interface Use { kind: "entry" | "queue" | "project"; name: string }

/** Settings that send people into this queue: while there are any the queue stays. Menus are looked at by the server alone. */
export function usesOf(all: ConfigurationView, queue: QueueRulesView): Use[] {
  const target = `queue:${queue.name}`;
  const of = (project: number): boolean => project === queue.project;
  return [
    ...all.entries.filter((one) => of(one.project) && one.target === target).map((one) => ({ kind: "entry" as const, name: one.number })),
    ...all.queues.filter((one) => one.id !== queue.id && of(one.project) && [one.when_closed, one.when_nobody, one.overflow_to].includes(target)).map((one) => ({ kind: "queue" as const, name: one.title || one.name })),
    ...all.projects.filter((one) => of(one.id) && [one.when_closed, one.blacklisted_to].includes(target)).map((one) => ({ kind: "project" as const, name: one.title || one.name })),
  ];
}
