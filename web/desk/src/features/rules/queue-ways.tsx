import { IconAlertTriangle, IconPhoneIncoming, IconPlus, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { QueueRulesView } from "../../api/types";
import { plain, prettyNumber } from "../../ui/format";
import { go, href } from "../../ui/route";
import { isNew } from "./draft";
import { useEditing } from "./editor";
import { usesOf } from "./names";
import { changeEntries } from "./rules-store";

const shown = 6;

/** Who works in the queue and what leads to it: without either it is a queue for nobody. */
export function QueueWays() {
  const { t } = useTranslation();
  const { item, all, locked } = useEditing();
  const queue = item as unknown as QueueRulesView;
  const people = all.agents.filter((one) => one.queues.includes(queue.id)).map((one) => plain(one.name) || plain(one.login) || t("rules.newAgent"));
  const ways = usesOf(all, queue).map((one) => (one.kind === "entry" ? prettyNumber(plain(one.name)) || t("rules.noNumber") : t(`rulePlace.${one.kind}`, { name: plain(one.name) })));
  const words = (names: readonly string[]): string => names.slice(0, shown).join(", ") + (names.length > shown ? ` ${t("rules.andMore", { n: names.length - shown })}` : "");
  const add = (): void => {
    changeEntries([...all.entries, { number: "", project: queue.project, target: `queue:${queue.name}`, source: "" }]);
    go("rules", { tab: "entries" });
  };
  return (
    <section className="panel rules-ways" aria-label={t("rules.waysTitle")} data-testid="queue-ways">
      {isNew(queue) ? <p className="soft small">{t("rules.newQueueHow")}</p> : null}
      <div><IconUsers size={18} aria-hidden="true" /><span className="grow">{people.length ? <><b>{t("rules.worksHere")}</b> {words(people)}</> : <><IconAlertTriangle size={15} className="warn" aria-hidden="true" /> {t("rules.nobodyWorks")}</>}</span>
        <a href={href("rules", { tab: "agents", view: "queues" })} data-testid="queue-people">{t(locked ? "rules.seePeople" : "rules.choosePeople")}</a></div>
      <div><IconPhoneIncoming size={18} aria-hidden="true" /><span className="grow">{ways.length ? <><b>{t("rules.leadsHere")}</b> {words(ways)}</> : <><IconAlertTriangle size={15} className="warn" aria-hidden="true" /> {t("rules.nothingLeads")}</>}</span>
        {locked ? null : <button type="button" className="text-button" data-testid="queue-entry" onClick={add}><IconPlus size={15} aria-hidden="true" />{t("rules.addEntry")}</button>}</div>
    </section>
  );
}
