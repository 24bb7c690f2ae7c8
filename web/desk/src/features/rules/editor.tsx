// What one item's fields share: its values, how they change, what the server said about them. Fields are named as in the API, and
// so are their words: ruleName.x and the one sentence of help, ruleHelp.x.
import { NumberInput, Select, Switch, TagsInput, TextInput } from "@mantine/core";
import { createContext, useContext, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigurationView } from "../../api/types";
import { allChannel } from "../../api/types.gen";
import { plain } from "../../ui/format";
import { readDuration, showDuration, type TimeUnit } from "./durations";
import { isWithin, ranges } from "./ranges";
import { useTyped } from "./typed";
import { same, itemOf, type Item, type Kind } from "./draft";
import { isAbout, type Found } from "./problems";
import { changeItem, useRules } from "./rules-store";
import { TargetSelect } from "./target-select";

type Fields = Record<string, unknown>;
interface Editing { id: string; item: Fields; before: Fields; set: (patch: Fields) => void; locked: boolean; kind: Kind; wrong: (field: string) => string | undefined; all: ConfigurationView; project: number }
const Context = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const found = useContext(Context);
  if (!found) throw new Error("a rule's field stands outside of an editor");
  return found;
}

/** The words of a problem: in the reader's language when it is known by heart, else the server's own. */
export function useProblemWords(): (found: Found) => string {
  const { t } = useTranslation();
  return (found) => {
    const words = found.code ? t(`ruleProblem.${found.code}`, { ...found.numbers }) : plain(found.words);
    const part = allChannel.find((one) => one === found.part);
    return part ? `${t(`channelMany.${part}`)}: ${words}` : found.part ? `${plain(found.part)}: ${words}` : words;
  };
}

export function Editor({ kind, id, locked, children }: { kind: Kind; id: string; locked: boolean; children: ReactNode }) {
  const { base, draft, problems } = useRules();
  const words = useProblemWords();
  const item = draft ? itemOf(draft, kind, id) : undefined;
  if (!draft || !item) return null;
  const before = (base ? itemOf(base, kind, id) : undefined) ?? item;
  const value: Editing = {
    id, item: item as unknown as Fields, before: before as unknown as Fields, locked, kind, all: draft,
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

interface Bounded { description: string; error: string | undefined }
/** The words of a number with how far it may go: under its name always, as a mistake when it is past it. */
function useBounds(field: string, value: number): ReturnType<typeof useField> {
  const { t } = useTranslation();
  const known = useField(field);
  const range = ranges[field];
  if (!range) return known;
  const words = t("rules.range", { least: range[0], most: range[1] });
  const more: Bounded = { description: `${known.description} ${words[0]?.toLocaleUpperCase() ?? ""}${words.slice(1)}.`, error: known.error ?? (isWithin(value, range) ? undefined : words) };
  return { ...known, ...more };
}
export function NumberRule({ field, unit, step = 1, zero = false }: { field: string; unit?: "ms" | "percent"; step?: number; zero?: boolean }) {
  const { t } = useTranslation();
  const { item, set } = useEditing();
  const value = Number(item[field]);
  const off = zero && value === 0;
  return (
    <NumberInput {...useBounds(field, value)} value={value} onChange={(next) => set({ [field]: typeof next === "number" ? next : 0 })} step={step} suffix={unit ? ` ${t(`ruleUnit.${unit}`)}` : undefined} allowDecimal={false} clampBehavior="none" isAllowed={({ floatValue }) => Math.abs(floatValue ?? 0) <= 1e7} maxLength={14}
      rightSection={off ? <span className="rules-off">{t("rules.off")}</span> : undefined} rightSectionWidth={off ? 84 : undefined} data-rule={field} />
  );
}
/** How to write and show a length of time, in the reader's words. */
export function useDurationWords(unit: TimeUnit): { show: (value: number) => string; read: (text: string) => number | null; how: string } {
  const { t, i18n } = useTranslation();
  const names = { s: t("ruleUnit.s"), min: t("ruleUnit.min"), h: t("ruleUnit.h") };
  return { show: (value) => showDuration(value, unit, names, i18n.language), read: (text) => readDuration(text, unit), how: t("rules.durationHow") };
}
/** A length of time, written as people write it; a bare number is in `unit`. */
export function DurationRule({ field, unit, zero = false }: { field: string; unit: "s" | "min"; zero?: boolean }) {
  const { t } = useTranslation();
  const { id, kind, item, set } = useEditing();
  const words = useDurationWords(unit);
  const value = Number(item[field]);
  const known = useField(field);
  const typed = useTyped({ at: { kind, key: id }, field, label: t(`ruleName.${field}`) }, words.show(value), words.read, (next) => set({ [field]: next }));
  const off = zero && value === 0 && !typed.bad;
  return (
    <TextInput {...known} error={typed.bad ? words.how : known.error} value={typed.text} onChange={(event) => typed.onText(event.currentTarget.value)} onBlur={typed.onBlur} maxLength={40} autoComplete="off" data-rule={field}
      rightSection={off ? <span className="rules-off">{t("rules.off")}</span> : undefined} rightSectionWidth={off ? 84 : undefined} />
  );
}
/** The same where it is one of several in its place. */
export function DurationInput({ field, part, label, shownLabel, width, value, unit, locked, onChange }: { field: string; part: string; label: string; shownLabel?: boolean; width?: number; value: number; unit: "s" | "min"; locked: boolean; onChange: (value: number) => void }) {
  const { id, kind } = useEditing();
  const words = useDurationWords(unit);
  const typed = useTyped({ at: { kind, key: id }, field, part, label }, words.show(value), words.read, onChange);
  return <TextInput size={shownLabel ? "sm" : "xs"} {...(width ? { w: width } : {})} {...(shownLabel ? { label } : { "aria-label": label })} value={typed.text} error={typed.bad ? words.how : undefined} disabled={locked} maxLength={40} autoComplete="off" onChange={(event) => typed.onText(event.currentTarget.value)} onBlur={typed.onBlur} />;
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
  const { all, project, item, set, kind } = useEditing();
  return <TargetSelect {...useField(field)} all={all} project={project} value={String(item[field])} onChange={(value) => set({ [field]: value })} empty={empty} name={field} self={kind === "queues" ? String(item["name"]) : undefined} />;
}
