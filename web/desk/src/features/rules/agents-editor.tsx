import { Select, SegmentedControl, TextInput } from "@mantine/core";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { AgentRulesView, Channel } from "../../api/types";
import { allChannel } from "../../api/types.gen";
import { plain } from "../../ui/format";
import { Empty, Face } from "../../ui/parts";
import { go, useRoute } from "../../ui/route";
import { agentViews, type AgentsView } from "./agent-views";
import { newId, same, itemOf } from "./draft";
import { anAgent } from "./examples";
import { useProblemWords } from "./editor";
import { NumberCell } from "./number-cell";
import { capacityRange, ranges, type Range } from "./ranges";
import { changeItem, useRules } from "./rules-store";
import { StaffCells, StaffName, staffColumns } from "./staff-cells";
import { bestLevel, levelOf, skillsOf, withLevel } from "./skills";

const skillRange: Range = ranges["skills"] ?? [0, bestLevel];
const pointRange: Range = ranges["points"] ?? [-1000, 1000];

/** All agents at once: who knows what, how much he takes, where he works. */
export function AgentsEditor({ locked }: { locked: boolean }) {
  const { t } = useTranslation();
  const { draft, base, problems, unread } = useRules();
  const words = useProblemWords();
  const { query } = useRoute();
  const view = agentViews.find((one) => one === query.get("view")) ?? "skills";
  const [search, setSearch] = useState("");
  const [more, setMore] = useState<string[]>([]);
  const [skill, setSkill] = useState("");
  if (!draft) return null;
  const skills = [...new Set([...skillsOf(draft), ...more, ...unread.flatMap((one) => (one.field === "skills" && one.part ? [one.part] : []))])];
  const rows = draft.agents.filter((one) => `${one.name} ${one.login} ${one.department}`.toLocaleLowerCase().includes(search.toLocaleLowerCase()));
  const columns: Record<AgentsView, string[]> = { skills, channels: [...allChannel], queues: draft.queues.map((one) => String(one.id)), rest: [], staff: [] };
  const addSkill = (): void => {
    const name = skill.trim();
    if (name && !skills.includes(name)) setMore([...more, name]);
    setSkill("");
  };
  const head = (name: string): string => view === "channels" ? t(`interaction.${name as Channel}`) : view === "queues" ? (draft.queues.find((one) => String(one.id) === name)?.title ?? name) : name;
  return (
    <>
      <div className="rules-bar">
        <SegmentedControl value={view} onChange={(value) => go("rules", { tab: "agents", view: value })} data={agentViews.map((value) => ({ value, label: t(`agentView.${value}`) }))} aria-label={t("rules.agentView")} />
        <TextInput size="sm" w={200} aria-label={t("board.search")} placeholder={t("board.search")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <span className="grow" />
        {view === "staff" && !locked ? <button type="button" className="text-button" data-testid="add-agent" onClick={() => changeItem("agents", anAgent({ id: newId(draft), login: "", name: "", queues: [], language: draft.projects[0]?.language ?? "ru" }))}><IconPlus size={15} aria-hidden="true" />{t("rules.addAgent")}</button> : null}
        {view === "skills" && !locked ? (
          <form className="rules-add" onSubmit={(event) => { event.preventDefault(); addSkill(); }}>
            <TextInput size="sm" w={180} aria-label={t("rules.newSkill")} placeholder={t("rules.newSkill")} value={skill} maxLength={60} data-testid="new-skill" onChange={(event) => setSkill(event.currentTarget.value)} />
            <button type="submit" className="text-button" data-testid="add-skill"><IconPlus size={15} aria-hidden="true" />{t("rules.add")}</button>
          </form>
        ) : null}
      </div>
      <p className="soft rules-note">{t(`agentViewHow.${view}`)}</p>
      {view === "skills" && skills.length === 0 ? <section className="panel"><Empty icon={<IconUsers size={26} />} title={t("rules.noSkills")} text={t("rules.noSkillsHow")} /></section> : (
        <section className="panel flush"><div className="table-scroll">
          <table className={view === "staff" ? "rules-matrix rules-staff" : "rules-matrix"} onKeyDown={moveByArrows}>
            <thead><tr><th scope="col">{t("interaction.agent")}</th>{view === "rest" ? <><th scope="col">{t("ruleName.mobile")}</th><th scope="col">{t("ruleName.shift")}</th></> : view === "staff" ? <>{staffColumns.map((name) => <th key={name} scope="col">{t(`ruleName.${name}`)}</th>)}<th scope="col"><span className="unseen">{t("forced.column")}</span></th></> : columns[view].map((name) => <th key={name} scope="col"><span className="clip">{plain(head(name))}</span>{view === "channels" ? <span className="rules-range">{capacityRange(name as Channel).join("–")}</span> : null}{view === "queues" && Number(name) <= 0 ? <span className="rules-range">{t("rules.newHere")}</span> : null}</th>)}</tr></thead>
            <tbody>
              {rows.map((agent) => {
                const before = base ? itemOf(base, "agents", String(agent.id)) : undefined;
                const wrong = problems.filter((one) => one.at?.kind === "agents" && one.at.key === String(agent.id));
                return (
                  <tr key={agent.id} className={same(agent, before) ? "" : "changed"}>
                    <th scope="row"><span className="rules-person"><Face name={agent.name} size={26} />{view === "staff" ? <StaffName agent={agent} locked={locked} change={(patch) => change(agent, patch)} /> : <span className="clip">{plain(agent.name) || t("rules.newAgent")}</span>}</span>{wrong.map((one) => <span key={one.words} className="rules-error">{one.field && !one.part ? `${t(`ruleName.${one.field}`)}: ` : ""}{words(one)}</span>)}</th>
                    {view === "rest" ? <RestCells agent={agent} locked={locked} /> : view === "staff" ? <StaffCells agent={agent} locked={locked} change={(patch) => change(agent, patch)} /> : columns[view].map((name) => <td key={name}><Cell view={view} agent={agent} column={name} title={head(name)} locked={locked} /></td>)}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div></section>
      )}
    </>
  );
}

// In a table of numbers the arrows to the sides go to the neighbour, Enter goes down.
function moveByArrows(event: KeyboardEvent<HTMLTableElement>): void {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.classList.contains("rules-cell")) return;
  const cell = input.closest("td");
  const row = cell?.parentElement;
  if (!cell || !row) return;
  const at = [...row.children].indexOf(cell);
  const sides: Record<string, Element | null | undefined> = { ArrowLeft: cell.previousElementSibling, ArrowRight: cell.nextElementSibling, Enter: row.nextElementSibling?.children[at] };
  const next = sides[event.key]?.querySelector("input");
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
}

function change(agent: AgentRulesView, patch: Partial<AgentRulesView>): void { changeItem("agents", { ...agent, ...patch }); }

function Cell({ view, agent, column, title, locked }: { view: AgentsView; agent: AgentRulesView; column: string; title: string; locked: boolean }) {
  const { t } = useTranslation();
  const label = `${plain(agent.name)}: ${plain(title)}`;
  const at = { kind: "agents", key: String(agent.id) } as const;
  if (view === "skills") {
    const level = levelOf(agent.skills, column);
    return <NumberCell at={at} field="skills" part={column} label={label} value={level} range={skillRange} tint={level / bestLevel} locked={locked} empty onChange={(next) => change(agent, { skills: withLevel(agent.skills, column, next) })} testid={`skill-${agent.login}-${column}`} />;
  }
  if (view === "channels") {
    const channel = column as Channel;
    return <NumberCell at={at} field="capacity" part={channel} label={label} value={agent.capacity[channel]} range={capacityRange(channel)} tint={agent.capacity[channel] ? 0.25 : 0} locked={locked} onChange={(next) => change(agent, { capacity: { ...agent.capacity, [channel]: next } })} />;
  }
  const id = Number(column);
  const member = agent.queues.includes(id);
  const points = agent.points.find((one) => one.queue === id)?.points ?? 0;
  return (
    <span className="rules-member">
      <input type="checkbox" aria-label={label} checked={member} disabled={locked} onChange={() => change(agent, { queues: member ? agent.queues.filter((one) => one !== id) : [...agent.queues, id] })} />
      {member ? <NumberCell at={at} field="points" part={column} label={t("rules.pointsOf", { who: label })} value={points} range={pointRange} tint={0} locked={locked} onChange={(next) => change(agent, { points: [...agent.points.filter((one) => one.queue !== id), ...(next ? [{ queue: id, points: next }] : [])] })} /> : null}
    </span>
  );
}

function RestCells({ agent, locked }: { agent: AgentRulesView; locked: boolean }) {
  const { t } = useTranslation();
  const { draft } = useRules();
  return (
    <>
      <td className="wide"><TextInput size="xs" aria-label={`${plain(agent.name)}: ${t("ruleName.mobile")}`} placeholder="+7 916 123-45-67" value={agent.mobile} disabled={locked} maxLength={40} onChange={(event) => change(agent, { mobile: event.currentTarget.value })} /></td>
      <td className="wide"><Select size="xs" aria-label={`${plain(agent.name)}: ${t("ruleName.shift")}`} value={agent.shift} allowDeselect={false} disabled={locked} onChange={(shift) => change(agent, { shift: shift ?? "" })} data={[{ value: "", label: t("rules.noShift") }, ...(draft?.hours ?? []).map((one) => ({ value: one.name, label: one.title || one.name }))]} /></td>
    </>
  );
}
