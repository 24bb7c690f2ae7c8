import { Button, Loader, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCalendarClock, IconHistory, IconLock, IconPhoneIncoming, IconPlugConnected, IconPlus, IconShieldOff, IconTrash, IconUsers, IconUsersGroup, IconVersions } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../api/http";
import type { ConfigurationView, QueueRulesView } from "../api/types";
import { LinesEditor } from "../features/lines/lines-editor";
import { useLive } from "../features/live/store";
import { AgentsEditor } from "../features/rules/agents-editor";
import { viewOfField } from "../features/rules/agent-views";
import { AuditList } from "../features/rules/audit-list";
import { queueNow } from "../features/rules/closed-now";
import { isNew, itemOf, keyOf, newId, type Kind, type Place } from "../features/rules/draft";
import { useProblemWords } from "../features/rules/editor";
import type { Found } from "../features/rules/problems";
import { EntriesEditor } from "../features/rules/entries-editor";
import { aQueue, someHours } from "../features/rules/examples";
import { HoursEditor, hoursToday } from "../features/rules/hours-editor";
import { LastDecisions } from "../features/rules/last-decisions";
import { ListsEditor } from "../features/rules/lists-editor";
import { addressName, usesOf } from "../features/rules/names";
import { ProjectEditor } from "../features/rules/project-editor";
import { QueueEditor, queueGroups } from "../features/rules/queue-editor";
import { changeItem, dropDraft, followRules, readRules, removeItem, rulesNow, saveRules, undoSave, unreadOf, unsaved, useRules, type RulesState, type Saved } from "../features/rules/rules-store";
import { hasUnread, type Unread } from "../features/rules/unread";
import "../features/rules/rules.css";
import "../i18n/rules-words";
import { plain } from "../ui/format";
import { Empty } from "../ui/parts";
import { showDone, showProblem, showWords, wordsOf } from "../ui/problem";
import { go, href, useRoute } from "../ui/route";

const tabs = [
  { tab: "queues", icon: IconUsersGroup }, { tab: "agents", icon: IconUsers }, { tab: "projects", icon: IconVersions }, { tab: "hours", icon: IconCalendarClock }, { tab: "entries", icon: IconPhoneIncoming }, { tab: "lines", icon: IconPlugConnected }, { tab: "lists", icon: IconShieldOff }, { tab: "audit", icon: IconHistory },
] as const;
type Tab = (typeof tabs)[number]["tab"];
const tabOf: Record<Kind | "entries", Tab> = { entries: "entries", queues: "queues", agents: "agents", projects: "projects", hours: "hours" };

/** The rules of routing: edited by an administrator while the centre runs, read by supervisors. */
export function RulesPage() {
  const { t } = useTranslation();
  const me = useLive((state) => state.me);
  const role = me?.role;
  const id = me?.id;
  const rules = useRules();
  const { query } = useRoute();
  const tab = tabs.find((one) => one.tab === query.get("tab"))?.tab ?? "queues";
  useEffect(() => {
    if (id === undefined || role === "agent") return undefined;
    const stop = followRules(id);
    void readRules();
    return stop;
  }, [id, role]);
  if (role === "agent") return <main className="page" id="conversation" tabIndex={-1}><Empty icon={<IconLock size={26} />} title={t("problem.forbidden")} text={t("rules.forAdmins")} /></main>;
  if (!rules.draft) return (
    <main className="page" id="conversation" tabIndex={-1}>{rules.trouble ? <Empty title={wordsOf(rules.trouble)}><Button mt="sm" variant="default" onClick={() => void readRules()}>{t("common.retry")}</Button></Empty> : <div className="waiting" role="status"><Loader type="dots" aria-hidden="true" /><span className="unseen">{t("common.loading")}</span></div>}</main>
  );
  return <Page rules={rules} tab={tab} locked={role !== "admin"} query={query} />;
}

function Page({ rules, tab, locked, query }: { rules: RulesState; tab: Tab; locked: boolean; query: URLSearchParams }) {
  const { t } = useTranslation();
  const at = query.get("at");
  useEffect(() => { if (at) bringTo(document.getElementById(`rules-${at}`), 0); }, [at, tab]);
  if (!rules.draft) return null;
  return (
    <main className="page rules" id="conversation" tabIndex={-1}>
      <div className="panel-head rules-head">
        <h1>{t("rules.title")}</h1>
        <nav className="rules-tabs" aria-label={t("rules.title")}>
          {tabs.filter((one) => (one.tab !== "audit" && one.tab !== "lines") || !locked).map(({ tab: name, icon: Icon }) => <a key={name} href={href("rules", { tab: name })} className={tab === name ? "on" : ""} aria-current={tab === name ? "page" : undefined}><Icon size={17} stroke={1.7} aria-hidden="true" />{t(`ruleTab.${name}`)}</a>)}
        </nav>
        <span className="grow" />
        {locked ? <span className="soft rules-locked"><IconLock size={15} aria-hidden="true" />{t("rules.readOnly")}</span> : null}
      </div>
      <Troubles />
      <Body tab={tab} all={rules.draft} locked={locked} wanted={query.get("id")} />
      {locked ? null : <SaveBar />}
    </main>
  );
}

function Body({ tab, all, locked, wanted }: { tab: Tab; all: ConfigurationView; locked: boolean; wanted: string | null }) {
  const { t } = useTranslation();
  if (tab === "agents") return <div className="rules-body one"><div className="rules-main">{all.agents.length ? <AgentsEditor locked={locked} /> : <Empty icon={<IconUsers size={26} />} title={t("rules.noAgents")} />}</div></div>;
  if (tab === "entries") return <div className="rules-body one"><div className="rules-main"><EntriesEditor locked={locked} /></div></div>;
  if (tab === "lines" && !locked) return <div className="rules-body one"><div className="rules-main"><LinesEditor locked={locked} /></div></div>;
  if (tab === "audit") return <div className="rules-body one"><div className="rules-main"><AuditList /></div></div>;
  const kind: Kind = tab === "lists" ? "projects" : tab === "lines" ? "queues" : tab;
  const first = all[kind][0];
  const known = wanted !== null && itemOf(all, kind, wanted) !== undefined;
  const id = known ? wanted : first ? keyOf(kind, first) : "";
  const queue = tab === "queues" ? itemOf(all, "queues", id) : undefined;
  return (
    <div className={queue && !isNew(queue) ? "rules-body three" : "rules-body"}>
      <ItemList tab={tab} kind={kind} all={all} id={id} locked={locked} />
      <div className="rules-main" key={`${tab}-${id}`}>
        {id === "" ? (tab === "hours" ? <section className="panel"><Empty icon={<IconCalendarClock size={26} />} title={t("rules.noHours")} text={t("rules.noHoursHow")} /></section> : null)
          : tab === "queues" ? <><QueueEditor id={id} locked={locked} />{locked || !queue ? null : <RemoveQueue queue={queue} all={all} />}</> : tab === "projects" ? <ProjectEditor id={id} locked={locked} /> : tab === "lists" ? <ListsEditor id={id} locked={locked} /> : <><HoursEditor id={id} locked={locked} />{locked ? null : <RemoveHours name={id} all={all} />}</>}
      </div>
      {queue && !isNew(queue) ? <div className="rules-side"><LastDecisions queue={queue.name} /></div> : null}
    </div>
  );
}

function ItemList({ tab, kind, all, id, locked }: { tab: Tab; kind: Kind; all: ConfigurationView; id: string; locked: boolean }) {
  const { t } = useTranslation();
  const rules = useRules();
  const changed = unsaved(rules);
  const unread = unreadOf(rules);
  const side = (key: string): ReactNode => {
    if (kind === "hours") { const hours = itemOf(all, "hours", key); return hours ? <span className={hoursToday(hours).open ? "soft small open" : "soft small"}>{hoursToday(hours).open ? t("rules.nowOpen") : t("rules.nowClosed")}</span> : null; }
    if (kind === "queues") {
      const queue = rules.base ? itemOf(rules.base, "queues", key) : undefined;
      const closed = queue && rules.base && !queueNow(rules.base, queue, serverNow()).open;
      return <span className="soft small">{t("rules.agentsIn", { count: all.agents.filter((one) => one.queues.includes(Number(key))).length })}{closed ? ` · ${t("rules.closedShort")}` : ""}</span>;
    }
    return null;
  };
  return (
    <nav className="rules-list" aria-label={t(`ruleTab.${tab}`)}>
      {all[kind].map((one) => {
        const key = keyOf(kind, one);
        const title = (one as { title?: string }).title || (one as { name: string }).name;
        const bad = rules.problems.some((each) => each.at?.kind === kind && each.at.key === key) || hasUnread(unread, kind, key);
        return (
          <a key={key} href={href("rules", { tab, id: key })} className={id === key ? "on" : ""} aria-current={id === key ? "true" : undefined} data-testid={`rules-item-${(one as { name: string }).name}`}>
            <span className="rules-item-name"><span className="clip">{plain(title)}</span>{bad ? <IconAlertTriangle size={15} className="bad" aria-label={t("rules.hasMistake")} /> : changed.some((each) => each.kind === kind && each.key === key) ? <span className="rules-changed" title={t("rules.changedHere")}><span className="unseen"> ({t("rules.changedHere")})</span></span> : null}</span>
            {side(key)}
          </a>
        );
      })}
      {kind === "hours" && !locked ? <AddHours all={all} /> : null}
      {tab === "queues" && !locked ? <AddQueue all={all} /> : null}
      {tab === "queues" ? <ul className="rules-jump" aria-label={t("rules.onThisPage")}>{queueGroups.map((name) => <li key={name}><button type="button" onClick={() => document.getElementById(`rules-${name}`)?.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" })}>{t(`ruleGroup.${name}`)}</button></li>)}</ul> : null}
    </nav>
  );
}

function AddHours({ all }: { all: ConfigurationView }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState("");
  function add(): void {
    if (!title.trim()) return;
    let n = all.hours.length + 1;
    while (all.hours.some((one) => one.name === `hours${n}`)) n += 1;
    const zone = all.projects[0]?.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
    changeItem("hours", someHours({ name: all.hours.some((one) => one.name === "office") ? `hours${n}` : "office", title: title.trim(), zone }));
    go("rules", { tab: "hours", id: all.hours.some((one) => one.name === "office") ? `hours${n}` : "office" });
    setTitle("");
  }
  return (
    <form className="rules-add tall" onSubmit={(event) => { event.preventDefault(); add(); }}>
      <TextInput size="sm" aria-label={t("rules.newHours")} placeholder={t("rules.newHours")} value={title} maxLength={60} data-testid="new-hours" onChange={(event) => setTitle(event.currentTarget.value)} />
      <Button size="sm" type="submit" variant="default" leftSection={<IconPlus size={15} />} disabled={!title.trim()}>{t("rules.add")}</Button>
    </form>
  );
}

/** A new queue begins with the usual rules; its name in addresses is made of its title and can be changed until it is saved. */
function AddQueue({ all }: { all: ConfigurationView }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState("");
  function add(): void {
    const project = all.projects[0]?.id;
    if (!title.trim() || project === undefined) return;
    const id = newId(all);
    changeItem("queues", aQueue({ id, project, title: title.trim(), name: addressName(title, all.queues.map((one) => one.name), "queue") }));
    go("rules", { tab: "queues", id: String(id) });
    setTitle("");
  }
  return (
    <form className="rules-add tall" onSubmit={(event) => { event.preventDefault(); add(); }}>
      <TextInput size="sm" aria-label={t("rules.newQueue")} placeholder={t("rules.newQueue")} value={title} maxLength={60} data-testid="new-queue" onChange={(event) => setTitle(event.currentTarget.value)} />
      <Button size="sm" type="submit" variant="default" data-testid="add-queue" leftSection={<IconPlus size={15} />} disabled={!title.trim()}>{t("rules.add")}</Button>
    </form>
  );
}

function RemoveQueue({ queue, all }: { queue: QueueRulesView; all: ConfigurationView }) {
  const { t } = useTranslation();
  const uses = usesOf(all, queue);
  return (
    <div className="rules-buttons">
      <Button variant="subtle" color="red" size="sm" data-testid="remove-queue" leftSection={<IconTrash size={15} />} disabled={uses.length > 0} onClick={() => { showDone(t("rules.willGo", { name: plain(queue.title || queue.name) }), removeItem("queues", String(queue.id))); go("rules", { tab: "queues" }); }}>{t("rules.removeQueue")}</Button>
      <span className="soft small">{uses.length ? `${t("rules.queueUsed")} ${uses.map((one) => t(`rulePlace.${one.kind}`, { name: plain(one.name) })).join(", ")}` : t("rules.removeQueueHow")}</span>
    </div>
  );
}

function RemoveHours({ name, all }: { name: string; all: ConfigurationView }) {
  const { t } = useTranslation();
  const used = all.projects.some((one) => one.hours === name) || all.queues.some((one) => one.hours === name) || all.agents.some((one) => one.shift === name);
  return (
    <div className="rules-buttons">
      <Button variant="subtle" color="red" size="sm" leftSection={<IconTrash size={15} />} disabled={used} onClick={() => { showDone(t("rules.willGo", { name: plain(itemOf(all, "hours", name)?.title || name) }), removeItem("hours", name)); go("rules", { tab: "hours" }); }}>{t("rules.removeHours")}</Button>
      {used ? <span className="soft small">{t("rules.hoursUsed")}</span> : null}
    </div>
  );
}

function usePlaceName(): (place: Place) => string {
  const { t } = useTranslation();
  const { draft } = useRules();
  return ({ kind, key }) => {
    if (kind === "entries") return t("ruleTab.entries");
    const item = draft ? itemOf(draft, kind, key) : undefined;
    const name = item ? ((item as { title?: string }).title || (item as { name: string }).name || (item as { login?: string }).login || "—") : key;
    if (item && kind !== "hours" && isNew(item as { id: number })) return t(kind === "agents" ? "rules.newPersonNamed" : "rules.newQueueNamed", { name: plain(name) });
    return t(`rulePlace.${{ queues: "queue", agents: "agent", projects: "project", hours: "hours" }[kind]}`, { name: plain(name) });
  };
}

/** Where what cannot be read stands, and what it is. A person's field has his name already. */
function useUnreadWords(): (one: Unread) => string {
  const { t } = useTranslation();
  const nameOf = usePlaceName();
  return (one) => `${one.at.kind === "agents" ? "" : `${nameOf(one.at)} — `}${t("rules.unreadOne", { field: one.part === undefined ? t(`ruleName.${one.field}`) : one.label, text: plain(one.text) })}`;
}
function goToUnread({ at, field }: Unread): void {
  go("rules", { tab: tabOf[at.kind], id: at.key, view: at.kind === "agents" ? viewOfField(field) : "" });
  window.setTimeout(() => focusOn(document.querySelector(`.rules-main [data-rule="${field}"][aria-invalid="true"]`) ?? document.querySelector('.rules-main [aria-invalid="true"]')), 60);
}

/** What the server refused, each with the way to its place, and what somebody else has changed meanwhile. */
function Troubles() {
  const { t } = useTranslation();
  const { problems, clashed, half } = useRules();
  const words = useProblemWords();
  const nameOf = usePlaceName();
  const field = ({ field: name, part, at }: Found): string => (at?.kind === "entries" ? `${plain(name) || t("rules.noNumber")}: ` : part ? "" : name ? `${t(`ruleName.${name === "name" && at?.kind === "queues" ? "address" : name}`)}: ` : "");
  if (!problems.length && !clashed.length) return null;
  return (
    <div className="rules-troubles" role="alert" data-testid="rules-problems">
      {problems.length ? (
        <>
          <b><IconAlertTriangle size={18} aria-hidden="true" />{t(half ? "rules.savedHalf" : "rules.refusedWhole")}</b>
          <ul>{problems.map((one, i) => {
            const at = one.at;
            return <li key={i}>{at ? <a href={href("rules", { tab: tabOf[at.kind], id: at.key, view: at.kind === "agents" ? viewOfField(one.field) : "" })} onClick={() => window.setTimeout(() => show(one.field), 60)}>{nameOf(at)}</a> : plain(one.place)} — {field(one)}{words(one)}</li>;
          })}</ul>
        </>
      ) : null}
      {clashed.length ? <p><b>{t("rules.clashed")}</b> {clashed.map(nameOf).join(", ")}. {t("rules.clashedHow")}</p> : null}
    </div>
  );
}
function show(field: string): void { focusOn(document.querySelector(`[data-rule="${field}"]`) ?? document.querySelector('.rules-main [aria-invalid="true"]') ?? document.querySelector(".rules-main .rules-error")); }
function focusOn(found: Element | null): void {
  const part = found instanceof HTMLElement ? found : null;
  bringTo(part, 0.4);
  part?.focus({ preventScroll: true });
}
// Only the column moves: the page itself stays where it is.
function bringTo(part: HTMLElement | null, share: number): void {
  const column = part?.closest(".rules-main");
  if (part && column) column.scrollTop += part.getBoundingClientRect().top - column.getBoundingClientRect().top - column.clientHeight * share;
}

function SaveBar() {
  const { t } = useTranslation();
  const rules = useRules();
  const queries = useQueryClient();
  const count = unsaved(rules).length;
  const unread = unreadOf(rules);
  const unreadWords = useUnreadWords();
  const warn = (words: readonly string[]): void => showWords(t("rules.beeps", { words: words.map(plain).join("; ") }));
  function said(saved: Saved, words: string, undo?: () => void): void {
    void queries.invalidateQueries({ queryKey: ["audit"] });
    if (saved === "saved") showDone(words, undo);
    if (saved === "conflict") showWords(t("rules.conflict"));
    if (saved === "half") showWords(t("rules.savedHalf"));
    const [first] = unread;
    if (saved === "unread" && first) { showWords(t("rules.unread", { what: unread.slice(0, 3).map(unreadWords).join("; ") })); goToUnread(first); }
    if (saved === "wrong") document.querySelector(".rules-troubles")?.scrollIntoView({ block: "nearest" });
  }
  async function back(): Promise<void> {
    if (unsaved(rulesNow()).length) { showWords(t("rules.undoAfter")); return; }
    try { said(await undoSave(warn), t("rules.undone")); } catch (error) { showProblem(error); }
  }
  async function save(): Promise<void> {
    try { said(await saveRules(warn), t("rules.saved"), () => void back()); } catch (error) { showProblem(error); }
  }
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") { event.preventDefault(); void save(); }
    };
    window.addEventListener("keydown", keys);
    return () => window.removeEventListener("keydown", keys);
  });
  if (!count && !unread.length) return rules.before ? <div className="rules-save quiet"><span className="soft">{t("rules.allSaved")}</span><span className="grow" /><Button variant="subtle" size="sm" onClick={() => void back()} data-testid="rules-undo">{t("rules.undoLast")}</Button></div> : null;
  return (
    <div className="rules-save" role="region" aria-label={t("rules.unsaved", { count })}>
      <span className="rules-changed" aria-hidden="true" />{count ? <b>{t("rules.unsaved", { count })}</b> : null}
      {unread[0] ? <button type="button" className="text-button rules-unread" data-testid="rules-unread" onClick={() => unread[0] && goToUnread(unread[0])}><span className="clip">{t("rules.unreadHere", { what: unreadWords(unread[0]) })}</span></button> : <span className="soft">{t("rules.unsavedHow")}</span>}
      <span className="grow" />
      <Button variant="default" onClick={() => showDone(t("rules.droppedAll"), dropDraft())} disabled={rules.saving} data-testid="rules-drop">{t("rules.drop")}</Button>
      <Button loading={rules.saving} onClick={() => void save()} data-testid="rules-save">{t("common.save")}</Button>
    </div>
  );
}
