import { ActionIcon, Button, Popover, SegmentedControl, Skeleton, Table } from "@mantine/core";
import { IconCalendarClock, IconPhoneCalling, IconPhoneOutgoing, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../api/http";
import type { MeView, PlannedCallView } from "../api/types";
import { callNumber } from "../features/conversation/actions";
import { queueTitle } from "../features/live/reducer";
import { tell, useLive } from "../features/live/store";
import { MomentField } from "../features/planned/moment-field";
import { against, belonging, mayChange, type Whose } from "../features/planned/moments";
import { callOff, move, nameOf, whenWords } from "../features/planned/plan-actions";
import { usePlanned } from "../features/planned/use-planned";
import { useNow } from "../ui/clock";
import { plain, prettyNumber } from "../ui/format";
import { Chip, Empty, WithKey } from "../ui/parts";
import { wordsOf } from "../ui/problem";
import { go } from "../ui/route";

const none: string[] = [];

/** Calls that are still to be made: mine, of my queues, or all. */
export function PlannedPage() {
  const { t } = useTranslation();
  const me = useLive((state) => state.me);
  const queues = useLive((state) => (state.me ? state.agents[state.me.id]?.queues : undefined)) ?? none;
  const [whose, setWhose] = useState<Whose>(me?.role === "agent" ? "mine" : "all");
  const planned = usePlanned();
  if (!me) return null;
  const calls = planned.data ?? [];
  const shown = belonging(calls, whose, me.id, queues);
  const count = (which: Whose): string => `${t(`planned.${which}`)} ${belonging(calls, which, me.id, queues).length}`;
  return (
    <main className="page" id="conversation" tabIndex={-1}>
      <div className="panel-head">
        <h1>{t("planned.title")}</h1>
        <SegmentedControl size="sm" data-testid="planned-whose" value={whose} onChange={(value) => setWhose(value as Whose)} aria-label={t("interactions.whose")}
          data={(["mine", "queues", "all"] as const).map((value) => ({ value, label: count(value) }))} />
      </div>
      <section className="panel flush">
        {planned.isPending ? <Skeleton height={180} m="sm" /> : planned.error ? <Empty title={wordsOf(planned.error)} />
          : shown.length === 0 ? <Empty icon={<IconPhoneCalling size={30} stroke={1.5} />} title={t("planned.empty")} text={t("planned.emptyHow")} />
            : <List calls={shown} me={me} />}
      </section>
    </main>
  );
}

function List({ calls, me }: { calls: PlannedCallView[]; me: MeView }) {
  const { t } = useTranslation();
  const now = useNow();
  const queues = useLive((state) => state.queues);
  const title = (name: string): string => queueTitle(queues, name);
  return (
    <div className="table-scroll">
      <Table verticalSpacing={7} highlightOnHover>
        <Table.Thead><Table.Tr>
          <Table.Th>{t("planned.when")}</Table.Th><Table.Th>{t("interactions.who")}</Table.Th><Table.Th>{t("planned.number")}</Table.Th><Table.Th>{t("planned.who")}</Table.Th><Table.Th>{t("planned.queue")}</Table.Th><Table.Th>{t("planned.note")}</Table.Th><Table.Th aria-label={t("planned.acts")} />
        </Table.Tr></Table.Thead>
        <Table.Tbody>
          {calls.map((call) => (
            <Table.Tr key={call.id} data-testid="planned-row">
              <Table.Td><b className={call.at_ms !== undefined && call.at_ms < now ? "num hot" : "num"}>{call.at_ms === undefined ? "—" : whenWords(call.at_ms)}</b>
                {call.tries > 0 ? <> <Chip tone="amber">{t("planned.tries", { count: call.tries })}</Chip></> : null}</Table.Td>
              <Table.Td>{call.contact ? <button type="button" className="cell" onClick={() => { tell({ type: "focus", focus: { interaction: null, contact: call.contact?.id ?? null } }); go("desk"); }}><b>{nameOf(call)}</b></button> : <span className="soft">{t("interaction.unknownCaller")}</span>}</Table.Td>
              <Table.Td><span className="tel">{prettyNumber(plain(call.number))}</span></Table.Td>
              <Table.Td>{call.agent ? plain(call.agent.id === me.id ? t("planned.me") : call.agent.name) : <span className="soft">{t("planned.free")}</span>}
                {call.by && call.by.id !== call.agent?.id ? <div className="soft small">{t("planned.by", { name: call.by.id === me.id ? t("planned.me") : plain(call.by.name) })}</div> : null}</Table.Td>
              <Table.Td>{plain(title(call.queue))}</Table.Td>
              <Table.Td className="planned-note">{plain(call.note)}</Table.Td>
              <Table.Td><Acts call={call} me={me} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Acts({ call, me }: { call: PlannedCallView; me: MeView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState<number | null>(call.at_ms ?? null);
  const may = mayChange(call, me);
  const trouble = against(at, serverNow());
  async function save(): Promise<void> {
    if (at !== null && await move(queries, call, Math.max(at, serverNow() + 2000))) setOpen(false);
  }
  return (
    <div className="planned-acts">
      <WithKey label={t("card.call", { number: prettyNumber(call.number) })}>
        <ActionIcon size={34} variant="subtle" aria-label={t("card.call", { number: prettyNumber(call.number) })} onClick={() => callNumber(call.number)}><IconPhoneOutgoing size={17} /></ActionIcon>
      </WithKey>
      <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" trapFocus width={320}>
        <Popover.Target>
          <ActionIcon size={34} variant="subtle" color="gray" data-testid="planned-move" disabled={!may} title={t(may ? "planned.move" : "planned.notYours")} aria-label={t("planned.move")} onClick={() => { setAt(call.at_ms ?? null); setOpen(!open); }}><IconCalendarClock size={17} /></ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <MomentField value={at} onChange={setAt} />
          {trouble && trouble !== "none" ? <div className="form-trouble" role="alert">{t(`planned.${trouble}`)}</div> : null}
          <div className="form-foot"><Button size="sm" data-testid="planned-move-save" disabled={Boolean(trouble) || at === call.at_ms} onClick={() => void save()}>{t("planned.move")}</Button></div>
        </Popover.Dropdown>
      </Popover>
      <ActionIcon size={34} variant="subtle" color="gray" data-testid="planned-off" disabled={!may} title={t(may ? "planned.off" : "planned.notYours")} aria-label={t("planned.off")} onClick={() => void callOff(queries, call)}><IconX size={17} /></ActionIcon>
    </div>
  );
}
