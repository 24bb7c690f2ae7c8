import { Button, SegmentedControl, Select, TextInput, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "../../api/endpoints";
import { serverNow } from "../../api/http";
import { plain } from "../../ui/format";
import { useLive } from "../live/store";
import { MomentField } from "./moment-field";
import { against, usualMoments } from "./moments";
import { plan } from "./plan-actions";

export function PlanForm({ number: given, queue: given_queue, onDone }: { number: string; queue: string; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const queues = useLive((state) => state.queues);
  const me = useLive((state) => state.me);
  const mine = useLive((state) => (state.me ? state.agents[state.me.id]?.queues : undefined)) ?? [];
  const key = `okno.plan.${given}`;
  const [note, setNote] = useState(() => localStorage.getItem(key) ?? "");
  const [number, setNumber] = useState(given);
  const [queue, setQueue] = useState(given_queue || mine[0] || Object.values(queues)[0]?.name || "");
  const [at, setAt] = useState<number | null>(() => usualMoments(serverNow())[1]?.at ?? null);
  const [by, setBy] = useState<"me" | "free">("me");
  const [once] = useState(newKey);
  const [saving, setSaving] = useState(false);
  const works = mine.includes(queue);
  const trouble = against(at, serverNow());
  function write(text: string): void {
    setNote(text);
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  }
  async function save(): Promise<void> {
    if (trouble || at === null || saving) return;
    setSaving(true);
    // The running minute is still to come for who chose it, not for the server.
    const wish = { number: number.trim(), queue, at_ms: Math.max(at, serverNow() + 2000), note: note.trim(), ...(by === "me" && works && me ? { agent: me.id } : {}) };
    const done = await plan(queries, wish, once);
    setSaving(false);
    if (!done) return;
    write("");
    onDone();
  }
  return (
    <form className="plan-form" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <MomentField value={at} onChange={setAt} />
      {trouble && trouble !== "none" ? <div className="form-trouble" role="alert">{t(`planned.${trouble}`)}</div> : null}
      <TextInput size="sm" data-testid="plan-number" label={t("planned.number")} inputMode="tel" value={number} onChange={(event) => setNumber(event.currentTarget.value)} />
      <Select size="sm" label={t("planned.queue")} allowDeselect={false} value={queue} onChange={(value) => { if (value) setQueue(value); }} comboboxProps={{ withinPortal: false }}
        data={Object.values(queues).map((one) => ({ value: one.name, label: plain(one.title) }))} />
      <div><div className="label">{t("planned.who")}</div>
        <SegmentedControl fullWidth size="sm" data-testid="plan-who" aria-label={t("planned.who")} value={works ? by : "free"} onChange={(value) => setBy(value as "me" | "free")} disabled={!works}
          data={[{ value: "me", label: t("planned.me") }, { value: "free", label: t("planned.free") }]} />
        <div className="soft small">{t(works ? (by === "me" ? "planned.meHow" : "planned.freeHow") : "planned.notMine")}</div></div>
      <Textarea autosize minRows={2} maxRows={5} maxLength={2000} data-testid="plan-note" label={t("planned.note")} placeholder={t("planned.noteHow")} value={note} onChange={(event) => write(event.currentTarget.value)} />
      <div className="form-foot"><Button size="sm" variant="default" onClick={onDone}>{t("common.cancel")}</Button>
        <Button size="sm" type="submit" data-testid="plan-save" loading={saving} disabled={Boolean(trouble) || !number.trim() || !queue}>{t("planned.save")}</Button></div>
    </form>
  );
}
