// Every request the desk makes, by name.
import { ask } from "./http";
import type {
  AgentView, AuditView, BlockedView, CardView, CompanyView, ConfigurationRequest, ConfigurationSavedView, ConfigurationView, ContactRequest, ContactView, DecisionView, IceView, InteractionView, LineRequest, LineTestView, LineView, ListeningView, ListenMode, MeView, MomentView, NoteView, PageOf, PlannedCallRequest, PlannedCallView, RecentDecisionView, RecordingView, SpaceView, TimelineItemView, TrunkView,
} from "./types";

const root = "/api/v1";

function query(params: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(params).filter(([, value]) => value !== undefined && value !== "");
  return pairs.length ? "?" + new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString() : "";
}
/** One wish has one key, however often it is sent. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export interface Health { status: string; demo?: boolean }
export function health(): Promise<Health> { return ask("/healthz"); }
export function signIn(login: string, password: string): Promise<{ csrf: string }> {
  return ask(`${root}/session`, { method: "POST", body: { login, password } });
}
export function signOut(): Promise<void> { return ask(`${root}/session`, { method: "DELETE" }); }
export function me(): Promise<MeView> { return ask(`${root}/me`); }
export function ice(): Promise<IceView> { return ask(`${root}/me/ice`); }
export function setState(state: "ready" | "pause" | "offline", reason?: string): Promise<MeView> {
  return ask(`${root}/me/state`, { method: "PUT", body: reason ? { state, reason } : { state } });
}

// --- calls
export type CallVerb =
  | "answer" | "decline" | "hangup" | "hold" | "unhold" | "mute" | "unmute" | "dtmf" | "conference" | "record";
export function callVerb(id: number, verb: CallVerb, body: unknown = {}): Promise<InteractionView> {
  return ask(`${root}/calls/${id}/${verb}`, { method: "POST", body });
}
export function companyVerb(one: InteractionView, verb: "transfer" | "consult" | "unhold", body: unknown = undefined): Promise<InteractionView> {
  const kind = one.channel === "voice" ? "calls" : "interactions";
  return ask(`${root}/${kind}/${one.id}/${verb}`, body === undefined ? { method: "POST" } : { method: "POST", body });
}
export function interactionVerb(id: number, verb: "accept" | "decline" | "message" | "extend", body: unknown = {}): Promise<InteractionView> {
  return ask(`${root}/interactions/${id}/${verb}`, { method: "POST", body });
}
// --- a supervisor on the line, and the members of a conference
export function listen(id: number, mode: ListenMode): Promise<ListeningView> { return ask(`${root}/calls/${id}/listen`, { method: "POST", body: { mode } }); }
export function leaveLine(id: number): Promise<ListeningView> { return ask(`${root}/calls/${id}/listen`, { method: "DELETE" }); }
export function takeOver(id: number): Promise<InteractionView> { return ask(`${root}/calls/${id}/take-over`, { method: "POST" }); }
export function invite(id: number, to: string): Promise<InteractionView> { return ask(`${root}/calls/${id}/members`, { method: "POST", body: { to }, once: newKey() }); }
export function memberVerb(id: number, verb: "mute" | "unmute" | "drop", member: string): Promise<InteractionView> {
  return ask(`${root}/calls/${id}/members/${verb}`, { method: "POST", body: { member } });
}
export function finish(id: number, disposition: string, note: string): Promise<InteractionView> {
  return ask(`${root}/interactions/${id}/finish`, { method: "POST", body: note ? { disposition, note } : { disposition } });
}
export function call(to: string): Promise<InteractionView> {
  return ask(`${root}/calls`, { method: "POST", body: { to }, once: newKey() });
}
export function pickUp(agent: number): Promise<InteractionView> { return ask(`${root}/calls/pickup`, { method: "POST", body: { agent } }); }
export function fetchParked(slot: number): Promise<InteractionView> { return ask(`${root}/parked/${slot}/fetch`, { method: "POST" }); }
export function setAbsence(absence: string, until_ms?: number): Promise<MeView> {
  return ask(`${root}/me/absence`, { method: "PUT", body: until_ms === undefined ? { absence } : { absence, until_ms } });
}
export function attachContact(interaction: number, contact: number): Promise<CardView> {
  return ask(`${root}/interactions/${interaction}/contact`, { method: "PUT", body: { contact } });
}

// --- calls that are still to be made
export async function plannedCalls(signal?: AbortSignal): Promise<PlannedCallView[]> {
  const answer = await ask<PlannedCallView[] | PageOf<PlannedCallView>>(`${root}/planned-calls`, signal ? { signal } : {});
  return Array.isArray(answer) ? answer : answer.items;
}
export function planCall(request: PlannedCallRequest, once: string): Promise<PlannedCallView> {
  return ask(`${root}/planned-calls`, { method: "POST", body: request, once });
}
export function movePlanned(id: number, at_ms: number): Promise<PlannedCallView> {
  return ask(`${root}/planned-calls/${id}`, { method: "PATCH", body: { at_ms } });
}
export function cancelPlanned(id: number): Promise<PlannedCallView> { return ask(`${root}/planned-calls/${id}`, { method: "DELETE" }); }

// --- colleagues
export function forceState(agent: number, state: "ready" | "pause" | "offline", reason?: string): Promise<AgentView> {
  return ask(`${root}/agents/${agent}/state`, { method: "PUT", body: reason ? { state, reason } : { state } });
}

// --- history
export interface InteractionsWanted {
  agent?: string; state?: string; cursor?: string; limit?: number;
}
export function interactions(wanted: InteractionsWanted, signal?: AbortSignal): Promise<PageOf<InteractionView>> {
  return ask(`${root}/interactions${query({ ...wanted })}`, signal ? { signal } : {});
}
export function interaction(id: number): Promise<InteractionView> { return ask(`${root}/interactions/${id}`); }
export async function decisions(id: number): Promise<DecisionView[]> {
  const answer = await ask<DecisionView[] | PageOf<DecisionView>>(`${root}/interactions/${id}/decisions`);
  return Array.isArray(answer) ? answer : answer.items;
}
export function recordingUrl(id: number, download = false): string { return `${root}/interactions/${id}/recording.mp3${download ? "?download=1" : ""}`; }
export function recording(id: number): Promise<RecordingView> { return ask(`${root}/interactions/${id}/recording`); }
export function addMoment(id: number, at_ms: number, text: string): Promise<MomentView> {
  return ask(`${root}/interactions/${id}/moments`, { method: "POST", body: { at_ms, text }, once: newKey() });
}
export function removeMoment(id: number, moment: number): Promise<RecordingView> { return ask(`${root}/interactions/${id}/moments/${moment}`, { method: "DELETE" }); }
export function space(): Promise<SpaceView> { return ask(`${root}/recordings/space`); }

// --- customers
export function findContacts(q: string, signal?: AbortSignal): Promise<PageOf<ContactView>> {
  return ask(`${root}/contacts${query({ q, limit: 8 })}`, signal ? { signal } : {});
}
export function contactCard(id: number): Promise<CardView> { return ask(`${root}/contacts/${id}/card`); }
export function createContact(request: ContactRequest, once: string): Promise<ContactView> {
  return ask(`${root}/contacts`, { method: "POST", body: request, once });
}
export function changeContact(id: number, request: ContactRequest): Promise<ContactView> {
  return ask(`${root}/contacts/${id}`, { method: "PATCH", body: request });
}
export function timeline(id: number, cursor?: string): Promise<PageOf<TimelineItemView>> {
  return ask(`${root}/contacts/${id}/timeline${query({ cursor, limit: 30 })}`);
}
export function addNote(contact: number, text: string, about?: number): Promise<NoteView> {
  return ask(`${root}/contacts/${contact}/notes`, {
    method: "POST", body: about === undefined ? { text } : { text, interaction: about }, once: newKey(),
  });
}
export async function companies(): Promise<CompanyView[]> {
  const answer = await ask<CompanyView[] | PageOf<CompanyView>>(`${root}/companies`);
  return Array.isArray(answer) ? answer : answer.items;
}

// --- the exchange
export async function trunks(): Promise<TrunkView[]> { return (await ask<PageOf<TrunkView>>(`${root}/trunks`)).items; }

export async function lineSetups(): Promise<LineView[]> { return (await ask<PageOf<LineView>>(`${root}/trunks/setup`)).items; }
export function addLine(request: LineRequest, once: string): Promise<LineView> { return ask(`${root}/trunks`, { method: "POST", body: request, once }); }
export function changeLine(id: number, request: LineRequest): Promise<LineView> { return ask(`${root}/trunks/${id}`, { method: "PATCH", body: request }); }
export function testLine(name: string, number: string): Promise<LineTestView> { return ask(`${root}/trunks/${encodeURIComponent(name)}/test`, { method: "POST", body: number ? { number } : {} }); }
export function removeLine(id: number): Promise<void> { return ask(`${root}/trunks/${id}`, { method: "DELETE" }); }

// --- the rules of routing
export function configuration(signal?: AbortSignal): Promise<ConfigurationView> { return ask(`${root}/configuration`, signal ? { signal } : {}); }
export function changeConfiguration(request: ConfigurationRequest): Promise<ConfigurationSavedView> {
  return ask(`${root}/configuration`, { method: "PATCH", body: request });
}
export function audit(cursor?: string): Promise<PageOf<AuditView>> { return ask(`${root}/audit${query({ cursor, limit: 30 })}`); }
export async function lastDecisions(queue: string, limit: number, signal?: AbortSignal): Promise<RecentDecisionView[]> {
  return (await ask<PageOf<RecentDecisionView>>(`${root}/decisions${query({ queue, limit })}`, signal ? { signal } : {})).items;
}
export async function blacklist(): Promise<BlockedView[]> { return (await ask<PageOf<BlockedView>>(`${root}/blacklist`)).items; }
export function block(number: string, project: string): Promise<BlockedView> {
  return ask(`${root}/blacklist/${encodeURIComponent(number)}`, { method: "PUT", body: { project } });
}
export function unblock(number: string, project: string): Promise<BlockedView> {
  return ask(`${root}/blacklist/${encodeURIComponent(number)}${query({ project })}`, { method: "DELETE" });
}
