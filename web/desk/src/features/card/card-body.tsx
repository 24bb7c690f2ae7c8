import { ActionIcon, Button, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconNotes, IconPencil, IconPhone, IconPhoneOutgoing } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { serverNow } from "../../api/http";
import type { CardView, ClaimView, ContactView, DealView, InteractionView } from "../../api/types";
import { dayOf, looksLikeNumber, money, plain, prettyNumber, when } from "../../ui/format";
import { Chip, Face, Section, WithKey } from "../../ui/parts";
import { showDone, showProblem } from "../../ui/problem";
import { callNumber } from "../conversation/actions";
import { IvrPath } from "../conversation/interaction-facts";
import { PlanButton } from "../planned/plan-button";
import { Timeline } from "../timeline/timeline";
import { Badges } from "./card";
import { ContactForm } from "./contact-form-later";
import { keptForm } from "./form-fields";

export function Warning({ card }: { card: CardView }) {
  const { t } = useTranslation();
  const lines: string[] = [];
  const here = card.colleagues_here;
  if (here.length) {
    const names = here.map((person) => plain(person.name)).join(", ");
    const key = card.colleagues_how === "talking" ? "card.warnTalking" : "card.warnViewing";
    lines.push(t(here.length > 1 ? `${key}_many` : key, { names }));
  }
  const owner = card.contact?.owner;
  if (owner && !card.owner_is_me) lines.push(t("card.warnOwner", { name: plain(owner.name) }));
  if (!lines.length) return null;
  return (
    <div className={here.length ? "card-warning strong" : "card-warning"} data-testid="card-warning" role="status">
      <IconAlertTriangle size={17} aria-hidden="true" /><div>{lines.map((line) => <div key={line}>{line}</div>)}</div>
    </div>
  );
}

export function PathOfCall({ one }: { one: InteractionView | null }) {
  const { t } = useTranslation();
  if (!one || one.ivr_path.length === 0) return null;
  return <div className="card-path"><span className="soft small">{t("card.cameBy")}</span><IvrPath steps={one.ivr_path} testid="ivr-path" /></div>;
}

export function Numbers({ phones, main, mainPretty }: { phones: string[]; main: string; mainPretty: string }) {
  const { t } = useTranslation();
  const first = main || phones[0] || "";
  const others = phones.filter((phone) => phone !== first);
  if (!first) return null;
  return (
    <div className="numbers">
      <WithKey label={t("card.callThis")}>
        <button type="button" className="number main" data-testid="card-phone" aria-label={t("card.call", { number: mainPretty || prettyNumber(first) })} onClick={() => callNumber(first)}>
          <IconPhone size={15} aria-hidden="true" /><span className="tel">{plain(mainPretty || prettyNumber(first))}</span>
        </button>
      </WithKey>
      {others.map((phone) => (
        <button key={phone} type="button" className="number" aria-label={t("card.call", { number: prettyNumber(phone) })} onClick={() => callNumber(phone)}>
          <IconPhoneOutgoing size={14} aria-hidden="true" /><span className="tel">{prettyNumber(plain(phone))}</span>
        </button>
      ))}
    </div>
  );
}

export function PlanOf({ number, one }: { number: string; one: InteractionView | null }) {
  return looksLikeNumber(number) ? <div className="card-plan"><PlanButton compact number={number} queue={one?.queue ?? ""} testid="plan-call" /></div> : null;
}

export function CardBody({ card, contact, one }: { card: CardView; contact: ContactView; one: InteractionView | null }) {
  const { t, i18n } = useTranslation();
  const [editing, setEditing] = useState(() => keptForm(`c${contact.id}`) !== null);
  if (editing) return <div className="card-scroll"><ContactForm contact={contact} formKey={`c${contact.id}`} number="" name="" onDone={() => setEditing(false)} onCancel={() => setEditing(false)} /></div>;
  return (
    <div className="card-scroll">
      <header className="card-head">
        <Face name={contact.name} size={44} />
        <div className="card-who">
          <h2 data-testid="card-name" title={plain(contact.name)}>{plain(contact.name)}</h2>
          <div className="card-sub">
            <span>{contact.company ? plain(contact.company.name) : t("card.noCompany")}{contact.company?.branch ? <span className="soft"> · {plain(contact.company.branch)}</span> : null}</span>
          </div>
        </div>
        <WithKey label={t("card.edit")}>
          <ActionIcon variant="subtle" color="gray" aria-label={t("card.edit")} onClick={() => setEditing(true)}><IconPencil size={17} /></ActionIcon>
        </WithKey>
      </header>
      <div className="card-line"><Badges card={card} /><Owner card={card} contact={contact} />{contact.language && contact.language !== "ru" ? <Chip tone="blue" title={t("card.language")}>{contact.language.toUpperCase()}</Chip> : null}</div>
      <Numbers phones={contact.phones} main={card.interaction ? card.number : (contact.phones[0] ?? "")} mainPretty={card.interaction ? card.number_pretty : ""} />
      {one?.channel === undefined || one.channel === "voice" ? <PlanOf number={(card.interaction ? card.number : "") || (contact.phones[0] ?? "")} one={one} /> : null}
      {contact.emails.length ? <div className="emails">{contact.emails.map((email) => <span key={email}>{plain(email)}</span>)}</div> : null}
      <Warning card={card} />
      <PathOfCall one={one} />
      <Business card={card} />
      <NewNote contact={contact} />
      <Timeline contact={contact.id} last={card.last} current={one?.id ?? 0} />
      {contact.created_at_ms ? <div className="card-foot">{t("card.since", { date: dayOf(contact.created_at_ms, i18n.language) })}</div> : null}
    </div>
  );
}

function Owner({ card, contact }: { card: CardView; contact: ContactView }) {
  const { t } = useTranslation();
  if (!contact.owner) return null;
  return <span className="soft small">{t("card.owner")}: <b className={card.owner_is_me ? "mine" : ""}>{card.owner_is_me ? t("card.ownerMe") : plain(contact.owner.name)}</b></span>;
}

function Business({ card }: { card: CardView }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t("card.deals")}>{card.open_deals.length ? card.open_deals.map((deal) => <Deal key={deal.id} deal={deal} />) : <div className="soft small">{t("card.noDeals")}</div>}</Section>
      {card.open_claims.length ? <Section title={t("card.claims")}>{card.open_claims.map((claim) => <Claim key={claim.id} claim={claim} />)}</Section> : null}
    </>
  );
}

export function Deal({ deal }: { deal: DealView }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="deal">
      <div className="deal-top"><span className="deal-title">{plain(deal.title)}</span><b className="num">{money(deal.amount_minor, deal.currency, i18n.language)}</b></div>
      <div className="deal-sub"><Chip tone={deal.open ? "accent" : "plain"}>{plain(deal.stage)}</Chip><span className="soft">{plain(deal.funnel)}</span><span className="grow" />
        <span className="soft">{deal.owner ? plain(deal.owner.name) : t("common.none")}</span></div>
    </div>
  );
}

export function Claim({ claim }: { claim: ClaimView }) {
  const { t, i18n } = useTranslation();
  const now = serverNow();
  const late = claim.due_at_ms > 0 && claim.due_at_ms < now && claim.status !== "closed";
  return (
    <div className="deal">
      <div className="deal-top"><span className="deal-title">{plain(claim.title)}</span>{claim.priority === "high" ? <Chip tone="red">{t("priority.high")}</Chip> : null}</div>
      <div className="deal-sub"><Chip tone="amber">{t(`claimStatus.${claim.status}`, { defaultValue: plain(claim.status) })}</Chip><span className="grow" />
        {late ? <Chip tone="red">{t("card.late")}</Chip> : claim.due_at_ms ? <span className="soft">{t("card.until", { date: when(claim.due_at_ms, now, i18n.language, t("common.yesterday")) })}</span> : null}</div>
    </div>
  );
}

function NewNote({ contact }: { contact: ContactView }) {
  const { t } = useTranslation();
  const key = `okno.cardnote.${contact.id}`;
  const [text, setText] = useState(() => localStorage.getItem(key) ?? "");
  const [open, setOpen] = useState(text !== "");
  const [saving, setSaving] = useState(false);
  const queries = useQueryClient();
  function change(next: string): void {
    setText(next);
    if (next) localStorage.setItem(key, next);
    else localStorage.removeItem(key);
  }
  async function save(): Promise<void> {
    if (!text.trim() || saving) return;
    setSaving(true);
    try {
      await api.addNote(contact.id, text.trim());
      change("");
      setOpen(false);
      showDone(t("card.noteAdded"));
      await queries.invalidateQueries({ queryKey: ["timeline", contact.id] });
    } catch (error) {
      showProblem(error);
    } finally {
      setSaving(false);
    }
  }
  if (!open) return <Button className="add-note" size="compact-sm" variant="subtle" leftSection={<IconNotes size={15} />} onClick={() => setOpen(true)}>{t("card.addNote")}</Button>;
  return (
    <div className="new-note">
      <Textarea autosize minRows={2} maxRows={8} autoFocus maxLength={20_000} aria-label={t("card.notePlaceholder")} placeholder={t("card.notePlaceholder")} value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === "Escape") setOpen(false); if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.stopPropagation(); void save(); } }} />
      <div className="form-foot"><Button size="compact-sm" variant="default" onClick={() => setOpen(false)}>{t("common.cancel")}</Button><Button size="compact-sm" loading={saving} disabled={!text.trim()} onClick={() => void save()}>{t("common.save")}</Button></div>
    </div>
  );
}
