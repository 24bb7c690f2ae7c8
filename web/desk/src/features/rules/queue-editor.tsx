import { Select, TagsInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { allNoAnswer, allStrategy } from "../../api/types.gen";
import type { QueueRulesView, RelaxStepView, SkillLevel } from "../../api/types";
import { plain } from "../../ui/format";
import { ChoiceRule, DurationInput, DurationRule, Editor, Group, HoursRule, NumberRule, SwitchRule, TargetRule, TextRule, useEditing, useField, WordsRule } from "./editor";
import { RecordedRule } from "./recorded-rule";
import { isNew } from "./draft";
import { QueueNow } from "./queue-now";
import { QueueWays } from "./queue-ways";
import { forgetRow } from "./rules-store";
import { bestLevel, skillsOf, stepsOf } from "./skills";

const levels = Array.from({ length: bestLevel }, (_, i) => String(i + 1));

export function QueueEditor({ id, locked }: { id: string; locked: boolean }) {
  return <><QueueNow id={id} locked={locked} /><Editor kind="queues" id={id} locked={locked}><Groups /></Editor></>;
}

export const queueGroups = ["able", "turn", "known", "ring", "after", "letters", "open", "line"] as const;

function Groups() {
  const { t } = useTranslation();
  const { item, all } = useEditing();
  const queue = item as unknown as QueueRulesView;
  const skills = skillsOf(all);
  return (
    <>
      {isNew(queue) ? <Group name="names"><TextRule field="title" /><TextRule field="name" /></Group> : null}
      <QueueWays />
      <Group name="able">
        <ChoiceRule field="strategy" choices={allStrategy.map((value) => ({ value, label: t(`strategy.${value}`) }))} />
        <NumberRule field="ring_at_once" />
        <RequiredSkills skills={skills} />
        <WordsRule field="preferred" data={skills} />
        <Relaxation />
        <SkillRule skills={skills} />
        <NumberRule field="difficult_level" />
        <SwitchRule field="language_as_skill" />
      </Group>
      <Group name="turn">
        <NumberRule field="priority" />
        <NumberRule field="ageing" zero />
        <NumberRule field="vip_priority" zero />
        <NumberRule field="max_waiting" />
      </Group>
      <Group name="known">
        <SwitchRule field="last_agent_first" />
        <DurationRule field="last_agent_wait_s" unit="s" zero />
        <SwitchRule field="owner_first" />
        <DurationRule field="owner_wait_s" unit="s" zero />
        <SwitchRule field="owner_on_mobile" />
      </Group>
      <Group name="ring">
        <DurationRule field="ring_limit_s" unit="s" />
        <ChoiceRule field="no_answer" choices={allNoAnswer.map((value) => ({ value, label: t(`noAnswer.${value}`) }))} />
        {queue.no_answer === "pause" ? <DurationRule field="no_answer_pause_s" unit="s" zero /> : null}
        <NumberRule field="card_limit_ms" unit="ms" step={50} />
        <DurationRule field="service_level_limit_s" unit="s" />
        <RecordedRule />
      </Group>
      <Group name="after">
        <DurationRule field="wrap_up_limit_s" unit="s" />
        <DurationRule field="wrap_up_extension_s" unit="s" zero />
        {queue.wrap_up_extension_s > 0 ? <NumberRule field="wrap_up_extensions" /> : null}
      </Group>
      <Group name="letters">
        <NumberRule field="letters_min_idle" zero />
        <NumberRule field="letters_max_occupancy" unit="percent" step={5} />
        <SwitchRule field="letters_put_back" />
      </Group>
      <Group name="open">
        <HoursRule field="hours" />
        <TargetRule field="when_closed" empty={t("rules.asProject")} />
        <TargetRule field="when_nobody" empty={t("rules.theyWait")} />
        <NumberRule field="overflow_size" zero />
        <DurationRule field="overflow_wait_s" unit="s" zero />
        <TargetRule field="overflow_to" empty={t("rules.nowhere")} />
      </Group>
      <Group name="line">
        <DurationRule field="announce_first_s" unit="s" zero />
        <DurationRule field="announce_every_s" unit="s" zero />
        <SwitchRule field="announce_position" />
        <SwitchRule field="announce_wait" />
        <SwitchRule field="callback_offered" />
        {queue.callback_offered ? <><NumberRule field="callback_tries" /><DurationRule field="callback_retry_s" unit="min" /></> : null}
        <DurationRule field="planned_wait_s" unit="min" />
      </Group>
      {isNew(queue) ? null : <Group name="names"><TextRule field="title" /></Group>}
    </>
  );
}

function SkillRule({ skills }: { skills: readonly string[] }) {
  const { t } = useTranslation();
  const { item, set } = useEditing();
  const value = String(item["difficult_skill"]);
  return <Select {...useField("difficult_skill")} value={value} allowDeselect={false} onChange={(next) => set({ difficult_skill: next ?? "" })} data-rule="difficult_skill"
    data={[{ value: "", label: t("rules.anybody") }, ...skills.map((one) => ({ value: one, label: plain(one) }))]} />;
}

function RequiredSkills({ skills }: { skills: readonly string[] }) {
  const { t } = useTranslation();
  const { item, set, locked } = useEditing();
  const { label, description, error } = useField("required");
  const required = item["required"] as SkillLevel[];
  const change = (next: SkillLevel[]): void => set({ required: next });
  return (
    <div className="rules-wide">
      <TagsInput label={label} description={description} error={error} disabled={locked} data={[...skills]} value={required.map((one) => one.skill)} data-rule="required" data-testid="required-skills" placeholder={required.length ? "" : t("rules.addSkill")}
        onChange={(names) => change(names.map((skill) => required.find((one) => one.skill === skill) ?? { skill, level: 1 }))} />
      {required.length ? (
        <ul className="rules-levels">
          {required.map((one) => (
            <li key={one.skill}><b className="clip">{plain(one.skill)}</b><span className="soft">{t("rules.notUnder")}</span>
              <Select size="xs" w={76} aria-label={t("rules.levelOf", { skill: one.skill })} data={levels} value={String(one.level)} allowDeselect={false} disabled={locked} onChange={(level) => change(required.map((other) => (other.skill === one.skill ? { ...other, level: Number(level) } : other)))} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** The steps as a table, with how many of the queue's people each of them lets in. */
function Relaxation() {
  const { t } = useTranslation();
  const { item, all, set, locked } = useEditing();
  const queue = item as unknown as QueueRulesView;
  const { label, description, error } = useField("relaxation");
  const steps = stepsOf(all, queue);
  const change = (relaxation: RelaxStepView[]): void => set({ relaxation });
  const last = queue.relaxation.at(-1);
  const most = queue.required.reduce((level, one) => Math.max(level, one.level), 0);
  if (!queue.required.length && !queue.relaxation.length) return <div className="rules-wide"><Label label={label} description={t("rules.noRelaxation")} /></div>;
  return (
    <div className="rules-wide" role="group" aria-label={t("ruleName.relaxation")}>
      <Label label={label} description={description} />
      <ol className="rules-steps">
        {steps.map((step, i) => (
          <li key={i}>
            {i === 0 ? <span className="rules-step-words">{t("rules.atFirst")}</span> : (
              <span className="rules-step-words">{t("rules.after")}
                <DurationInput field="relaxation" part={String(i - 1)} label={t("rules.stepTime", { n: i })} width={112} value={step.after_s} unit="s" locked={locked} onChange={(after_s) => change(queue.relaxation.map((one, at) => (at === i - 1 ? { ...one, after_s } : one)))} />
                <Select size="xs" w={132} aria-label={t("rules.stepLevel", { n: i })} allowDeselect={false} disabled={locked} value={String(step.level)} onChange={(level) => change(queue.relaxation.map((one, at) => (at === i - 1 ? { ...one, level: Number(level) } : one)))}
                  data={[{ value: "0", label: t("rules.anybody") }, ...levels.map((value) => ({ value, label: t("rules.levelFrom", { value }) }))]} />
              </span>
            )}
            <span className="soft">{t("rules.able", { count: step.able })}</span>
            {i > 0 && !locked ? <button type="button" className="icon-button" aria-label={t("rules.removeStep", { n: i })} onClick={() => { forgetRow({ kind: "queues", key: String(queue.id) }, "relaxation", i - 1); change(queue.relaxation.filter((_, at) => at !== i - 1)); }}><IconTrash size={15} aria-hidden="true" /></button> : null}
          </li>
        ))}
      </ol>
      {error ? <p className="rules-error">{error}</p> : null}
      {locked ? null : <button type="button" className="text-button" onClick={() => change([...queue.relaxation, { after_s: (last?.after_s ?? 0) + 30, level: Math.max(0, (last?.level ?? most) - 1) }])}><IconPlus size={15} aria-hidden="true" />{t("rules.addStep")}</button>}
    </div>
  );
}

export function Label({ label, description }: { label: ReactNode; description: string }) {
  return <><div className="mantine-InputWrapper-label rules-label">{label}</div><p className="soft small rules-help">{description}</p></>;
}
