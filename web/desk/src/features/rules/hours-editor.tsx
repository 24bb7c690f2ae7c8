import { Button, Checkbox, TextInput } from "@mantine/core";
import { IconCircleCheck, IconClockPause, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../api/http";
import type { DateHoursView, HoursView } from "../../api/types";
import { useNow } from "../../ui/clock";
import { Editor, Group, TextRule, useEditing, useField } from "./editor";
import { exceptionOf, isOpen, nextChange, readSpans, showSpans, spansOf, wallTime } from "./hours-now";
import { Label } from "./queue-editor";
import { forgetRow, keepText } from "./rules-store";
import { useTyped } from "./typed";
import { ZoneRule } from "./zone-rule";

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const marks = [0, 3, 6, 9, 12, 15, 18, 21, 24];
const day = 86_400;

export function HoursEditor({ id, locked }: { id: string; locked: boolean }) {
  return <Editor kind="hours" id={id} locked={locked}><Groups /></Editor>;
}

function Groups() {
  const { item } = useEditing();
  const hours = item as unknown as HoursView;
  return (
    <>
      <NowAndThen hours={hours} />
      <Group name="week"><Week hours={hours} /></Group>
      <Group name="dates"><Dates hours={hours} /></Group>
      <Group name="hoursNames"><TextRule field="title" /><ZoneRule /></Group>
    </>
  );
}

function useMoment(zone: string): (at: number) => string {
  const { i18n } = useTranslation();
  return (at) => {
    const options: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const locale = i18n.language === "en" ? "en-GB" : "ru";
    try {
      return new Date(at).toLocaleString(locale, zone ? { ...options, timeZone: zone } : options);
    } catch {
      return new Date(at).toLocaleString(locale, options);
    }
  };
}

/** What happens at this moment, and a question about any other. */
function NowAndThen({ hours }: { hours: HoursView }) {
  const { t } = useTranslation();
  useNow();
  const moment = useMoment(hours.zone);
  const [asked, setAsked] = useState("");
  const now = serverNow();
  const then = asked ? atWall(asked, hours.zone) : null;
  const minute = Math.floor(now / 60_000);
  const soon = useMemo(() => nextChange(hours, minute * 60_000), [hours, minute]);
  const line = (at: number, next: number | null): string => {
    const open = isOpen(hours, at);
    if (next === null) return t(open ? "rules.openForever" : "rules.closedForever");
    return t(open ? "rules.openUntil" : "rules.closedUntil", { when: moment(next) });
  };
  const open = isOpen(hours, now);
  return (
    <section className={open ? "panel rules-now open" : "panel rules-now"} aria-label={t("rules.now")}>
      {open ? <IconCircleCheck size={30} aria-hidden="true" /> : <IconClockPause size={30} aria-hidden="true" />}
      <div className="grow"><div className="rules-now-line" data-testid="hours-now">{t(open ? "rules.nowOpen" : "rules.nowClosed")}</div><div className="soft">{line(now, soon)}</div></div>
      <div className="rules-ask">
        <TextInput size="sm" type="datetime-local" label={t("rules.askMoment")} value={asked} onChange={(event) => setAsked(event.currentTarget.value)} data-testid="hours-ask" />
        <div role="status" className="small" data-testid="hours-answer">{then === null ? <span className="soft">{t("rules.askHow")}</span> : <><b>{t(isOpen(hours, then) ? "rules.thenOpen" : "rules.thenClosed")}</b> {line(then, nextChange(hours, then))}</>}</div>
      </div>
    </section>
  );
}

/** The moment at which the wall clock of the zone shows this ("2026-11-27T10:00"). */
function atWall(text: string, zone: string): number | null {
  const wanted = Date.parse(`${text}:00Z`);
  if (!Number.isFinite(wanted)) return null;
  let at = wanted;
  for (let i = 0; i < 3; i += 1) {
    const wall = wallTime(at, zone);
    at += wanted - (Date.UTC(wall.year, wall.month - 1, wall.day) + wall.seconds * 1000);
  }
  return at;
}

/** Each day a bar of 24 hours and the same hours as text; either shows a mistake at once. */
function Week({ hours }: { hours: HoursView }) {
  const { t } = useTranslation();
  const { set, locked, wrong } = useEditing();
  useNow();
  const wall = wallTime(serverNow(), hours.zone);
  const change = (weekday: number, spans: { from_s: number; to_s: number }[]): void =>
    set({ week: [...hours.week.filter((one) => one.weekday !== weekday), ...spans.map((open) => ({ weekday, open }))].sort((a, b) => a.weekday - b.weekday || a.open.from_s - b.open.from_s) });
  const monday = hours.week.filter((one) => one.weekday === 1);
  const copy = (): void => {
    weekdays.slice(1, 5).forEach((weekday) => keepText({ at: { kind: "hours", key: hours.name }, field: "week", part: String(weekday), label: "" }, null));
    set({ week: [...weekdays.slice(0, 5).flatMap((weekday) => monday.map((one) => ({ ...one, weekday }))), ...hours.week.filter((one) => one.weekday > 5)] });
  };
  return (
    <div className="rules-wide">
      <div className="rules-week">
        <div className="rules-week-marks" aria-hidden="true"><span /><div>{marks.map((hour) => <i key={hour} style={{ left: `${(hour / 24) * 100}%` }}>{hour}</i>)}</div><span /></div>
        {weekdays.map((weekday) => {
          const spans = hours.week.filter((one) => one.weekday === weekday).map((one) => one.open);
          const before = hours.week.filter((one) => one.weekday === ((weekday + 5) % 7) + 1 && one.open.to_s <= one.open.from_s).map((one) => one.open);
          return (
            <div key={weekday} className={weekday === wall.weekday ? "rules-day today" : "rules-day"}>
              <b>{t(`weekday.${weekday}`)}</b>
              <div className="rules-day-bar" aria-hidden="true">
                {spans.map((one, i) => <i key={i} style={{ left: `${(one.from_s / day) * 100}%`, width: `${(((one.to_s > one.from_s ? one.to_s : day) - one.from_s) / day) * 100}%` }} />)}
                {before.map((one, i) => <i key={`b${i}`} className="over" style={{ left: 0, width: `${(one.to_s / day) * 100}%` }} />)}
                {weekday === wall.weekday ? <em style={{ left: `${(wall.seconds / day) * 100}%` }} /> : null}
              </div>
              <SpansInput field="week" part={String(weekday)} label={t("rules.hoursOf", { day: t(`weekday.${weekday}`) })} spans={spans} locked={locked} onChange={(next) => change(weekday, next)} />
            </div>
          );
        })}
      </div>
      {wrong("week") ? <p className="rules-error">{wrong("week")}</p> : null}
      {locked ? null : <button type="button" className="text-button" onClick={copy}>{t("rules.copyMonday")}</button>}
    </div>
  );
}

function SpansInput({ field, part, label, spans, locked, onChange }: { field: string; part: string; label: string; spans: { from_s: number; to_s: number }[]; locked: boolean; onChange: (spans: { from_s: number; to_s: number }[]) => void }) {
  const { t } = useTranslation();
  const { id, kind } = useEditing();
  const typed = useTyped({ at: { kind, key: id }, field, part, label }, showSpans(spans), readSpans, onChange);
  return (
    <TextInput size="sm" aria-label={label} value={typed.text} placeholder={t("rules.closedDay")} disabled={locked} error={typed.bad ? t("rules.spansHow") : undefined} maxLength={120}
      onChange={(event) => typed.onText(event.currentTarget.value)} onBlur={typed.onBlur} />
  );
}

function Dates({ hours }: { hours: HoursView }) {
  const { t } = useTranslation();
  const { set, locked } = useEditing();
  const { error } = useField("dates");
  const now = wallTime(serverNow(), hours.zone);
  const change = (at: number, patch: Partial<DateHoursView>): void => set({ dates: hours.dates.map((one, i) => (i === at ? { ...one, ...patch } : one)) });
  const add = (one: DateHoursView): void => set({ dates: [...hours.dates, one] });
  const two = (value: number): string => String(value).padStart(2, "0");
  return (
    <div className="rules-wide">
      {hours.dates.length === 0 ? <Label label={t("rules.noDates")} description={t("rules.noDatesHow")} /> : (
        <div className="rules-dates">
          {hours.dates.map((one, at) => (
            <div key={at} className="rules-date">
              <TextInput size="sm" type="date" aria-label={t("rules.date")} disabled={locked} value={`${one.year || now.year}-${two(one.month)}-${two(one.day)}`}
                onChange={(event) => { const [year, month, dayOfMonth] = event.currentTarget.value.split("-").map(Number); if (year && month && dayOfMonth) change(at, { year: one.year ? year : 0, month, day: dayOfMonth }); }} />
              <Checkbox size="sm" label={t("rules.everyYear")} checked={one.year === 0} disabled={locked} onChange={(event) => change(at, { year: event.currentTarget.checked ? 0 : now.year })} />
              <TextInput size="sm" className="grow" aria-label={t("rules.dateTitle")} placeholder={t("rules.dateTitle")} value={one.title} disabled={locked} maxLength={120} onChange={(event) => change(at, { title: event.currentTarget.value })} />
              <SpansInput field="dates" part={String(at)} label={t("rules.hoursOf", { day: one.title || `${two(one.day)}.${two(one.month)}` })} spans={one.open} locked={locked} onChange={(open) => change(at, { open })} />
              {locked ? null : <button type="button" className="icon-button" aria-label={t("rules.removeDate", { title: one.title || `${two(one.day)}.${two(one.month)}` })} onClick={() => { forgetRow({ kind: "hours", key: hours.name }, "dates", at); set({ dates: hours.dates.filter((_, i) => i !== at) }); }}><IconTrash size={16} aria-hidden="true" /></button>}
            </div>
          ))}
        </div>
      )}
      {error ? <p className="rules-error">{error}</p> : null}
      {locked ? null : (
        <div className="rules-buttons">
          <Button variant="default" size="sm" leftSection={<IconPlus size={15} />} onClick={() => add({ year: now.year, month: now.month, day: now.day, title: "", open: [] })}>{t("rules.addDate")}</Button>
          {exceptionOf(hours, now.year + 1, 1, 1) ? null : <Button variant="subtle" size="sm" onClick={() => add({ year: 0, month: 1, day: 1, title: t("rules.newYear"), open: [] })}>{t("rules.addNewYear")}</Button>}
        </div>
      )}
    </div>
  );
}

/** For the list: is it open, and what today's hours are. */
export function hoursToday(hours: HoursView): { open: boolean; today: string } {
  const now = serverNow();
  const wall = wallTime(now, hours.zone);
  return { open: isOpen(hours, now), today: showSpans(spansOf(hours, wall.year, wall.month, wall.day).map((one) => ({ from_s: one.from, to_s: one.to > day ? one.to - day : one.to }))) };
}
