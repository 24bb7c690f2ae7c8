// More than an agent and his customer: handing him over, asking a colleague first, talking all together.
import { Button, Popover, Textarea, TextInput } from "@mantine/core";
import { IconArrowForwardUp, IconArrowBackUp, IconMessageQuestion, IconParking, IconUserPlus, IconUsersGroup } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InteractionView } from "../../api/types";
import { looksLikeNumber, plain, prettyNumber } from "../../ui/format";
import { Dot } from "../../ui/parts";
import { showWords } from "../../ui/problem";
import { useLive } from "../live/store";
import { presenceOf, presenceTone } from "../house/directory";
import { ask, goBack, invite, joinAll, transfer } from "./actions";
import { changeDraft, useDraft } from "./drafts";
import { places, refusalOf, type Place } from "./places";

const Members = lazy(async () => ({ default: (await import("./members")).Members }));

/** Whom to hand the customer over to, or ask first: colleagues with what they do now, queues, any number. */
export function TransferMenu({ one, disabled }: { one: InteractionView; disabled: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const { note } = useDraft(one.id);
  const agents = useLive((state) => state.agents);
  const queues = useLive((state) => state.queues);
  const me = useLive((state) => state.me?.id);
  const found = places(one, Object.values(agents), Object.values(queues), me, text);
  const number = looksLikeNumber(text) && one.channel === "voice" ? text.trim() : "";
  function send(to: string, first: boolean): void {
    setOpen(false);
    setText("");
    void (first ? ask(one, to) : transfer(one, to));
  }
  function about(place: Place): string {
    if (place.agent) return `${t(`presence.${presenceOf(place.agent)}`)}${place.agent.department ? ` · ${plain(place.agent.department)}` : ""}${place.agent.extension ? ` · ${place.agent.extension}` : ""}`;
    return place.queue ? `${t("call.transferQueue")} · ${place.queue.waiting ? t("idle.waitN", { count: place.queue.waiting }) : t("board.none")}` : t("call.transferOutside");
  }
  function warning(place: Place): string {
    if (place.why === "noPhone") return t("board.noPhone");
    if (place.why === "leaves") return t("call.leaves", { state: t(`state.${place.agent?.then?.state ?? "pause"}`).toLocaleLowerCase() });
    return place.why ? t(`call.${place.why}`) : "";
  }
  function bring(to: string): void {
    setOpen(false);
    setText("");
    void invite(one, to);
  }
  const row = (place: Place) => (
    <div key={place.key} className="pick-row" data-testid="transfer-place" data-why={place.why}>
      <span className="pick-who">
        <Dot tone={place.agent ? presenceTone[presenceOf(place.agent)] : "plain"} />
        <span className="pick-name">{place.name}<br /><span className="soft small">{about(place)}</span>{place.why ? <><br /><span className="small pick-why">{warning(place)}</span></> : null}</span>
      </span>
      <Button size="compact-sm" variant="default" disabled={!place.ask} aria-label={t("call.askFirst", { to: place.name })} leftSection={<IconMessageQuestion size={16} stroke={1.7} />} onClick={() => send(place.to, true)}>{t("call.ask")}</Button>
      <Button size="compact-sm" variant="default" disabled={!place.hand} aria-label={t("call.transferGo", { to: place.name })} leftSection={<IconArrowForwardUp size={16} stroke={1.7} />} onClick={() => send(place.to, false)}>{t("call.atOnce")}</Button>
    </div>
  );
  function enter(first: boolean): void {
    const place = found[0];
    const refusal = place ? refusalOf(place, first, one) : "";
    if (number) send(number, first);
    else if (refusal) showWords(t(`problem.${refusal}`));
    else if (place) send(place.to, first);
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom" shadow="md" trapFocus width={430}>
      <Popover.Target>
        <Button size="md" variant="default" data-testid="transfer" className="key-button" disabled={disabled} leftSection={<IconArrowForwardUp size={20} stroke={1.7} />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("call.transfer")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput data-autofocus data-testid="transfer-to" label={t("call.transferTo")} placeholder={t("call.transferHow")} value={text} onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") enter(event.shiftKey);
          }} />
        <div className="pick-list">
          {found.map(row)}
          {number ? row({ key: "n", to: number, name: prettyNumber(number), hand: true, ask: true, why: "" }) : null}
          {number && one.state === "active" ? <Button size="compact-sm" variant="default" mx="sm" data-testid="invite-number" leftSection={<IconUserPlus size={16} stroke={1.7} />} onClick={() => bring(number)}>{t("company.invite")}</Button> : null}
          {found.length === 0 && !number ? <div className="soft pad">{t(text.trim() ? "call.transferNobody" : "call.transferAlone")}</div> : null}
        </div>
        <Textarea data-testid="transfer-note" size="sm" autosize minRows={1} maxRows={4} label={t("call.transferNote")} placeholder={t("call.transferNoteHow")} value={note} onChange={(event) => changeDraft(one.id, { note: event.currentTarget.value })} />
        {one.channel === "voice" ? <Button fullWidth size="compact-md" variant="default" data-testid="park" leftSection={<IconParking size={16} />} onClick={() => send("park", false)}>{t("house.park")}</Button> : null}
        <div className="soft small pad">{t("call.transferKeys")}</div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A colleague has the customer and asks me: the conversation is his, I only speak in it. */
export function isAsked(one: InteractionView, me: number | undefined): boolean {
  return me !== undefined && one.company?.agent?.id === me && one.agent?.id !== me;
}

/** Who else is in the conversation, and what can be done about it. */
export function CompanyBar({ one }: { one: InteractionView }) {
  const { t } = useTranslation();
  const me = useLive((state) => state.me?.id);
  const company = one.company;
  if (!company) return null;
  const asked = isAsked(one, me);
  const name = asked ? plain(one.agent?.name ?? "") : company.agent ? plain(company.agent.name) : prettyNumber(company.outside);
  const mine = one.agent?.id === me;
  const guests = company.members?.length > 0 && !company.may_hand_over;  // nobody was asked: he talks with the customer all the time
  const said = asked ? `asked_${company.state}` : guests && company.state === "ringing" ? "inviting" : company.state;
  const many = company.members?.filter((member) => !member.ringing).length > 2;
  return (
    <><div className="company-bar" data-testid="company" role="status">
      <span className="company-words"><IconUsersGroup size={20} stroke={1.7} aria-hidden="true" /><span>{many && !asked ? t("company.many", { count: company.members.length + 1 }) : t(`company.${said}`, { name })}</span></span>
      {mine && !guests && company.state !== "all" && company.state !== "outside" ? (
        <Button size="sm" variant="default" data-testid="go-back" leftSection={<IconArrowBackUp size={18} stroke={1.7} />} onClick={() => void goBack(one)}>{t("company.goBack")}</Button>
      ) : null}
      {mine && company.state === "aside" ? (
        <Button size="sm" variant="default" data-testid="join-all" leftSection={<IconUsersGroup size={18} stroke={1.7} />} onClick={() => void joinAll(one)}>{t("company.joinAll")}</Button>
      ) : null}
      {mine && company.may_hand_over ? (
        <Button size="sm" data-testid="hand-over" leftSection={<IconArrowForwardUp size={18} stroke={1.7} />} onClick={() => void transfer(one)}>{t("company.handOver")}</Button>
      ) : null}
    </div>
    {mine && company.members?.length ? <Suspense fallback={null}><Members one={one} /></Suspense> : null}</>
  );
}
