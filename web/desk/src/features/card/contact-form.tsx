import { Button, Checkbox, Select, TagsInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { Problem } from "../../api/http";
import type { ContactRequest, ContactView } from "../../api/types";
import { plain } from "../../ui/format";
import { showDone, wordsOf } from "../../ui/problem";

interface Props { contact: ContactView | null; number: string; name: string; onDone: (contact: ContactView) => Promise<void> | void; onCancel: () => void }

/** One form for a new customer and for changing a known one. */
export function ContactForm({ contact, number, name: suggested, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState(contact?.name ?? suggested);
  const [phones, setPhones] = useState(contact?.phones ?? (number ? [number] : []));
  const [emails, setEmails] = useState(contact?.emails ?? []);
  const [company, setCompany] = useState<string | null>(contact?.company ? String(contact.company.id) : null);
  const [segment, setSegment] = useState(contact?.segment ?? "");
  const [vip, setVip] = useState(contact?.vip ?? false);
  const [difficult, setDifficult] = useState(contact?.difficult ?? false);
  const [trouble, setTrouble] = useState("");
  const [nameNeeded, setNameNeeded] = useState(false);
  const [saving, setSaving] = useState(false);
  const companies = useQuery({ queryKey: ["companies"], queryFn: api.companies, staleTime: 300_000 });

  function request(): ContactRequest {
    const chosen = company ? Number(company) : 0;
    const base: ContactRequest = { name: name.trim(), phones, emails, segment: segment.trim(), vip, difficult };
    if (contact) return { ...base, company: chosen, version: contact.version };
    return { ...base, ...(chosen ? { company: chosen } : {}) };
  }
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (saving) return;
    if (!name.trim()) { setNameNeeded(true); document.getElementById("contact-name")?.focus(); return; }
    setSaving(true);
    setTrouble("");
    try {
      const saved = contact ? await api.changeContact(contact.id, request()) : await api.createContact(request());
      await onDone(saved);
      showDone(t("card.saved"));
      void queries.invalidateQueries({ queryKey: ["card", saved.id] });
      void queries.invalidateQueries({ queryKey: ["timeline", saved.id] });
    } catch (error) {
      if (error instanceof Problem && error.code === "conflict" && contact) {
        setTrouble(t("card.conflict"));
        void queries.invalidateQueries({ queryKey: ["card", contact.id] });
      } else {
        setTrouble(wordsOf(error));
      }
    } finally {
      setSaving(false);
    }
  }
  return (
    <form className="contact-form" onSubmit={(event) => void save(event)} noValidate>
      <h2>{contact ? t("card.edit") : t("card.newContact")}</h2>
      <TextInput id="contact-name" name="name" label={t("card.name")} withAsterisk autoFocus autoComplete="off" maxLength={200} value={name} error={nameNeeded && !name.trim() ? t("card.nameNeeded") : null}
        onChange={(event) => setName(event.currentTarget.value)} />
      <TagsInput name="phones" label={t("card.phones")} value={phones} onChange={setPhones} splitChars={[",", ";"]} acceptValueOnBlur />
      <TagsInput name="emails" label={t("card.email")} value={emails} onChange={setEmails} splitChars={[",", ";", " "]} acceptValueOnBlur />
      <Select name="company" label={t("card.company")} searchable clearable value={company} onChange={setCompany} limit={30} placeholder={t("card.noCompany")}
        data={(companies.data ?? []).map((one) => ({ value: String(one.id), label: plain(one.name) }))} />
      <TextInput name="segment" label={t("card.segment")} maxLength={64} value={segment} onChange={(event) => setSegment(event.currentTarget.value)} />
      <div className="form-checks">
        <Checkbox label={t("card.vip")} checked={vip} onChange={(event) => setVip(event.currentTarget.checked)} />
        <Checkbox label={t("card.difficult")} checked={difficult} onChange={(event) => setDifficult(event.currentTarget.checked)} />
      </div>
      {trouble ? <div className="form-trouble" role="alert">{trouble}</div> : null}
      <div className="form-foot">
        <Button variant="default" onClick={onCancel}>{t("common.cancel")}</Button>
        <Button type="submit" loading={saving} data-testid="save-contact">{t("card.saveContact")}</Button>
      </div>
    </form>
  );
}
