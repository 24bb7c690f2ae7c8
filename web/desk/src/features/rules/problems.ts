// The server judges the settings and says what is wrong in sentences with a place; here they find their editor and field. What is
// not known by heart is shown in the server's own words.
import type { ConfigurationView, ProblemPlaceView } from "../../api/types";
import { allChannel } from "../../api/types.gen";
import { isNew, itemOf, keyOf, type Kind, type Place } from "./draft";

/** `part`: which channel or skill of the field, when the field has several. */
export interface Found { at: Place | null; place: string; field: string; part: string; code: string; words: string; numbers: Record<string, string> }

const kindOf: Record<string, Kind> = { project: "projects", queue: "queues", agent: "agents", hours: "hours" };
// What the sentence is about → field of the editor.
const subjects: Record<string, string> = {
  "the ring limit": "ring_limit_s", "the card limit": "card_limit_ms", "the wrap-up limit": "wrap_up_limit_s", "agents rung at once": "ring_at_once", "priority": "priority", "ageing": "ageing",
  "the priority of VIPs": "vip_priority", "the owner's wait": "owner_wait_s", "the last agent's wait": "last_agent_wait_s", "idle agents for letters": "letters_min_idle", "occupancy for letters": "letters_max_occupancy",
  "the level for difficult customers": "difficult_level", "the number of relaxation steps": "relaxation", "the time of a relaxation step": "relaxation", "the level of a relaxation step": "relaxation",
  "the number of preferred skills": "preferred", "the number of skills": "skills", "calls at once": "capacity", "chats at once": "capacity", "letters at once": "capacity", "points of a queue": "points", "a channel's weight": "weights",
  "marks of a hooligan": "hooligan_marks", "the wait before overflow": "overflow_wait_s", "the wait before an announcement": "announce_first_s", "the time between announcements": "announce_every_s",
  "tries of a callback": "callback_tries", "the time between tries of a callback": "callback_retry_s", "the wait for who is to make a planned call": "planned_wait_s", "the pause after a missed ring": "no_answer_pause_s",
  "an extension of the wrap-up": "wrap_up_extension_s", "extensions of the wrap-up": "wrap_up_extensions", "the limit of the pause": "pause_rules", "a number that is not shown cannot be on the blacklist": "blacklist", "a number that is not shown cannot be on the whitelist": "whitelist",
  "the number of dates": "dates", "the year of a date": "dates", "the number of messages": "messages",
  "the number of opening times of a weekday": "week", "the number of opening times of a date": "dates", "the length of the blacklist": "blacklist", "the length of the whitelist": "whitelist",
};
const targets: Record<string, string> = { "when closed": "when_closed", "overflow": "overflow_to", "when nobody is here": "when_nobody", "blacklisted": "blacklisted_to" };
const steps: [RegExp, string, string][] = [
  [/^relaxation steps must follow/, "relaxation", "stepsOrder"], [/^a relaxation step must ask for less/, "relaxation", "stepsLess"], [/^a skill needs a name/, "skills", "skillName"], [/^the skill .* is named twice/, "skills", "skillTwice"],
  [/^there is no time zone/, "zone", "zone"], [/^there are no hours/, "hours", "hoursGone"], [/^overflow must lead somewhere/, "overflow_to", "overflowWhere"], [/^the time between announcements must be at least/, "announce_every_s", "announceSlow"], [/^the time between tries of a callback must be at least/, "callback_retry_s", "retrySlow"],
  [/^there is no such date/, "dates", "dateNone"], [/^the date .* is there twice/, "dates", "dateTwice"], [/^an opening time must be between/, "week", "openTime"], [/^an opening time must not end/, "week", "openEmpty"],
  [/^the number shown on calls out must/, "caller_id", "shownNumber"], [/^a name of a queue is made/, "name", "latin"], [/^a queue needs a title/, "title", "needed"], [/^another queue of this (?:project|house) has the same name/, "name", "nameTwice"], [/^a login is made/, "login", "latin"], [/^another agent has the same login/, "login", "loginTwice"], [/^somebody new needs a name/, "name", "needed"],
  [/^somebody new needs a password/, "password", "needed"], [/^a password has at least/, "password", "passwordShort"], [/^a short number is made/, "extension", "shortNumber"], [/^another agent has the same short number/, "extension", "shortTwice"], [/^nobody removes himself/, "", "notHimself"], [/^an administrator must stay/, "", "adminStays"],
  [/^a message needs a name/, "messages", "messageName"], [/^the message .* is there twice/, "messages", "messageTwice"],
];
const ways: [RegExp, string][] = [[/(there is no (queue|menu|message) ?|"(queue|menu|message):" is no place to be sent to)$/, "targetWhich"], [/there is no (queue|menu|message|agent) /, "targetGone"], [/nobody can be sent to .* by a setting/, "targetNever"], [/the queue sends people to itself/, "targetSelf"], [/the way leads back here/, "targetCircle"]];
const entryCodes: [RegExp, string][] = [[/^(a number is needed|an entry needs a number)/, "entryNumber"], [/^(the same number is|this number is) there twice/, "entryTwice"], [/^it leads nowhere/, "entryNowhere"], ...ways];

type Named = { id: number; name?: string; login?: string };
/** Whose problem it is. The server knows who is new by name alone: where a new one has a name that is taken, it is about him. */
function whose(all: ConfigurationView, kind: Kind, name: string, words: string): Place | null {
  if (kind === "hours") return all.hours.some((one) => one.name === name) ? { kind, key: name } : null;
  const rows: readonly Named[] = all[kind];
  const number = /^№ (\d+)$/.exec(name)?.[1];
  const called = rows.filter((one) => (kind === "agents" ? one.login : one.name) === (number ? "" : name));
  const value = /, not (-?\d+)$/.exec(words)?.[1];  // of two with one name it is who has this value
  const holds = value ? called.filter((one) => new RegExp(`:${value}[,}\\]]`).test(JSON.stringify(one))) : [];
  const item = (holds.length ? holds : called).findLast((one) => isNew(one)) ?? holds[0] ?? called[0];
  if (item) return { kind, key: keyOf(kind, item as never) };
  return number && itemOf(all, kind, number) ? { kind, key: number } : null;
}
/** Numbers are written by people and kept by the server in one manner. */
export function sameNumber(a: string, b: string): boolean {
  const bare = (text: string): string => text.replace(/[\s()-]/g, "").replace(/^8(?=\d{10}$)/, "+7");
  return bare(a) === bare(b);
}

export function locate(all: ConfigurationView, { place, words }: ProblemPlaceView): Found {
  const found: Found = { at: null, place, field: "", part: "", code: "", words, numbers: {} };
  const kind = kindOf[place.slice(0, place.indexOf(" "))];
  const name = place.slice(place.indexOf(" ") + 1);
  if (place.startsWith("entry ")) return { ...found, at: { kind: "entries", key: "" }, field: name.startsWith("№ ") ? "" : name, code: entryCodes.find(([shape]) => shape.test(words))?.[1] ?? "" };
  if (kind) found.at = whose(all, kind, name, words);
  for (const [shape, field, code] of steps) if (shape.test(words)) return { ...found, field: field === "hours" && kind === "agents" ? "shift" : field, code };
  const way = /^(when closed|overflow|when nobody is here|blacklisted): /.exec(words);
  if (way) return { ...found, field: targets[way[1] ?? ""] ?? "", code: ways.find(([shape]) => shape.test(words))?.[1] ?? "" };
  const between = /^(.*?) must be between (-?\d+) and (-?\d+), not (-?\d+)$/.exec(words);
  if (between) return { ...found, field: fieldOf(between[1] ?? "", words), part: partOf(all, found.at, between[1] ?? "", Number(between[4])), code: "between", numbers: { least: between[2] ?? "", most: between[3] ?? "" } };
  for (const [shape, code] of [[/^(.*?) must be over 0$/, "over"], [/^(.*?) must not be less than 0$/, "negative"], [/^(.*?) must be at most 24 h$/, "day"]] as const) {
    const match = shape.exec(words);
    if (match) return { ...found, field: fieldOf(match[1] ?? "", words), code };
  }
  return { ...found, field: fieldOf(words, words) };
}

function fieldOf(subject: string, words: string): string {
  if (subjects[subject]) return subjects[subject];
  if (subject.startsWith("the level of ")) return "skills";
  const about = Object.keys(subjects).find((one) => words.startsWith(one));
  return about ? (subjects[about] ?? "") : "";
}

const channelsOf: Record<string, readonly string[]> = { "calls at once": ["voice"], "chats at once": ["chat"], "letters at once": ["email", "sms", "social"], "a channel's weight": allChannel };
/** Which channel it is about: three of them have one limit, and the value tells which went past it. */
function partOf(all: ConfigurationView, at: Place | null, subject: string, value: number): string {
  if (subject.startsWith("the level of ") && subject !== "the level of a relaxation step") return subject.slice("the level of ".length);
  const channels = channelsOf[subject] ?? [];
  if (channels.length < 2) return channels[0] ?? "";
  const agent = at?.kind === "agents" ? itemOf(all, "agents", at.key)?.capacity : undefined;
  const project = at?.kind === "projects" ? itemOf(all, "projects", at.key)?.weights : undefined;
  const values = (agent ?? project ?? {}) as Record<string, number>;
  return channels.find((one) => values[one] === value) ?? "";
}

/** The queue's skills are its requirements; the server calls both "skills". */
export function isAbout(found: Found, at: Place, field: string): boolean {
  if (found.at?.kind !== at.kind || found.at.key !== at.key) return false;
  return found.field === field || (found.field === "skills" && at.kind === "queues" && field === "required");
}
