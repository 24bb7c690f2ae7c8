import { SegmentedControl, Table, TextInput } from "@mantine/core";
import { IconDeviceLandlinePhone, IconHeadphones, IconPhoneOff, IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../api/http";
import type { AgentState, AgentView, QueueView } from "../api/types";
import { ForceMenu } from "../features/board/force-menu";
import { LinesPanel } from "../features/board/lines-panel";
import { SpacePanel } from "../features/board/space-panel";
import { BadSound } from "../features/conversation/sound-mark";
import { isLong, liveNow, since } from "../features/board/live-now";
import { totalOf } from "../features/board/totals";
import { LineButtons, Listeners } from "../features/listening/line-buttons";
import { forcedReason, outcome, reasonWords, whoIs } from "../features/conversation/words";
import { queueTitle } from "../features/live/reducer";
import { useLive } from "../features/live/store";
import { ChannelIcon } from "../features/worklist/channel-icon";
import { thenOnBoard } from "../features/presence/afterwards";
import { stateTone } from "../features/presence/state-control";
import { useNow } from "../ui/clock";
import { count as many, dayOf, duration, percent, plain } from "../ui/format";
import { Chip, Dot, Empty, Face } from "../ui/parts";
import { href } from "../ui/route";
import { Ticking } from "../ui/ticking";

type Show = "all" | "ready" | "busy" | "pause" | "offline";
const busyStates: readonly AgentState[] = ["offered", "talking", "wrap_up"];
const order: Record<AgentState, number> = { offered: 0, talking: 1, wrap_up: 2, ready: 3, pause: 4, offline: 5 };
const mostLive = 12;  // what fits beside the agents; the list of interactions has the rest
const limitWords = (s: number | null): string => (s === null ? "…" : String(s));
const seconds = (s: number | null | undefined): string => (s === null || s === undefined ? "—" : duration(s * 1000));

function belongs(agent: AgentView, show: Show): boolean {
  if (show === "all") return agent.state !== "offline" || agent.role === "agent";
  return show === "busy" ? busyStates.includes(agent.state) : agent.state === show;
}

/** What a supervisor watches: the line, our promises today, and who does what. Every number opens the rows behind it. */
export function BoardPage() {
  const { t, i18n } = useTranslation();
  const queues = Object.values(useLive((state) => state.queues)).sort((a, b) => a.id - b.id);
  const agents = Object.values(useLive((state) => state.agents));
  const [show, setShow] = useState<Show>("all");
  const [text, setText] = useState("");
  const total = totalOf(queues);
  const count = (which: Show): number => agents.filter((agent) => agent.role === "agent" && belongs(agent, which)).length;
  const wanted = text.trim().toLocaleLowerCase();
  const shown = agents.filter((agent) => (agent.role === "agent" || agent.state !== "offline") && belongs(agent, show) && (!wanted || agent.name.toLocaleLowerCase().includes(wanted)))
    .sort((a, b) => order[a.state] - order[b.state] || a.since_ms - b.since_ms);
  return (
    <main className="page board" id="conversation" tabIndex={-1}>
      <div className="panel-head"><h1>{t("board.title")}</h1><span className="soft">{t("board.today")}, {dayOf(serverNow(), i18n.language)}</span></div>
      <div className="tiles">
        <Tile name={t("board.waiting")} to={href("interactions", { state: "waiting" })} hot={total.waiting > 0} value={<span data-testid="board-waiting">{total.waiting}</span>}
          sub={total.longestSince === null ? t("board.none") : <>{t("board.longest")}: <Ticking since={total.longestSince} /></>} />
        <Tile name={t("board.sl")} to={href("interactions", { outcome: "answered" })} value={percent(total.serviceLevel, i18n.language)} sub={t("board.slHow", { limit: limitWords(total.limitS) })} level={total.serviceLevel} />
        <Tile name={t("board.lcr")} to={href("interactions", { outcome: "lost" })} value={percent(total.lostRate, i18n.language)} sub={`${t("board.lost")}: ${total.lost}`} hot={(total.lostRate ?? 0) > 0.05} />
        <Tile name={t("board.asa")} to={href("interactions", { outcome: "answered" })} value={seconds(total.asaS)} sub={t("board.asaHow")} />
        <Tile name={t("board.aht")} to={href("interactions", { outcome: "answered" })} value={seconds(total.ahtS)} sub={t("board.ahtHow")} />
        <Tile name={t("board.offered")} to={href("interactions")} value={many(total.offered, i18n.language)} sub={`${t("board.answered")}: ${many(total.answered, i18n.language)}`} />
      </div>
      <LinesPanel down /><SpacePanel />
      <section className="panel">
        <h2>{t("board.queues")}</h2>
        {queues.length ? <QueueTable queues={queues} onShow={setShow} /> : <Empty title={t("board.noQueues")} />}
      </section>
      <div className="board-pair">
      <section className="panel">
        <div className="panel-head">
          <h2>{t("board.agents")}</h2>
          <SegmentedControl size="xs" value={show} onChange={(value) => setShow(value as Show)} aria-label={t("board.state")} data={[
            { value: "all", label: t("common.all") }, { value: "ready", label: `${t("board.readyN")} ${count("ready")}` }, { value: "busy", label: `${t("board.busyN")} ${count("busy")}` },
            { value: "pause", label: `${t("board.pausedN")} ${count("pause")}` }, { value: "offline", label: `${t("board.offlineN")} ${count("offline")}` }]} />
          <span className="grow" />
          <TextInput size="xs" w={220} leftSection={<IconSearch size={14} />} placeholder={t("board.search")} aria-label={t("board.search")} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        </div>
        {shown.length ? <AgentTable agents={shown} /> : <Empty title={t("board.noAgents")} />}
      </section>
      <div className="board-side"><LiveNow /><LinesPanel down={false} /></div>
      </div>
    </main>
  );
}

function LiveNow() {
  const { t } = useTranslation();
  const interactions = useLive((state) => state.interactions);
  const queues = useLive((state) => state.queues);
  const rows = liveNow(Object.values(interactions));
  const shown = rows.slice(0, mostLive);
  const title = (name: string): string => queueTitle(queues, name);
  return (
    <section className="panel live-now">
      <div className="panel-head"><h2>{t("board.liveNow")}</h2><span className="num soft">{rows.length || ""}</span><span className="grow" /><a className="small" href={href("interactions")}>{t("common.all")}</a></div>
      {shown.length === 0 ? <p className="soft live-none">{t("board.liveNone")}</p> : null}
      {shown.map((one) => {
        const state = outcome(t, one);
        return (
          <a key={one.id} className="live-row" href={href("interactions", { id: String(one.id) })}>
            <ChannelIcon one={one} />
            <span className="grow clip"><b>{whoIs(t, one)}</b><br /><span className="soft small">{plain(title(one.queue)) || t("interaction.direct")}{one.agent ? ` · ${plain(one.agent.name)}` : ""}</span></span>
            <BadSound one={one} />
            <Chip tone={one.state === "waiting" ? "amber" : state.tone}>{state.words}</Chip>
            <b><Ticking since={since(one)} /></b>
          </a>
        );
      })}
      {rows.length > shown.length ? <p className="soft small live-none">{t("board.liveMore", { count: rows.length - shown.length })}</p> : null}
    </section>
  );
}

/** Time in a state; it turns amber when the state lasts longer than it should. */
function InState({ state, since: from }: { state: AgentState; since: number }) {
  return <span className={isLong(state, useNow() - from) ? "num too-long" : "num"}>{from ? <Ticking since={from} /> : "—"}</span>;
}

function Tile({ name, value, sub, to, hot = false, level }: { name: string; value: ReactNode; sub: ReactNode; to: string; hot?: boolean; level?: number | null }) {
  const tone = hot ? " hot" : level === undefined || level === null ? "" : level >= 0.8 ? " good" : level >= 0.6 ? " fair" : " hot";
  return (
    <a className={`tile${tone}`} href={to}>
      <span className="tile-name">{name}</span><span className="tile-value num">{value}</span><span className="tile-sub">{sub}</span>
    </a>
  );
}

function QueueTable({ queues, onShow }: { queues: QueueView[]; onShow: (show: Show) => void }) {
  const { t, i18n } = useTranslation();
  const Many = ({ show, children }: { show: Show; children: ReactNode }) => <Table.Td ta="right"><button type="button" className="cell num" onClick={() => onShow(show)}>{children}</button></Table.Td>;
  const Num = ({ to, children, hot }: { to: Record<string, string>; children: ReactNode; hot?: boolean }) => <Table.Td ta="right"><a className={hot ? "cell num hot" : "cell num"} href={href("interactions", to)}>{children}</a></Table.Td>;
  return (
    <div className="table-scroll">
      <Table verticalSpacing={6} highlightOnHover>
        <Table.Thead><Table.Tr>
          <Table.Th>{t("board.queue")}</Table.Th>
          {(["waiting", "longest", "readyN", "busyN", "pausedN", "offered", "answered", "lost", "sl", "lcr", "asa", "aht"] as const).map((name) => <Table.Th key={name} ta="right">{t(`board.${name}`)}</Table.Th>)}
        </Table.Tr></Table.Thead>
        <Table.Tbody>
          {queues.map((queue) => (
            <Table.Tr key={queue.id}>
              <Table.Td><b>{plain(queue.title)}</b> <span className="soft small">{plain(queue.name)}</span></Table.Td>
              <Num to={{ queue: queue.name, state: "waiting" }} hot={queue.waiting > 0}>{queue.waiting}</Num>
              <Num to={{ queue: queue.name, state: "waiting" }}>{queue.longest_since_ms ? <Ticking since={queue.longest_since_ms} /> : "—"}</Num>
              <Many show="ready">{queue.agents_ready}</Many><Many show="busy">{queue.agents_busy}</Many><Many show="pause">{queue.agents_paused}</Many>
              <Num to={{ queue: queue.name }}>{queue.offered}</Num>
              <Num to={{ queue: queue.name, outcome: "answered" }}>{queue.answered}</Num>
              <Num to={{ queue: queue.name, outcome: "lost" }} hot={queue.lost > 0}>{queue.lost}</Num>
              <Num to={{ queue: queue.name, outcome: "answered" }}>{percent(queue.service_level, i18n.language)}</Num>
              <Num to={{ queue: queue.name, outcome: "lost" }}>{percent(queue.lost_rate, i18n.language)}</Num>
              <Num to={{ queue: queue.name, outcome: "answered" }}>{seconds(queue.asa_s)}</Num>
              <Num to={{ queue: queue.name, outcome: "answered" }}>{seconds(queue.aht_s)}</Num>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function AgentTable({ agents }: { agents: AgentView[] }) {
  const { t } = useTranslation();
  const interactions = useLive((state) => state.interactions);
  const queues = useLive((state) => state.queues);
  const me = useLive((state) => state.me);
  const supervises = me !== null && me.role !== "agent";
  const title = (name: string): string => queueTitle(queues, name);
  return (
    <div className="table-scroll">
      <Table verticalSpacing={5} highlightOnHover>
        <Table.Thead><Table.Tr>
          <Table.Th>{t("interactions.agent")}</Table.Th><Table.Th>{t("board.state")}</Table.Th><Table.Th ta="right">{t("board.inState")}</Table.Th><Table.Th>{t("board.with")}</Table.Th><Table.Th>{t("board.phones")}</Table.Th><Table.Th>{t("board.queues")}</Table.Th>{supervises ? <Table.Th aria-label={t("forced.column")} /> : null}
        </Table.Tr></Table.Thead>
        <Table.Tbody>
          {agents.map((agent) => {
            const one = agent.interaction ? interactions[agent.interaction] : undefined;
            return (
              <Table.Tr key={agent.id}>
                <Table.Td><span className="agent"><Face name={agent.name} size={28} /><a className="cell" href={href("interactions", { agent: String(agent.id) })}>{plain(agent.name)}</a><span className="num soft small">{agent.extension}</span></span></Table.Td>
                <Table.Td><span className={`state-cell tone-${stateTone[agent.state]}`}><Dot tone={stateTone[agent.state]} />{t(`state.${agent.state}`)}{agent.state === "pause" && forcedReason(agent.reason) ? <span className="soft"> · {reasonWords(t, agent.reason)}</span> : null}</span>{agent.forced_by ? <div className="soft small">{t("forced.by", { name: plain(agent.forced_by.name) })}</div> : null}{agent.then ? <div className="small then-mark" data-testid={`then-${agent.login}`}>{thenOnBoard(t, agent.then)}</div> : null}</Table.Td>
                <Table.Td ta="right"><InState state={agent.state} since={agent.since_ms} /></Table.Td>
                <Table.Td>{one ? <a className="cell" href={href("interactions", { id: String(one.id) })}>{whoIs(t, one)}</a> : <span className="soft">—</span>}{supervises ? <><Listeners agent={agent} /><LineButtons agent={agent} one={one} /></> : null}</Table.Td>
                <Table.Td><span className="soft phones">
                  {agent.phones.browser ? <><IconHeadphones size={15} aria-hidden="true" />{t("board.browserPhone")}</> : null}
                  {agent.phones.desk ? <><IconDeviceLandlinePhone size={15} aria-hidden="true" />{t("board.deskPhone")}</> : null}
                  {!agent.phones.browser && !agent.phones.desk ? <><IconPhoneOff size={15} aria-hidden="true" />{t("board.noPhone")}</> : null}</span></Table.Td>
                <Table.Td><span className="chips">{agent.queues.map((queue) => <Chip key={queue}>{plain(title(queue))}</Chip>)}</span></Table.Td>
                {supervises ? <Table.Td ta="right">{agent.id === me?.id || agent.state === "offline" ? null : <ForceMenu agent={agent} />}</Table.Td> : null}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
