import { Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconRoute, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { EntryView } from "../../api/types";
import { plain } from "../../ui/format";
import { Empty } from "../../ui/parts";
import { showDone } from "../../ui/problem";
import { same } from "./draft";
import { useProblemWords } from "./editor";
import { sameNumber } from "./problems";
import { changeEntries, rulesNow, useRules } from "./rules-store";
import { TargetSelect } from "./target-select";

/** Numbers and names that can be dialled, and where each of them leads. */
export function EntriesEditor({ locked }: { locked: boolean }) {
  const { t } = useTranslation();
  const { draft, base, problems } = useRules();
  const words = useProblemWords();
  if (!draft) return null;
  const all = draft;
  const change = (at: number, patch: Partial<EntryView>): void => changeEntries(all.entries.map((one, i) => (i === at ? { ...one, ...patch } : one)));
  const heads = ["entryNumber", ...(all.projects.length > 1 ? ["entryProject"] : []), "entryTarget", "entrySource"];
  const first = all.queues.length === 1 ? all.queues[0] : undefined;
  const add = (): void => changeEntries([...all.entries, { number: "", project: first?.project ?? all.projects[0]?.id ?? 0, target: first ? `queue:${first.name}` : "queue:", source: "" }]);
  return (
    <>
      <p className="soft rules-note">{t("rules.entriesHow")}</p>
      <section className={all.projects.length > 1 ? "panel rules-many" : "panel"}>
        {all.entries.length === 0 ? <Empty icon={<IconRoute size={26} />} title={t("rules.noEntries")} text={t("rules.noEntriesHow")} /> : null}
        {all.entries.length ? <div className="rules-entries-head" aria-hidden="true">{heads.map((name) => <div key={name}><b>{t(`rules.${name}`)}</b><span className="soft small">{t(`rules.${name}How`)}</span></div>)}<span /></div> : null}
        <ul className="rules-entries">
          {all.entries.map((one, at) => {
            const wrong = problems.filter((each) => each.at?.kind === "entries" && sameNumber(each.field, one.number));
            const ofTarget = wrong.filter((each) => each.code.startsWith("target") || each.code === "entryNowhere");
            const ofNumber = wrong.filter((each) => !ofTarget.includes(each));
            return (
              <li key={at} className={base && same(base.entries[at], one) ? "" : "changed"} data-testid="rules-entry">
                <TextInput size="sm" aria-label={t("rules.entryNumber")} value={one.number} disabled={locked} maxLength={60} placeholder={t("rules.entryExample")} autoFocus={one.number === "" && !locked} error={ofNumber.map(words).join("; ") || undefined} onChange={(event) => change(at, { number: event.currentTarget.value.trim() })} />
                {all.projects.length > 1 ? <Select size="sm" aria-label={t("rules.entryProject")} allowDeselect={false} disabled={locked} value={String(one.project)} data={all.projects.map((each) => ({ value: String(each.id), label: plain(each.title || each.name) }))} onChange={(value) => change(at, { project: Number(value) })} /> : null}
                <TargetSelect all={all} project={one.project} value={one.target} onChange={(target) => change(at, { target })} empty={t("rules.nowhere")} name={`entry-${one.number}`} label={undefined} named={`${one.number}: ${t("rules.entryTarget")}`} error={ofTarget.map(words).join("; ") || undefined} disabled={locked} />
                <TextInput size="sm" aria-label={t("rules.entrySource")} value={one.source} disabled={locked} maxLength={120} onChange={(event) => change(at, { source: event.currentTarget.value })} />
                {locked ? null : <button type="button" className="icon-button" aria-label={t("rules.removeEntry", { number: one.number })} onClick={() => { changeEntries(all.entries.filter((_, i) => i !== at)); showDone(t("rules.willGo", { name: plain(one.number) || t("rules.noNumber") }), () => { const now = rulesNow().draft; if (now) changeEntries([...now.entries.slice(0, at), one, ...now.entries.slice(at)]); }); }}><IconTrash size={16} aria-hidden="true" /></button>}
              </li>
            );
          })}
        </ul>
        {locked ? null : <Button mt="sm" variant="default" size="sm" data-testid="add-entry" leftSection={<IconPlus size={15} />} onClick={add}>{t("rules.addEntry")}</Button>}
      </section>
    </>
  );
}
