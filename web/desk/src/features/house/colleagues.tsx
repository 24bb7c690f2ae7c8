// The directory: colleagues by department with their live state, calls to them, parked calls, and one's own absence.
import { Button, Menu, TextInput } from "@mantine/core";
import { IconBellOff, IconCalendarEvent, IconCheck, IconParking, IconPhone, IconPhoneIncoming, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../api/http";
import type { AgentView } from "../../api/types";
import { clockTime, plain } from "../../ui/format";
import { Dot, Face } from "../../ui/parts";
import { Ticking } from "../../ui/ticking";
import { useLive } from "../live/store";
import { callColleague, fetchParked, pickUp, setAbsence } from "./acts";
import { directory, mayRing, meetingEnd, presenceOf, presenceTone, ringsBeside } from "./directory";

export function Colleagues({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState("");
  const agents = Object.values(useLive((state) => state.agents));
  const me = useLive((state) => state.me);
  const mine = useLive((state) => (state.me ? state.agents[state.me.id] : undefined));
  const found = directory(agents, me?.id, text, i18n.language);
  const beside = ringsBeside(agents, mine);
  const first = found.flatMap((group) => group.people).find(mayRing);
  function ring(agent: AgentView): void {
    close();
    callColleague(agent.extension);
  }
  return (
    <div className="colleagues" data-testid="directory">
      <OwnAbsence />
      {beside ? (
        <Button fullWidth variant="default" className="wash-amber" data-testid="pickup" leftSection={<IconPhoneIncoming size={18} />} onClick={() => { close(); pickUp(beside.id); }}>
          {t("house.pickUp", { name: plain(beside.name) })}
        </Button>
      ) : null}
      <Parked close={close} />
      <TextInput data-autofocus data-testid="directory-search" aria-label={t("house.find")} placeholder={t("house.find")} leftSection={<IconSearch size={16} />} value={text} maxLength={60}
        onChange={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === "Enter" && first) ring(first); }} />
      <div className="colleagues-list">
        {found.map((group) => (
          <section key={group.department} aria-label={group.department || t("house.noDepartment")}>
            {found.length > 1 || group.department ? <h4>{plain(group.department) || t("house.noDepartment")}</h4> : null}
            {group.people.map((agent) => <Person key={agent.id} agent={agent} ring={ring} />)}
          </section>
        ))}
        {found.length === 0 ? <div className="soft pad">{t(text.trim() ? "house.nobodyFound" : "house.nobody")}</div> : null}
      </div>
    </div>
  );
}

function Person({ agent, ring }: { agent: AgentView; ring: (agent: AgentView) => void }) {
  const { t, i18n } = useTranslation();
  const presence = presenceOf(agent);
  const until = agent.absent_until_ms && (presence === "meeting" || presence === "do_not_disturb") ? ` ${t("house.until", { time: clockTime(agent.absent_until_ms, i18n.language) })}` : "";
  return (
    <div className="pick-row" data-testid="directory-person" data-presence={presence}>
      <Face name={agent.name} size={30} />
      <span className="pick-who"><span className="pick-name">{plain(agent.name)}<br />
        <span className="soft small"><Dot tone={presenceTone[presence]} /> {t(`presence.${presence}`)}{until}{presence === "talking" ? <> · <Ticking since={agent.since_ms} /></> : null}</span></span></span>
      <span className="num soft">{agent.extension}</span>
      <Button size="compact-sm" variant="default" data-testid="directory-call" disabled={!mayRing(agent)} aria-label={t("house.callHim", { name: plain(agent.name) })} leftSection={<IconPhone size={15} />} onClick={() => ring(agent)}>{t("house.call")}</Button>
    </div>
  );
}

function Parked({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const parked = useLive((state) => state.parked);
  if (parked.length === 0) return null;
  return (
    <section className="colleagues-parked" aria-label={t("house.parked")}>
      {parked.map((one) => (
        <div key={one.slot} className="pick-row" data-testid="parked">
          <IconParking size={20} stroke={1.7} aria-hidden="true" />
          <span className="pick-who"><span className="pick-name">{plain(one.name || one.number)}<br /><span className="soft small">{t("house.parkedBy", { slot: one.slot, name: plain(one.by?.name ?? "") })} · <Ticking since={one.since_ms} /></span></span></span>
          <Button size="compact-sm" data-testid="parked-fetch" onClick={() => { close(); fetchParked(one.slot); }}>{t("house.fetch")}</Button>
        </div>
      ))}
    </section>
  );
}

function OwnAbsence() {
  const { t, i18n } = useTranslation();
  const me = useLive((state) => state.me);
  const absence = me?.absence ?? "none";
  const until = me?.absent_until_ms;
  if (absence !== "none") {
    return (
      <div className="strip-warn own-absence" role="status" data-testid="absent">
        {absence === "meeting" ? <IconCalendarEvent size={18} aria-hidden="true" /> : <IconBellOff size={18} aria-hidden="true" />}
        <span className="grow"><b>{t(`presence.${absence}`)}{until ? ` ${t("house.until", { time: clockTime(until, i18n.language) })}` : ""}</b> {t("house.absentHow")}</span>
        <Button size="compact-sm" variant="default" data-testid="absence-end" leftSection={<IconCheck size={15} />} onClick={() => setAbsence("none")}>{t("house.back")}</Button>
      </div>
    );
  }
  return (
    <div className="own-absence">
      <span className="grow">{t("house.myNumber")} <b className="num">{me?.extension || "—"}</b></span>
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target><Button size="compact-sm" variant="default" data-testid="absence-meeting" leftSection={<IconCalendarEvent size={15} />}>{t("presence.meeting")}</Button></Menu.Target>
        <Menu.Dropdown>
          {[15, 30, 60, 120].map((minutes) => {
            const end = meetingEnd(serverNow(), minutes);
            return <Menu.Item key={minutes} onClick={() => setAbsence("meeting", end)}>{t("house.until", { time: clockTime(end, i18n.language) })}</Menu.Item>;
          })}
          <Menu.Item onClick={() => setAbsence("meeting")}>{t("house.untilBack")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button size="compact-sm" variant="default" data-testid="absence-dnd" leftSection={<IconBellOff size={15} />} onClick={() => setAbsence("do_not_disturb")}>{t("presence.do_not_disturb")}</Button>
    </div>
  );
}
