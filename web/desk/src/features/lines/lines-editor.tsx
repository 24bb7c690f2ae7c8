import { Button, Collapse, NumberInput, PasswordInput, Select, TagsInput, TextInput } from "@mantine/core";
import { IconChevronDown, IconLock, IconPencil, IconPlugConnected, IconPlus, IconStethoscope, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import type { LineView, TrunkView } from "../../api/types";
import { plain } from "../../ui/format";
import { Chip, Dot, Empty } from "../../ui/parts";
import { showDone, showProblem, wordsOf } from "../../ui/problem";
import { lineHow, lineTone } from "../board/lines";
import { useLive } from "../live/store";
import { LineTest } from "./line-test";
import { draftOf, emptyDraft, requestOf, wrongOf, type LineDraft } from "./line-form";
import "./lines.css";

/** The lines to the providers: each with how it stands, those of the settings file to look at, the others to change. */
export function LinesEditor({ locked }: { locked: boolean }) {
  const { t } = useTranslation();
  const told = useLive((state) => state.trunks);
  const states = useQuery({ queryKey: ["trunks"], queryFn: api.trunks });
  const setups = useQuery({ queryKey: ["line-setups"], queryFn: api.lineSetups, enabled: !locked });
  const [open, setOpen] = useState<number | "new" | null>(null);
  const [tested, setTested] = useState("");
  if (setups.isError) return <section className="panel"><Empty title={wordsOf(setups.error)} /></section>;
  const lines = setups.data ?? [];
  const stateOf = (name: string): TrunkView | undefined => told[name] ?? states.data?.find((one) => one.name === name);
  const close = (): void => setOpen(null);
  return (
    <>
      <p className="soft rules-note">{t("lineSetup.how")}</p>
      <section className="panel lines-list">
        {setups.isSuccess && lines.length === 0 && open === null ? <Empty icon={<IconPlugConnected size={26} />} title={t("lineSetup.none")} text={t("lineSetup.noneHow")} /> : null}
        <ul>
          {lines.map((line) => (
            <li key={line.name} data-testid={`line-${line.name}`}>
              <LineRow line={line} state={stateOf(line.name)} onEdit={line.id > 0 ? () => setOpen(open === line.id ? null : line.id) : undefined} editing={open === line.id} onTest={() => setTested(tested === line.name ? "" : line.name)} testing={tested === line.name} />
              {tested === line.name ? <LineTest line={line.name} /> : null}
              {open === line.id && line.id > 0 ? <LineForm before={line} onDone={close} /> : null}
            </li>
          ))}
        </ul>
        {open === "new" ? <LineForm before={null} onDone={close} />
          : locked ? null : <Button mt="sm" variant={lines.length ? "default" : "filled"} size="sm" data-testid="add-line" leftSection={<IconPlus size={15} />} onClick={() => setOpen("new")}>{t("lineSetup.add")}</Button>}
      </section>
    </>
  );
}

function LineRow({ line, state, onEdit, editing, onTest, testing }: { line: LineView; state: TrunkView | undefined; onEdit: (() => void) | undefined; editing: boolean; onTest: () => void; testing: boolean }) {
  const { t } = useTranslation();
  const shown: TrunkView = state ?? { name: line.name, standing: "unknown", why: "", status: 0, channels: 0, since_ms: 0 };
  return (
    <div className="lines-row">
      <Dot tone={lineTone(shown)} />
      <span className="grow lines-words">
        <span><b>{plain(line.name)}</b> <span className="soft">{[plain(line.address), line.transport.toUpperCase(), plain(line.login), plain(line.caller_id)].filter(Boolean).join(" · ")}</span></span>
        <span className="soft small" data-testid={`line-how-${line.name}`}>{t(`lines.${lineHow(shown)}How`, { status: shown.status })}</span>
      </span>
      {shown.channels > 0 ? <span className="soft small num">{t("lines.calls", { count: shown.channels })}</span> : null}
      <Chip tone={lineTone(shown)}>{t(`lines.${lineHow(shown)}`)}</Chip>
      <Button size="compact-sm" variant="default" aria-expanded={testing} leftSection={<IconStethoscope size={15} />} data-testid={`test-line-${line.name}`} onClick={onTest}>{t("lineTest.open")}</Button>
      {onEdit ? <button type="button" className="icon-button" aria-expanded={editing} aria-label={t("lineSetup.edit", { name: plain(line.name) })} data-testid={`edit-line-${line.name}`} onClick={onEdit}><IconPencil size={17} aria-hidden="true" /></button>
        : <span className="soft small lines-fixed" title={t("lineSetup.fixedHow")}><IconLock size={14} aria-hidden="true" />{t("lineSetup.fixed")}</span>}
    </div>
  );
}

const codecOrders = ["", "pcma pcmu", "pcmu pcma", "pcma", "pcmu"];

function LineForm({ before, onDone }: { before: LineView | null; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<LineDraft>(before ? draftOf(before) : emptyDraft);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [more, setMore] = useState(false);
  const [once] = useState(api.newKey);
  const wrong = wrongOf(draft, before);
  const set = (patch: Partial<LineDraft>): void => setDraft((now) => ({ ...now, ...patch }));
  const error = (field: keyof LineDraft): string | undefined => { const code = wrong[field]; return tried && code ? t(`lineWrong.${code}`) : undefined; };
  async function carryOut(work: () => Promise<unknown>, words: string): Promise<void> {
    setBusy(true);
    try {
      await work();
      await Promise.all([queries.invalidateQueries({ queryKey: ["line-setups"] }), queries.invalidateQueries({ queryKey: ["trunks"] }), queries.invalidateQueries({ queryKey: ["audit"] })]);
      showDone(words);
      onDone();
    } catch (failure) { showProblem(failure); } finally { setBusy(false); }
  }
  function save(): void {
    setTried(true);
    const bad = Object.keys(wrong);
    if (bad.some((field) => ["allowed", "prefixes"].includes(field))) setMore(true);
    if (bad.length) return;
    const wish = requestOf(draft, before);
    if (before && Object.keys(wish).length === 0) { onDone(); return; }
    void carryOut(() => (before ? api.changeLine(before.id, wish) : api.addLine(wish, once)), t("lineSetup.saved"));
  }
  return (
    <form className="lines-form" onSubmit={(event) => { event.preventDefault(); save(); }} noValidate aria-label={t("lineSetup.form")}>
      <div className="lines-fields">
        <TextInput label={t("lineSetup.address")} description={t("lineSetup.addressHow")} placeholder="sip.example.ru" value={draft.address} error={error("address")} maxLength={253} autoFocus={!before} data-testid="line-address" autoComplete="off" onChange={(event) => set({ address: event.currentTarget.value })} />
        <TextInput label={t("lineSetup.login")} description={t("lineSetup.loginHow")} value={draft.login} maxLength={200} data-testid="line-login" autoComplete="off" onChange={(event) => set({ login: event.currentTarget.value })} />
        <PasswordInput label={t("lineSetup.password")} description={t(before?.password_known ? "lineSetup.passwordKept" : "lineSetup.passwordHow")} value={draft.password} error={error("password")} maxLength={200} data-testid="line-password" autoComplete="new-password" onChange={(event) => set({ password: event.currentTarget.value })} />
        <TextInput label={t("lineSetup.number")} description={t("lineSetup.numberHow")} placeholder="+7 495 000-11-22" value={draft.caller_id} error={error("caller_id")} maxLength={40} data-testid="line-number" autoComplete="off" onChange={(event) => set({ caller_id: event.currentTarget.value })} />
        <TextInput label={t("lineSetup.name")} description={t("lineSetup.nameHow")} value={draft.name} error={error("name")} maxLength={64} data-testid="line-name" autoComplete="off" onChange={(event) => set({ name: event.currentTarget.value })} />
      </div>
      <button type="button" className="text-button lines-more" aria-expanded={more} data-testid="line-more" onClick={() => setMore(!more)}><IconChevronDown size={15} aria-hidden="true" className={more ? "turned" : ""} />{t("lineSetup.more")}</button>
      <Collapse expanded={more}>
        <div className="lines-fields">
          <Select label={t("lineSetup.transport")} description={t("lineSetup.transportHow")} data={["udp", "tcp", "tls"].map((value) => ({ value, label: value.toUpperCase() }))} value={draft.transport} allowDeselect={false} data-testid="line-transport" onChange={(value) => set({ transport: value ?? "udp", media_encryption: value === "tls" ? (draft.media_encryption === "off" ? "required" : draft.media_encryption) : "off" })} />
          <Select label={t("lineSetup.encryption")} description={t("lineSetup.encryptionHow")} data={["off", "offer", "required"].map((value) => ({ value, label: t(`lineSealed.${value}`) }))} value={draft.media_encryption} disabled={draft.transport !== "tls"} allowDeselect={false} data-testid="line-encryption" onChange={(value) => set({ media_encryption: value ?? "off" })} />
          <Select label={t("lineSetup.codecs")} description={t("lineSetup.codecsHow")} data={codecOrders.map((value) => ({ value, label: value === "" ? t("lineSetup.anyCodec") : value.toUpperCase().replace(" ", ", ") }))} value={draft.codecs.join(" ")} allowDeselect={false} onChange={(value) => set({ codecs: (value ?? "").split(" ").filter(Boolean) })} />
          <TagsInput label={t("lineSetup.allowed")} description={t("lineSetup.allowedHow")} value={draft.allowed} error={error("allowed")} maxTags={32} data-testid="line-allowed" onChange={(value) => set({ allowed: value })} />
          <TagsInput label={t("lineSetup.prefixes")} description={t("lineSetup.prefixesHow")} value={draft.prefixes} error={error("prefixes")} maxTags={32} onChange={(value) => set({ prefixes: value })} />
          <NumberInput label={t("lineSetup.channels")} description={t("lineSetup.channelsHow")} value={draft.max_channels} min={0} max={100_000} allowDecimal={false} onChange={(value) => set({ max_channels: typeof value === "number" ? value : 0 })} />
        </div>
      </Collapse>
      <div className="rules-buttons">
        <Button type="submit" size="sm" loading={busy} data-testid="save-line">{t("common.save")}</Button>
        <Button size="sm" variant="default" onClick={onDone} disabled={busy}>{t("common.cancel")}</Button>
        <span className="grow" />
        {before ? <Button size="sm" variant="subtle" color="red" leftSection={<IconTrash size={15} />} disabled={busy} data-testid="remove-line" onClick={() => void carryOut(() => api.removeLine(before.id), t("lineSetup.removed", { name: plain(before.name) }))}>{t("lineSetup.remove")}</Button> : null}
      </div>
    </form>
  );
}
