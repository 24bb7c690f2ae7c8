import { ActionIcon, Button, Menu, Popover } from "@mantine/core";
import { IconAlertTriangle, IconCoffee, IconDots, IconLogout2, IconPlayerPlay } from "@tabler/icons-react";
import i18next from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import type { AgentView, QueueView } from "../../api/types";
import { plain } from "../../ui/format";
import { Dot } from "../../ui/parts";
import { showDone, showProblem } from "../../ui/problem";
import { forcedReason, reasonWords } from "../conversation/words";
import { live, tell, useLive } from "../live/store";
import { comesAfter, leftAlone } from "./left-alone";

type State = "ready" | "pause" | "offline";
interface Wish { state: State; reason?: string }

async function force(agent: AgentView, wish: Wish, taking_back = false): Promise<void> {
  try {
    const answered = await api.forceState(agent.id, wish.state, wish.reason);
    tell({ type: "frame", frame: { seq: 0, type: "agent.changed", data: answered } });
    if (taking_back) return;
    const name = plain(agent.name);
    const state = wish.reason ? reasonWords(i18next.t, wish.reason) : i18next.t(`state.${wish.state}`);
    const was: Wish = agent.state === "pause" ? { state: "pause", reason: forcedReason(agent.reason) } : agent.state === "offline" ? { state: "offline" } : { state: "ready" };
    // Who has signed out can only come back himself.
    const undo = wish.state === "offline" && !comesAfter(agent) ? undefined : () => void force(agent, was, true);
    showDone(i18next.t(comesAfter(agent) ? "forced.after" : "forced.done", { name, state }), undo);
  } catch (error) {
    showProblem(error);
  }
}

/** What a supervisor can do with an agent's state. It asks only when customers would wait for nobody. */
export function ForceMenu({ agent }: { agent: AgentView }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ wish: Wish; alone: QueueView[] } | null>(null);
  const [open, setOpen] = useState(false);
  const reasons = useLive((state) => state.me?.pause_reasons) ?? [];
  function want(wish: Wish): void {
    const state = live();
    const alone = wish.state === "ready" ? [] : leftAlone(agent, Object.values(state.agents), Object.values(state.queues));
    if (alone.length) setAsked({ wish, alone });
    else void force(agent, wish);
  }
  function sure(): void {
    if (asked) void force(agent, asked.wish);
    setAsked(null);
  }
  const label = t("forced.menu", { name: plain(agent.name) });
  return (
    <Popover opened={asked !== null} onChange={(next) => { if (!next) setAsked(null); }} position="bottom-end" width={300} shadow="md" trapFocus withRoles={false}>
      <Popover.Target>
        <span>
          <Menu opened={open} onChange={setOpen} position="bottom-end" width={250} shadow="md">
            <Menu.Target><ActionIcon size={30} variant="subtle" color="gray" data-testid={`force-${agent.login}`} aria-label={label} title={label}><IconDots size={17} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{plain(agent.name)}{comesAfter(agent) ? <div className="force-after">{t("forced.afterHow")}</div> : null}</Menu.Label>
              {agent.state === "ready" ? null : <Menu.Item data-testid="force-ready" leftSection={<IconPlayerPlay size={15} />} onClick={() => want({ state: "ready" })}>{t("forced.ready")}</Menu.Item>}
              <Menu.Label>{t("forced.pause")}</Menu.Label>
              {reasons.map((reason) => (
                <Menu.Item key={reason} data-testid={`force-pause-${reason}`} leftSection={agent.state === "pause" && forcedReason(agent.reason) === reason ? <Dot tone="amber" /> : <IconCoffee size={15} />} onClick={() => want({ state: "pause", reason })}>{reasonWords(t, reason)}</Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item data-testid="force-offline" leftSection={<IconLogout2 size={15} />} onClick={() => want({ state: "offline" })}>{t("forced.offline")}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        {asked ? (
          <div className="force-ask" role="alertdialog" aria-label={t("forced.sure")}>
            <p><IconAlertTriangle size={17} aria-hidden="true" /><span>{asked.alone.map((queue) => t("forced.alone", { queue: plain(queue.title), count: queue.waiting })).join(" ")}</span></p>
            <div className="form-foot"><Button size="compact-sm" variant="default" onClick={() => setAsked(null)}>{t("common.cancel")}</Button><Button size="compact-sm" data-testid="force-sure" className="fill-red" variant="default" onClick={sure}>{t("forced.sure")}</Button></div>
          </div>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
