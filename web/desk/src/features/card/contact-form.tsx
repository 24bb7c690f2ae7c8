import { Button, Checkbox, Pill, Select, TagsInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { Problem } from "../../api/http";
import type { ContactRequest, ContactView } from "../../api/types";
import { plain, prettyNumber } from "../../ui/format";
import { showDone, showProblem, wordsOf } from "../../ui/problem";
import { changesOf, fieldsOf, keepForm, keptForm, merged, noFields, tidied, type Fields } from "./form-fields";

interface Props { contact: ContactView | null; formKey: string; number: string; name: string; onDone: (contact: ContactView) => Promise<void> | void; onCancel: () => void }

/** One form for a new customer and for changing a known one. What is typed is kept until it is saved or cancelled. */
export function ContactForm({ contact, formKey, number, name: suggested, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [form, setForm] = useState(() => {
    const start = contact ? fieldsOf(contact) : { ...noFields, name: suggested, phones: number ? [number] : [] };
    return keptForm(formKey) ?? { base: start, typed: start, version: contact?.version ?? 0 };
  });
  const sent = useRef({ body: "", key: "" });  // the same customer sent again after a lost answer is one customer
  const [trouble, setTrouble] = useState("");
  const [nameNeeded, setNameNeeded] = useState(false);
  const [saving, setSaving] = useState(false);
  const companies = useQuery({ queryKey: ["companies"], queryFn: api.companies, staleTime: 300_000 });
  const { typed } = form;

  function change(what: Partial<Fields>): void {
    const next = { ...form, typed: { ...typed, ...what } };
    setForm(next);
    keepForm(formKey, next);
  }
  function refresh(id: number): void {
    void queries.invalidateQueries({ queryKey: ["card", id] });
    void queries.invalidateQueries({ queryKey: ["timeline", id] });
  }
  function createOnce(wanted: ContactRequest): Promise<ContactView> {
    const body = JSON.stringify(wanted);
    if (sent.current.body !== body) sent.current = { body, key: api.newKey() };
    return api.createContact(wanted, sent.current.key);
  }
  async function undo(saved: ContactView): Promise<void> {
    try {
      await api.changeContact(saved.id, { ...changesOf(fieldsOf(saved), form.base), version: saved.version });
      refresh(saved.id);
      showDone(t("card.undone"));
    } catch (error) {
      showProblem(error);
    }
  }
  async function meetNewer(id: number): Promise<void> {
    const { contact: newer } = await api.contactCard(id);
    if (!newer) return;
    const fields = fieldsOf(newer);
    const next = { base: fields, typed: merged(form.base, typed, fields), version: newer.version };
    setForm(next);
    keepForm(formKey, next);
    setTrouble(t("card.conflict"));
    void queries.invalidateQueries({ queryKey: ["card", id] });
  }
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (saving) return;
    const wanted = tidied(typed);
    if (!wanted.name) { setNameNeeded(true); document.getElementById("contact-name")?.focus(); return; }
    setSaving(true);
    setTrouble("");
    try {
      const { company, ...rest } = wanted;
      const saved = contact ? await api.changeContact(contact.id, { ...changesOf(form.base, wanted), version: form.version })
        : await createOnce(company ? wanted : rest);
      keepForm(formKey, null);
      await onDone(saved);
      showDone(t("card.saved"), contact ? () => void undo(saved) : undefined);
      refresh(saved.id);
    } catch (error) {
      if (error instanceof Problem && error.code === "conflict" && contact) await meetNewer(contact.id).catch((next: unknown) => setTrouble(wordsOf(next)));
      else setTrouble(wordsOf(error));
    } finally {
      setSaving(false);
    }
  }
  function cancel(): void {
    keepForm(formKey, null);
    onCancel();
  }
  return (
    <form className="contact-form" onSubmit={(event) => void save(event)} noValidate onKeyDown={(event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();  // here it saves the card and does not finish the call
      event.currentTarget.requestSubmit();
    }}>
      <h2>{contact ? t("card.edit") : t("card.newContact")}</h2>
      <TextInput id="contact-name" name="name" label={t("card.name")} withAsterisk autoFocus autoComplete="off" maxLength={200} value={typed.name} error={nameNeeded && !typed.name.trim() ? t("card.nameNeeded") : null}
        onChange={(event) => change({ name: event.currentTarget.value })} />
      <TagsInput name="phones" label={t("card.phones")} value={typed.phones} onChange={(phones) => change({ phones })} splitChars={[",", ";"]} acceptValueOnBlur
        renderPill={({ option, onRemove }) => <Pill withRemoveButton onRemove={onRemove} removeButtonProps={{ "aria-label": t("card.removeNumber", { number: prettyNumber(option.label) }) }}>{prettyNumber(option.label)}</Pill>} />
      <TagsInput name="emails" label={t("card.email")} value={typed.emails} onChange={(emails) => change({ emails })} splitChars={[",", ";", " "]} acceptValueOnBlur />
      <Select name="company" label={t("card.company")} searchable clearable value={typed.company ? String(typed.company) : null} onChange={(company) => change({ company: Number(company ?? 0) })} limit={30} placeholder={t("card.noCompany")}
        data={(companies.data ?? []).map((one) => ({ value: String(one.id), label: plain(one.name) }))} />
      <TextInput name="segment" label={t("card.segment")} maxLength={64} value={typed.segment} onChange={(event) => change({ segment: event.currentTarget.value })} />
      <div className="form-checks">
        <Checkbox label={t("card.vip")} checked={typed.vip} onChange={(event) => change({ vip: event.currentTarget.checked })} />
        <Checkbox label={t("card.difficult")} checked={typed.difficult} onChange={(event) => change({ difficult: event.currentTarget.checked })} />
      </div>
      {trouble ? <div className="form-trouble" role="alert">{trouble}</div> : null}
      <div className="form-foot">
        <Button variant="default" onClick={cancel}>{t("common.cancel")}</Button>
        <Button type="submit" loading={saving} data-testid="save-contact">{t("card.saveContact")}</Button>
      </div>
    </form>
  );
}
