import { Button, Drawer, Select, Skeleton, Table } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api/endpoints";
import type { InteractionView } from "../api/types";
import { matches, type Conditions } from "../features/board/conditions";
import { InteractionFacts } from "../features/conversation/ended-stage";
import { isKept, Recording, Talked, Waited } from "../features/conversation/interaction-facts";
import { SoundMos } from "../features/conversation/sound-mark";
import { outcome, theirNumber, whoIs } from "../features/conversation/words";
import { queueTitle } from "../features/live/reducer";
import { tell, useLive } from "../features/live/store";
import { ChannelIcon } from "../features/worklist/channel-icon";
import { useNow } from "../ui/clock";
import { plain, prettyNumber, when } from "../ui/format";
import { Chip, Empty } from "../ui/parts";
import { wordsOf } from "../ui/problem";
import { go, useRoute } from "../ui/route";

const enoughRows = 20;
const mostPages = 10;
const states = ["ivr", "dialling", "waiting", "offered", "active", "held", "wrap_up", "ended"] as const;

/** Every interaction, newest first: the rows behind each number. */
export function InteractionsPage() {
  const { t, i18n } = useTranslation();
  const { query } = useRoute();
  const now = useNow();
  const read = (name: string): string => query.get(name) ?? "";
  const wanted: Conditions = { agent: read("agent"), state: read("state"), queue: read("queue"), channel: read("channel"), outcome: read("outcome") };
  const open = Number(read("id")) || null;
  const me = useLive((state) => state.me);
  const queues = useLive((state) => state.queues);
  const agents = Object.values(useLive((state) => state.agents));
  const live = useLive((state) => state.interactions);
  const pages = useInfiniteQuery({
    queryKey: ["interactions", "list", wanted.agent, wanted.state], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => api.interactions({ agent: wanted.agent, state: wanted.state, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: (page) => page.next || undefined,
  });
  const stored = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const fresh = Object.values(live).filter((one) => !stored.some((row) => row.id === one.id));
  const rows = [...fresh, ...stored.map((row) => live[row.id] ?? row)].filter((one) => matches(one, wanted, me?.id ?? 0)).sort((a, b) => b.started_at_ms - a.started_at_ms || b.id - a.id);
  // Some conditions are met only here: read on until the screen has something to show, but not for ever.
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const readOn = rows.length < enoughRows && hasNextPage && !isFetchingNextPage && (pages.data?.pages.length ?? 0) < mostPages;
  useEffect(() => { if (readOn) void fetchNextPage(); }, [readOn, fetchNextPage]);
  const change = (name: string, value: string | null): void => go("interactions", { ...wanted, [name]: value ?? "" });
  const any = Object.values(wanted).some(Boolean);
  const title = (name: string): string => queueTitle(queues, name);
  return (
    <main className="page" id="conversation" tabIndex={-1}>
      <div className="panel-head">
        <h1>{t("interactions.title")}</h1><span className="grow" />
        <Select size="sm" w={150} clearable aria-label={t("interactions.whose")} placeholder={t("interactions.whose")} value={wanted.agent || null} onChange={(value) => change("agent", value)}
          data={[{ value: "me", label: t("interactions.mine") }, ...agents.filter((agent) => agent.id !== me?.id).map((agent) => ({ value: String(agent.id), label: plain(agent.name) }))]} />
        <Select size="sm" w={150} clearable aria-label={t("interactions.queue")} placeholder={t("interactions.queue")} value={wanted.queue || null} onChange={(value) => change("queue", value)} data={Object.values(queues).map((queue) => ({ value: queue.name, label: plain(queue.title) }))} />
        <Select size="sm" w={150} clearable aria-label={t("interactions.state")} placeholder={t("interactions.state")} value={wanted.state || null} onChange={(value) => change("state", value)} data={states.map((state) => ({ value: state, label: t(`istate.${state}`) }))} />
        <Select size="sm" w={140} clearable aria-label={t("interactions.outcome")} placeholder={t("interactions.outcome")} value={wanted.outcome || null} onChange={(value) => change("outcome", value)}
          data={["answered", "lost", "voicemail", "left_in_ivr", "refused", "busy", "no_answer", "interrupted", "given_up", "failed", "cancelled"].map((cause) => ({ value: cause, label: t(`cause.${cause}`) }))} />
        <Select size="sm" w={120} clearable aria-label={t("interactions.channel")} placeholder={t("interactions.channel")} value={wanted.channel || null} onChange={(value) => change("channel", value)}
          data={["voice", "chat", "email", "sms", "social"].map((channel) => ({ value: channel, label: t(`interaction.${channel}`) }))} />
        {any ? <Button size="sm" variant="subtle" leftSection={<IconX size={14} />} onClick={() => go("interactions")}>{t("interactions.reset")}</Button> : null}
      </div>
      <section className="panel flush">
        <div className="table-scroll">
          <Table verticalSpacing={7} highlightOnHover stickyHeader>
            <Table.Thead><Table.Tr>
              <Table.Th w={34} aria-label={t("interactions.channel")} /><Table.Th>{t("interactions.when")}</Table.Th><Table.Th>{t("interactions.who")}</Table.Th><Table.Th>{t("interaction.queue")}</Table.Th><Table.Th>{t("interactions.agent")}</Table.Th>
              <Table.Th>{t("interactions.outcome")}</Table.Th><Table.Th ta="right">{t("interaction.waited")}</Table.Th><Table.Th ta="right">{t("interaction.talked")}</Table.Th><Table.Th ta="right">{t("sound.title")}</Table.Th>
            </Table.Tr></Table.Thead>
            <Table.Tbody>
              {rows.map((one) => (
                <Row key={one.id} one={one} queue={title(one.queue)} at={when(one.started_at_ms, now, i18n.language, t("common.yesterday"))} onOpen={() => go("interactions", { ...wanted, id: String(one.id) })} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
        {pages.isPending ? <div className="pad">{[0, 1, 2, 3, 4].map((row) => <Skeleton key={row} height={30} mb={8} />)}</div> : null}
        {pages.isError ? <Empty title={wordsOf(pages.error)}><Button mt="sm" variant="default" onClick={() => void pages.refetch()}>{t("common.retry")}</Button></Empty> : null}
        {pages.isSuccess && rows.length === 0 && !pages.hasNextPage ? <Empty title={t("interactions.empty")} text={t("interactions.emptyHow")} /> : null}
        {pages.hasNextPage ? <div className="pad center"><Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("common.more")}</Button></div> : null}
      </section>
      <Details id={open} known={rows.find((one) => one.id === open)} onClose={() => go("interactions", { ...wanted })} />
    </main>
  );
}

function Row({ one, queue, at, onOpen }: { one: InteractionView; queue: string; at: string; onOpen: () => void }) {
  const { t } = useTranslation();
  const result = outcome(t, one);
  return (
    <Table.Tr className="open-row" onClick={onOpen}>
      <Table.Td><ChannelIcon one={one} /></Table.Td>
      <Table.Td className="num"><button type="button" className="cell" onClick={(event) => { event.stopPropagation(); onOpen(); }}>{at}</button></Table.Td>
      <Table.Td><b>{whoIs(t, one)}</b> {one.contact ? <span className="tel soft small">{prettyNumber(plain(theirNumber(one)))}</span> : null}</Table.Td>
      <Table.Td>{plain(queue) || "—"}</Table.Td><Table.Td>{one.agent ? plain(one.agent.name) : "—"}</Table.Td>
      <Table.Td><Chip tone={result.tone}>{result.words}</Chip></Table.Td>
      <Table.Td ta="right" className="num"><Waited one={one} /></Table.Td><Table.Td ta="right" className="num"><Talked one={one} /></Table.Td><Table.Td ta="right"><SoundMos one={one} /></Table.Td>
    </Table.Tr>
  );
}

function Details({ id, known, onClose }: { id: number | null; known: InteractionView | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const asked = useQuery({ queryKey: ["interactions", "one", id], queryFn: () => api.interaction(id ?? 0), enabled: id !== null && !known });
  const one = known ?? asked.data;
  return (
    <Drawer opened={id !== null} onClose={onClose} position="right" size={480} title={one ? <b>{whoIs(t, one)}</b> : t("interaction.number", { id })} closeButtonProps={{ "aria-label": t("common.close") }}>
      {one ? (
        <div className="drawer">
          <div className="drawer-top"><Chip tone={outcome(t, one).tone}>{outcome(t, one).words}</Chip><span className="soft">{t(`interaction.${one.direction}`)} · {t(`interaction.${one.channel}`)} · {t("interaction.number", { id: one.id })}</span></div>
          {isKept(one) ? <Recording one={one} /> : null}
          <InteractionFacts one={one} />
          {one.contact ? <Button mt="md" variant="default" onClick={() => { tell({ type: "focus", focus: { interaction: null, contact: one.contact?.id ?? null } }); go("desk"); }}>{t("interaction.openCard")}</Button> : null}
        </div>
      ) : asked.isError ? <Empty title={wordsOf(asked.error)} /> : <Skeleton height={200} />}
    </Drawer>
  );
}
