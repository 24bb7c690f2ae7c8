import { Button, TextInput } from "@mantine/core";
import { IconLink, IconUserPlus, IconUserQuestion } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import type { CardView, ContactView, InteractionView } from "../../api/types";
import { looksLikeNumber, plain, prettyNumber } from "../../ui/format";
import { Face } from "../../ui/parts";
import { showDone, showProblem } from "../../ui/problem";
import { keepForgottenNote } from "../conversation/actions";
import { live, tell } from "../live/store";
import { Timeline } from "../timeline/timeline";
import { useContactSearch, useHurry } from "../search/use-contact-search";
import { ContactForm } from "./contact-form-later";
import { keptForm } from "./form-fields";
import { Numbers, PathOfCall, PlanOf, Warning } from "./card-body";

async function attachLive(id: number, contact: ContactView): Promise<void> {
  try {
    tell({ type: "card", card: await api.attachContact(id, contact.id) });
    const now = live().interactions[id];
    if (now) tell({ type: "interaction", interaction: { ...now, contact: { id: contact.id, name: contact.name } } });
  } catch (error) {
    showProblem(error);  // the customer is saved all the same and is shown
    tell({ type: "focus", focus: { interaction: null, contact: contact.id } });
  }
}

/** A number nobody knows: create a customer, or say whose number it is. */
export function Stranger({ card, one }: { card: CardView; one: InteractionView | null }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [mode, setMode] = useState<"" | "create" | "attach">(() => (keptForm(`n${card.interaction}`) ? "create" : ""));

  async function join(contact: ContactView): Promise<void> {
    const known = live().interactions[card.interaction];
    if (known && known.state !== "ended") {
      await attachLive(known.id, contact);
    } else {
      // The conversation is over: the customer is there for the next one, and what was typed goes to his card.
      tell({ type: "focus", focus: { interaction: null, contact: contact.id } });
      if (known) void keepForgottenNote({ ...known, contact: { id: contact.id, name: contact.name } });
    }
    void queries.invalidateQueries({ queryKey: ["interactions"] });
  }
  async function attach(contact: ContactView): Promise<void> {
    try {
      if (card.number && looksLikeNumber(card.number) && !contact.phones.includes(card.number)) {
        await api.changeContact(contact.id, { phones: [...contact.phones, card.number], version: contact.version });
      }
      await join(contact);
      showDone(t("card.attached", { name: plain(contact.name) }));
    } catch (error) {
      showProblem(error);
    }
  }
  const phone = !one || one.channel === "voice" || looksLikeNumber(card.number);  // a chat's visitor has an address that cannot be called
  const name = card.caller_name ? plain(card.caller_name) : phone ? t("interaction.unknownCaller") : plain(card.number) || t("card.unknownPerson");
  return (
    <div className="card-scroll">
      <header className="card-head">
        <Face name={card.caller_name || "?"} size={44} />
        <div className="card-who"><h2 data-testid="card-name">{name}</h2><div className="card-sub soft">{t(phone ? "card.unknownTitle" : "card.unknownPerson")}</div></div>
      </header>
      {phone ? <Numbers phones={[]} main={card.number} mainPretty={card.number_pretty || prettyNumber(card.number)} /> : null}
      {phone ? <PlanOf number={card.number} one={one} /> : null}
      <Warning card={card} />
      <PathOfCall one={one} />
      {mode === "" ? (
        <div className="stranger">
          <IconUserQuestion size={26} stroke={1.5} aria-hidden="true" />
          <p>{t(phone ? "card.unknownText" : "card.unknownPersonText")}</p>
          <div className="stranger-acts">
            <Button data-testid="new-contact" leftSection={<IconUserPlus size={16} />} onClick={() => setMode("create")}>{t("card.newContact")}</Button>
            <Button variant="default" leftSection={<IconLink size={16} />} onClick={() => setMode("attach")}>{t("card.attach")}</Button>
          </div>
        </div>
      ) : null}
      {mode === "create" ? <ContactForm contact={null} formKey={`n${card.interaction}`} number={phone ? card.number : ""} name={card.caller_name} onDone={join} onCancel={() => setMode("")} /> : null}
      {mode === "attach" ? <Attach onPick={(contact) => void attach(contact)} onCancel={() => setMode("")} /> : null}
      {card.last.length ? <Timeline contact={null} last={card.last} current={one?.id ?? 0} /> : null}
    </div>
  );
}

function Attach({ onPick, onCancel }: { onPick: (contact: ContactView) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const found = useContactSearch(text);
  const [at, setAt] = useState(0);
  const last = Math.max(0, found.contacts.length - 1);
  const active = Math.min(at, last);
  const enter = useHurry(text, found.settled, () => { const chosen = found.contacts[active]; if (chosen) onPick(chosen); });
  function pressed(event: KeyboardEvent): void {
    if (event.key === "Enter") enter();
    else if (event.key === "Escape") onCancel();
    else if (event.key === "ArrowDown") { setAt(Math.min(active + 1, last)); event.preventDefault(); }
    else if (event.key === "ArrowUp") { setAt(Math.max(active - 1, 0)); event.preventDefault(); }
  }
  return (
    <div className="contact-form">
      <TextInput label={t("card.attachTitle")} placeholder={t("card.attachHow")} autoFocus value={text} onChange={(event) => { setText(event.currentTarget.value); setAt(0); }}
        onKeyDown={pressed} />
      <div className="pick-list">
        {found.contacts.map((contact, index) => (
          <button key={contact.id} type="button" className={index === active ? "pick active" : "pick"} onClick={() => onPick(contact)}>
            <Face name={contact.name} size={28} />
            <span className="grow"><b>{plain(contact.name)}</b><br /><span className="soft">{contact.company ? plain(contact.company.name) : ""}</span></span>
            <span className="tel soft">{prettyNumber(contact.phones[0] ?? "")}</span>
          </button>
        ))}
        {found.settled && found.contacts.length === 0 ? <div className="soft pad">{t("search.nothing")}. {t("search.nothingHow")}</div> : null}
      </div>
      <div className="form-foot"><Button variant="default" onClick={onCancel}>{t("common.cancel")}</Button></div>
    </div>
  );
}
