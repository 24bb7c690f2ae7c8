// What one item's fields share: its values, how they change, what the server said about them. Fields are named as in the API, and
// so are their words: ruleName.x and the one sentence of help, ruleHelp.x.
import { NumberInput, Select, Switch, TagsInput, TextInput } from "@mantine/core";
import { createContext, useContext, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigurationView } from "../../api/types";
import { same, itemOf, type Item, type Kind } from "./draft";
import { isAbout, type Found } from "./problems";
import { changeItem, useRules } from "./rules-store";
import { TargetSelect } from "./target-select";

type Fields = Record<string, unknown>;
interface Editing { item: Fields; before: Fields; set: (patch: Fields) => void; locked: boolean; kind: Kind; wrong: (field: string) => string | undefined; all: ConfigurationView; project: number }
const Context = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const found = useContext(Context);
  if (!found) throw new Error("a rule's field stands outside of an editor");
  return found;
}

/** The words of a problem: in the reader's language when it is known by heart, else the server's own. */
export function useProblemWords(): (found: Found) => string {
  const { t } = useTranslation();
  return (found) => (found.code ? t(`ruleProblem.${found.code}`, { ...found.numbers }) : found.words);
}

export function Editor({ kind, id, locked, children }: { kind: Kind; id: string; locked: boolean; children: ReactNode }) {
  const { base, draft, problems } = useRules();
  const words = useProblemWords();
  const item = draft ? itemOf(draft, kind, id) : undefined;
  if (!draft || !item) return null;
  const before = (base ? itemOf(base, kind, id) : undefined) ?? item;
  const value: Editing = {
    item: item as unknown as Fields, before: before as unknown as Fields, locked, kind, all: draft,
    set: (patch) => changeItem(kind, { ...item, ...patch } as Item<Kind>),
    wrong: (field) => { const found = problems.find((one) => isAbout(one, { kind, key: id }, field)); return found ? words(found) : undefined; },
    project: kind === "queues" ? (item as Item<"queues">).project : kind === "projects" ? (item as Item<"projects">).id : (draft.projects[0]?.id ?? 0),
  };
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function Group({ name, children, side }: { name: string; children: ReactNode; side?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section className="panel rules-group" id={`rules-${name}`} aria-labelledby={`rules-${name}-title`}>
      <div className="rules-group-head"><h2 id={`rules-${name}-title`}>{t(`ruleGroup.${name}`)}</h2>{side}</div>
      <p className="soft">{t(`ruleGroupHow.${name}`)}</p>
      <div className="rules-fields">{children}</div>
    </section>
  );
}

export function useField(field: string): { label: ReactNode; description: string; error: string | undefined; disabled: boolean } {
  const { t } = useTranslation();
  const { item, before, wrong, locked, kind } = useEditing();
  const changed = !same(item[field], before[field]);
  return { label: <FieldName words={t(`ruleName.${kind === "queues" && field === "name" ? "address" : field}`)} changed={changed} />, description: t(`ruleHelp.${kind === "queues" && field === "name" ? "address" : kind === "projects" && field === "recorded" ? "recorded_all" : field}`), error: wrong(field), disabled: locked };
}
export function FieldName({ words, changed }: { words: string; changed: boolean }) {
  const { t } = useTranslation();
  return <span>{words}{changed ? <span className="rules-changed" title={t("rules.changedHere")}><span className="unseen"> ({t("rules.changedHere")})</span></span> : null}</span>;
}

export function NumberRule({ field, unit, step = 1, zero = false }: { field: string; unit?: "s" | "ms" | "percent" | "min"; step?: number; zero?: boolean }) {
  const { t } = useTranslation();
  const { item, set } = useEditing();
  const scale = unit === "min" ? 60 : 1;
  const value = Number(item[field]) / scale;
  const suffix = unit ? ` ${t(`ruleUnit.${unit}`)}` : undefined;
  const off = zero && value === 0;
  return (
    <NumberInput {...useField(field)} value={value} onChange={(next) => set({ [field]: typeof next === "number" ? next * scale : 0 })} step={step} suffix={suffix} allowDecimal={unit === "s" || unit === "min"} decimalScale={2} max={1e7} maxLength={12}
      rightSection={off ? <span className="rules-off">{t("rules.off")}</span> : undefined} rightSectionWidth={off ? 84 : undefined} data-rule={field} />
  );
}
export function SwitchRule({ field }: { field: string }) {
  const { item, set } = useEditing();
  return <Switch {...useField(field)} checked={Boolean(item[field])} onChange={(event) => set({ [field]: event.currentTarget.checked })} data-rule={field} className="rules-switch" />;
}
export function TextRule({ field, placeholder, long = false }: { field: string; placeholder?: string; long?: boolean }) {
  const { item, set } = useEditing();
  return <TextInput {...useField(field)} value={String(item[field])} onChange={(event) => set({ [field]: event.currentTarget.value })} placeholder={placeholder} maxLength={300} data-rule={field} className={long ? "rules-long" : ""} />;
}
export function ChoiceRule({ field, choices }: { field: string; choices: readonly { value: string; label: string }[] }) {
  const { item, set } = useEditing();
  return <Select {...useField(field)} data={choices.map((one) => ({ ...one }))} value={String(item[field])} onChange={(value) => set({ [field]: value ?? "" })} allowDeselect={false} data-rule={field} />;
}
export function WordsRule({ field, data = [] }: { field: string; data?: readonly string[] }) {
  const { t } = useTranslation();
  const { item, set } = useEditing();
  const value = item[field] as string[];
  return <TagsInput className="rules-long" {...useField(field)} data={[...data]} value={value} onChange={(next) => set({ [field]: next })} placeholder={value.length ? "" : t("rules.addWord")} data-rule={field} clearable={false} />;
}
export function HoursRule({ field }: { field: string }) {
  const { t } = useTranslation();
  const { all, item, set } = useEditing();
  const data = [{ value: "", label: t(field === "shift" ? "rules.noShift" : "rules.usualHours") }, ...all.hours.map((one) => ({ value: one.name, label: one.title || one.name }))];
  return <Select {...useField(field)} data={data} value={String(item[field])} onChange={(value) => set({ [field]: value ?? "" })} allowDeselect={false} data-rule={field} />;
}
export function TargetRule({ field, empty }: { field: string; empty: string }) {
  const { all, project, item, set } = useEditing();
  return <TargetSelect {...useField(field)} all={all} project={project} value={String(item[field])} onChange={(value) => set({ [field]: value })} empty={empty} name={field} />;
}
