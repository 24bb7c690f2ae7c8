import { Button, TextInput } from "@mantine/core";
import { IconCircleCheck, IconClockPause } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../api/http";
import type { ConfigurationView, HoursView, QueueRulesView } from "../../api/types";
import { useNow } from "../../ui/clock";
import { plain } from "../../ui/format";
import { showDone, showProblem, showWords } from "../../ui/problem";
import { href } from "../../ui/route";
import { closedToday, living, openToday, ownHours, queueNow, sharedWith, usualEnd, type QueueNow as Now } from "./closed-now";
import { itemOf, same, withItem, withoutItem } from "./draft";
import { readClock, showClock, wallTime } from "./hours-now";
import { saveApart, useRules, type Saved } from "./rules-store";
import { sameClock, whenIn, zoneName } from "./zone-words";

/** Whether the saved queue is open at this moment, why, until when; and today's exception with one press. */
export function QueueNow({ id, locked }: { id: string; locked: boolean }) {
  const { t } = useTranslation();
  const { base, draft, saving } = useRules();
  const [asking, setAsking] = useState(false);
  useNow();
  const queue = base ? itemOf(base, "queues", id) : undefined;
  if (!base || !draft || !queue) return null;
  const now = queueNow(base, queue, serverNow());
  const touched = !same(now.hours, now.hours ? itemOf(draft, "hours", now.hours.name) : null);
  return (
    <section className={now.open ? "panel rules-now open" : "panel rules-now"} aria-label={t("rules.now")} data-testid="queue-now">
      {now.open ? <IconCircleCheck size={28} aria-hidden="true" /> : <IconClockPause size={28} aria-hidden="true" />}
      <Line now={now} />
      {locked ? null : <Button size="sm" variant="default" loading={saving} aria-expanded={asking} onClick={() => setAsking(!asking)} data-testid="queue-turn">{t(now.open ? "rules.closeNow" : "rules.openNow")}</Button>}
      {asking && !locked ? touched || now.hours?.zone === "" ? <p className="rules-turn">{t(touched ? "rules.hoursTouched" : "rules.zoneFirst")}</p> : <Turn key={String(now.open)} all={base} queue={queue} now={now} done={() => setAsking(false)} /> : null}
    </section>
  );
}

function Line({ now }: { now: Now }) {
  const { t, i18n } = useTranslation();
  const { hours, next, open, why } = now;
  const at = serverNow();
  if (!hours) return <div className="grow"><div className="rules-now-line">{t("rules.openAlways")}</div><div className="soft">{t("rules.openAlwaysHow")}</div></div>;
  const name = plain(hours.title || hours.name);
  const zone = sameClock(hours.zone, "", at) ? "" : ` (${zoneName(hours.zone, at, i18n.language)})`;
  const when = next === null ? "" : whenIn(next, at, hours.zone, i18n.language, { tomorrow: t("rules.tomorrow"), midnight: t("rules.midnight") }) + zone;
  const because = t(`rules.why_${why}`, { title: plain(now.title) || t("rules.specialDay"), name });
  const head = next === null ? t(open ? "rules.openNoEnd" : "rules.closedNoEnd") : t(open ? "rules.openTill" : "rules.closedTill", { when });
  return (
    <div className="grow">
      <div className="rules-now-line" data-testid="queue-now-line">{head}</div>
      <div className="soft">{because} <a href={href("rules", { tab: "hours", id: hours.name })}>{t("rules.seeHours")}</a></div>
    </div>
  );
}

/** What it will do, to whom else, and until when; then it is done at once. */
function Turn({ all, queue, now, done }: { all: ConfigurationView; queue: QueueRulesView; now: Now; done: () => void }) {
  const { t } = useTranslation();
  const zone = itemOf(all, "projects", String(queue.project))?.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [until, setUntil] = useState(() => (now.hours ? showClock(usualEnd(now.hours, serverNow())) : ""));
  const end = readClock(until);
  const shared = now.hours ? sharedWith(all, queue, now.hours) : { queues: [], shifts: [] };
  const others = [...shared.queues.map((one) => t("rulePlace.queue", { name: plain(one) })), ...shared.shifts.map((one) => t("rules.shiftOf", { name: plain(one) }))];
  const title = t(now.open ? "rules.closedByHand" : "rules.openedByHand");
  const byHand = ["ru", "en"].flatMap((lng) => [t("rules.closedByHand", { lng }), t("rules.openedByHand", { lng })]);
  const late = now.hours !== null && end !== null && end <= wallTime(serverNow(), now.hours.zone).seconds;
  const bad = !now.open && (end === null || late);
  async function turn(own: boolean): Promise<void> {
    const change = (hours: HoursView): HoursView => (now.open ? closedToday(hours, serverNow(), title, byHand) : openToday(hours, serverNow(), end ?? 0, title, byHand));
    const hours = change(own || !now.hours ? ownHours(all, queue, now.hours, zone) : now.hours);
    const act = (settings: ConfigurationView): ConfigurationView => living(settings, queue, hours, own || !now.hours);
    await told(t, () => saveApart(act, showBeeps), t(now.open ? "rules.closedDone" : "rules.openedDone", { name: plain(queue.title || queue.name) }), () => void told(t, () => saveApart((settings) => back(settings, all, queue, hours), showBeeps), t("rules.undone")));
    done();
  }
  return (
    <div className="rules-turn" data-testid="queue-turn-how">
      <p>{t(!now.hours ? "rules.turnNone" : now.open ? "rules.turnClose" : "rules.turnOpen", { name: plain(now.hours?.title || now.hours?.name || "") })}</p>
      {others.length ? <p className="rules-warn">{t("rules.turnOthers", { names: others.join(", ") })}</p> : null}
      <div className="rules-buttons">
        {now.open ? null : <TextInput size="sm" w={110} aria-label={t("rules.openUntilHour")} leftSection={t("rules.till")} leftSectionWidth={34} value={until} error={bad} maxLength={5} onChange={(event) => setUntil(event.currentTarget.value)} data-testid="queue-turn-until" />}
        {others.length ? <Button size="sm" disabled={bad} onClick={() => void turn(true)} data-testid="queue-turn-own">{t("rules.turnOwn")}</Button> : null}
        <Button size="sm" variant={others.length ? "default" : "filled"} disabled={bad} onClick={() => void turn(false)} data-testid="queue-turn-go">{t(others.length ? "rules.turnAll" : now.open ? "rules.closeNow" : "rules.openNow")}</Button>
        <Button size="sm" variant="subtle" onClick={done}>{t("common.cancel")}</Button>
      </div>
      {bad ? <p className="rules-error">{t("rules.hourAhead")}</p> : null}
    </div>
  );
}

/** The hours as they were before, with the queue by those it had. */
function back(settings: ConfigurationView, before: ConfigurationView, queue: QueueRulesView, hours: HoursView): ConfigurationView {
  const was = itemOf(before, "hours", hours.name);
  const now = itemOf(settings, "queues", String(queue.id));
  const next = now && now.hours !== queue.hours ? withItem(settings, "queues", { ...now, hours: queue.hours }) : settings;
  return was ? withItem(next, "hours", was) : withoutItem(next, "hours", hours.name);
}
function showBeeps(words: readonly string[]): void { showWords(words.map(plain).join("; ")); }
async function told(t: (key: string) => string, act: () => Promise<Saved>, words: string, undo?: () => void): Promise<void> {
  try {
    const saved = await act();
    if (saved === "saved") showDone(words, undo);
    if (saved === "conflict") showWords(t("rules.conflictAgain"));
  } catch (error) { showProblem(error); }
}
