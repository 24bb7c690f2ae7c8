import { Button, NumberInput, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Channel, Message, PauseRuleView, Together, Weights } from "../../api/types";
import { allChannel } from "../../api/types.gen";
import { reasonWords } from "../conversation/words";
import { DurationInput, Editor, Group, HoursRule, NumberRule, SwitchRule, TargetRule, TextRule, useEditing, useField, WordsRule } from "./editor";
import { MarkMissing, MarkRule } from "./mark-rule";
import { isWithin, ranges } from "./ranges";
import { Label } from "./queue-editor";
import { RecordedRule } from "./recorded-rule";
import { ZoneRule } from "./zone-rule";

export function ProjectEditor({ id, locked }: { id: string; locked: boolean }) {
  return <Editor kind="projects" id={id} locked={locked}><Groups /></Editor>;
}

function Groups() {
  const { t } = useTranslation();
  return (
    <>
      <Group name="together"><TogetherMatrix /><WeightsRow /></Group>
      <Group name="projectOpen">
        <ZoneRule />
        <HoursRule field="hours" />
        <TargetRule field="when_closed" empty={t("rules.closedMessage")} />
      </Group>
      <Group name="out">
        <NumberRule field="hooligan_marks" zero />
        <MarkRule />
        <TargetRule field="blacklisted_to" empty={t("rules.refused")} />
        <MarkMissing />
      </Group>
      <Group name="pauses"><WordsRule field="pause_reasons" /><PauseRules /></Group>
      <Group name="messages"><Messages /></Group>
      <Group name="rest">
        <TextRule field="title" />
        <TextRule field="caller_id" />
        <TextRule field="greeting" long />
        <WordsRule field="dispositions" />
      </Group>
      <Group name="recordings">
        <RecordedRule />
        <SwitchRule field="recording_announced" />
        <NumberRule field="recordings_kept_days" zero />
        <SwitchRule field="agents_hear_own" />
        <SwitchRule field="agents_download" />
      </Group>
    </>
  );
}

/** Rows: what he holds; columns: what may come beside it. */
function TogetherMatrix() {
  const { t } = useTranslation();
  const { item, set, locked } = useEditing();
  const { label, description, error } = useField("together");
  const together = item["together"] as Together[];
  const may = (holding: Channel, coming: Channel): boolean => together.some((one) => one.holding === holding && one.coming === coming);
  const turn = (holding: Channel, coming: Channel): void => set({ together: may(holding, coming) ? together.filter((one) => one.holding !== holding || one.coming !== coming) : [...together, { holding, coming }] });
  return (
    <div className="rules-wide">
      <Label label={label} description={description} />
      <table className="rules-together">
        <thead><tr><td /><th scope="colgroup" colSpan={allChannel.length}>{t("rules.mayGet")}</th></tr><tr><th scope="col" className="corner">{t("rules.whileHolding")}</th>{allChannel.map((one) => <th key={one} scope="col">{t(`interaction.${one}`)}</th>)}</tr></thead>
        <tbody>
          {allChannel.map((holding) => (
            <tr key={holding}>
              <th scope="row">{t(`interaction.${holding}`)}</th>
              {allChannel.map((coming) => (
                <td key={coming}>{holding === coming ? <span className="soft" title={t("rules.byCapacity")}>≡<span className="unseen">{t("rules.byCapacity")}</span></span> : (
                  <label className={may(holding, coming) ? "rules-may yes" : "rules-may"}><input type="checkbox" disabled={locked} checked={may(holding, coming)} onChange={() => turn(holding, coming)} aria-label={t("rules.mayBeside", { holding: t(`interaction.${holding}`), coming: t(`interaction.${coming}`) })} /></label>
                )}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft small">{t("rules.byCapacityHow")}</p>
      {error ? <p className="rules-error">{error}</p> : null}
    </div>
  );
}

function WeightsRow() {
  const { t } = useTranslation();
  const { item, set, locked } = useEditing();
  const { label, description, error } = useField("weights");
  const weights = item["weights"] as Weights;
  return (
    <div className="rules-wide">
      <Label label={label} description={description} />
      <div className="rules-weights">
        {allChannel.map((one) => <NumberInput key={one} size="sm" label={t(`interaction.${one}`)} value={weights[one]} step={10} suffix=" %" allowDecimal={false} clampBehavior="none" isAllowed={({ floatValue }) => Math.abs(floatValue ?? 0) <= 1e7} error={isWithin(weights[one], ranges["weights"]) ? undefined : t("rules.range", { least: 0, most: 100 })} disabled={locked} onChange={(value) => set({ weights: { ...weights, [one]: typeof value === "number" ? value : 0 } })} />)}
      </div>
      {error ? <p className="rules-error">{error}</p> : null}
    </div>
  );
}

function PauseRules() {
  const { t } = useTranslation();
  const { item, set, locked } = useEditing();
  const { label, description, error } = useField("pause_rules");
  const rules = item["pause_rules"] as PauseRuleView[];
  const reasons = item["pause_reasons"] as string[];
  const limitOf = (reason: string): number => rules.find((one) => one.reason === reason)?.limit_s ?? 0;
  const change = (reason: string, limit_s: number): void => set({ pause_rules: [...rules.filter((one) => one.reason !== reason), ...(limit_s !== 0 ? [{ reason, limit_s }] : [])] });
  return (
    <div className="rules-wide">
      <Label label={label} description={description} />
      <div className="rules-weights">
        {reasons.map((reason) => <DurationInput key={reason} field="pause_rules" part={reason} shownLabel label={reasonWords(t, reason)} value={limitOf(reason)} unit="min" locked={locked} onChange={(value) => change(reason, value)} />)}
      </div>
      {error ? <p className="rules-error">{error}</p> : null}
    </div>
  );
}

function Messages() {
  const { t } = useTranslation();
  const { item, set, locked } = useEditing();
  const { error } = useField("messages");
  const messages = item["messages"] as Message[];
  const change = (at: number, patch: Partial<Message>): void => set({ messages: messages.map((one, i) => (i === at ? { ...one, ...patch } : one)) });
  const add = (): void => {
    let n = messages.length + 1;
    const named = (name: string): boolean => messages.some((one) => one.name === name);
    if (!named("closed")) { set({ messages: [...messages, { name: "closed", title: t("rules.closedTitle"), say: t("rules.closedSay") }] }); return; }
    while (named(`message${n}`)) n += 1;
    set({ messages: [...messages, { name: `message${n}`, title: "", say: "" }] });
  };
  return (
    <div className="rules-wide">
      {messages.length === 0 ? <p className="soft">{t("rules.noMessages")}</p> : null}
      {messages.map((one, at) => (
        <div key={at} className="rules-message">
          <TextInput size="sm" label={t("rules.messageName")} value={one.name} disabled={locked} maxLength={60} onChange={(event) => change(at, { name: event.currentTarget.value.trim() })} />
          <TextInput size="sm" label={t("rules.messageTitle")} value={one.title} disabled={locked} maxLength={120} onChange={(event) => change(at, { title: event.currentTarget.value })} />
          <Textarea size="sm" className="say" label={t("rules.messageSay")} autosize minRows={2} maxRows={6} value={one.say} disabled={locked} maxLength={1500} onChange={(event) => change(at, { say: event.currentTarget.value })} />
          {locked ? null : <button type="button" className="icon-button" aria-label={t("rules.removeMessage", { name: one.title || one.name })} onClick={() => set({ messages: messages.filter((_, i) => i !== at) })}><IconTrash size={16} aria-hidden="true" /></button>}
        </div>
      ))}
      {error ? <p className="rules-error">{error}</p> : null}
      {locked ? null : <Button variant="default" size="sm" leftSection={<IconPlus size={15} />} onClick={add}>{t("rules.addMessage")}</Button>}
    </div>
  );
}
