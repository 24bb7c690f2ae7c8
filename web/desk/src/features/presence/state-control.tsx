import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown, IconCoffee, IconLogout2, IconPlayerPlay, IconUserShield } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgentState } from "../../api/types";
import { plain } from "../../ui/format";
import { Dot, WithKey, type Tone } from "../../ui/parts";
import { Ticking } from "../../ui/ticking";
import { setState } from "../conversation/actions";
import { thenShort } from "./afterwards";
import { deskKeys } from "../conversation/keys";
import { reasonWords, stateWords } from "../conversation/words";
import { useLive } from "../live/store";
import { askForNotes } from "../phone/alerts";
import { wakeRing } from "../phone/ring";

export const stateTone: Record<AgentState, Tone> = {
  offline: "plain", ready: "green", pause: "amber", offered: "blue", talking: "accent", wrap_up: "violet",
};

/** The agent's state, the time in it, and the two presses that change it. */
export function StateControl() {
  const { t } = useTranslation();
  const me = useLive((state) => state.me);
  const [wish, setWish] = useState<"ready" | "pause" | "offline" | null>(null);  // asked for during a call
  const [menu, setMenu] = useState(false);
  const state = me?.state ?? "offline";
  const busy = state === "talking" || state === "wrap_up" || state === "offered";
  useEffect(() => { if (!busy) setWish(null); }, [busy]);

  function want(next: "ready" | "pause" | "offline", reason?: string): void {
    setWish(busy ? next : null);
    if (next === "ready") {
      wakeRing();
      askForNotes();
    }
    void setState(next, reason);
  }
  const reasons = me?.pause_reasons ?? [];
  const label = stateWords(t, state, me?.reason ?? "");
  const by = me?.forced_by ? t("forced.by", { name: plain(me.forced_by.name) }) : "";
  return (
    <div className="presence" role="group" aria-label={t("state.group")}>
      <div className={`presence-now tone-${stateTone[state]}`} title={by || t("state.since")} data-forced={me?.forced_by?.id}>
        {by ? <IconUserShield size={16} aria-label={by} /> : <Dot tone={stateTone[state]} />}
        <span className="presence-label" data-testid="state-now">{label}</span>
        <span className="presence-time"><Ticking since={me?.since_ms} /></span>
        {me?.then && busy ? <span className="presence-wish is-sure" data-testid="state-then">{me.then.forced_by ? <IconUserShield size={11} aria-hidden="true" /> : null}{t("state.after", { state: thenShort(t, me.then, me) })}</span>
          : wish && busy ? <span className="presence-wish">{t("state.after", { state: t(`state.${wish}`) })}</span> : null}
      </div>
      <WithKey label={t("keys.ready")} keys={deskKeys.ready}>
        <Button
          size="sm" data-testid="state-ready" className={state === "ready" ? "is-on" : (state === "offline" || state === "pause") && me?.role !== "supervisor" && me?.role !== "admin" ? "fill-green" : ""} aria-pressed={state === "ready"} variant="default" leftSection={state === "ready" ? <IconCheck size={16} /> : <IconPlayerPlay size={15} />} onClick={() => want("ready")}
        >
          {t("state.goReady")}
        </Button>
      </WithKey>
      <Menu opened={menu} onChange={setMenu} position="bottom-end" width={220} shadow="md" trapFocus={false}>
        <div className="presence-pause">
          <Button
            size="sm" data-testid="state-pause" aria-pressed={state === "pause"} variant="default" className={state === "pause" ? "wash-amber" : ""}
            leftSection={<IconCoffee size={15} />} onClick={() => { if (state !== "pause") want("pause", reasons[0]); setMenu(reasons.length > 1); }}
          >
            {t("state.goPause")}
          </Button>
          <Menu.Target>
            <ActionIcon size={34} variant="default" className={state === "pause" ? "wash-amber" : ""} aria-label={t("state.menu")}><IconChevronDown size={15} /></ActionIcon>
          </Menu.Target>
        </div>
        <Menu.Dropdown>
          <Menu.Label>{t("state.reason")}</Menu.Label>
          {reasons.map((reason) => (
            <Menu.Item key={reason} leftSection={<Dot tone={state === "pause" && me?.reason === reason ? "amber" : "plain"} />} onClick={() => want("pause", reason)}>
              {reasonWords(t, reason)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout2 size={15} />} onClick={() => want("offline")}>{t("state.goOffline")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
