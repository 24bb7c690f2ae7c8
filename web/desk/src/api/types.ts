// What the server says and hears, exactly as its C++ views spell it. Times are milliseconds since 1970 UTC; an absent
// value may come as null or not at all.
export type Maybe<T> = T | null | undefined;

export type Channel = "voice" | "chat" | "email" | "sms" | "social";
export type Direction = "inbound" | "outbound";
export type Role = "agent" | "supervisor" | "admin";
export type AgentState = "offline" | "ready" | "pause" | "offered" | "talking" | "wrap_up";
export type InteractionState = "ivr" | "dialling" | "waiting" | "offered" | "active" | "held" | "wrap_up" | "ended";
export type EndCause =
  | "answered" | "lost" | "left_in_ivr" | "refused" | "busy" | "no_answer" | "failed" | "interrupted" | "media_timeout";

export interface PersonView { id: number; name: string }
export interface CompanyView { id: number; name: string; branch: string }

export interface ContactView {
  id: number;
  name: string;
  phones: string[];
  emails: string[];
  company?: Maybe<CompanyView>;
  owner?: Maybe<PersonView>;
  segment: string;
  vip: boolean;
  difficult: boolean;
  language: string;
  created_at_ms: number;
  version: number;
}

export interface DealView {
  id: number;
  title: string;
  funnel: string;
  stage: string;
  amount_minor: number;
  currency: string;
  owner?: Maybe<PersonView>;
  open: boolean;
  updated_at_ms: number;
}

export interface ClaimView {
  id: number;
  title: string;
  priority: string;
  status: string;
  created_at_ms: number;
  due_at_ms: number;
}

export interface NoteView {
  id: number;
  interaction?: Maybe<number>;
  author: PersonView;
  text: string;
  at_ms: number;
}

export interface IvrStepView { node: string; title: string; digits: string }

export interface InteractionView {
  id: number;
  channel: Channel;
  direction: Direction;
  state: InteractionState;
  queue: string;
  project: string;
  agent?: Maybe<PersonView>;
  contact?: Maybe<PersonView>;
  from: string;
  to: string;
  caller_name: string;
  started_at_ms: number;
  answered_at_ms?: Maybe<number>;
  ended_at_ms?: Maybe<number>;
  end_cause?: Maybe<EndCause>;
  ivr_path: IvrStepView[];
  disposition: string;
  note: string;
  has_recording: boolean;
  recording_mark: string;
  talk_ms: number;
  wait_ms: number;
  wrap_up_ms: number;
}

export interface TimelineItemView {
  kind: string;
  at_ms: number;
  interaction?: Maybe<InteractionView>;
  note?: Maybe<NoteView>;
  deal?: Maybe<DealView>;
  claim?: Maybe<ClaimView>;
}

export interface CardView {
  interaction: number;
  number: string;
  number_pretty: string;
  caller_name: string;
  contact?: Maybe<ContactView>;
  open_deals: DealView[];
  open_claims: ClaimView[];
  last: InteractionView[];
  colleagues_here: PersonView[];
  colleagues_how: string;
  owner_is_me: boolean;
}

export interface PhonesView { browser: boolean; desk: boolean }

export interface AgentView {
  id: number;
  name: string;
  login: string;
  role: Role;
  extension: string;
  department: string;
  state: AgentState;
  reason: string;
  since_ms: number;
  until_ms?: Maybe<number>;
  interaction?: Maybe<number>;
  phones: PhonesView;
  queues: string[];
}

export interface QueueView {
  id: number;
  name: string;
  title: string;
  waiting: number;
  longest_since_ms?: Maybe<number>;
  agents_ready: number;
  agents_busy: number;
  agents_paused: number;
  offered: number;
  answered: number;
  lost: number;
  service_level?: Maybe<number>;
  lost_rate?: Maybe<number>;
  asa_s?: Maybe<number>;
  aht_s?: Maybe<number>;
  service_level_limit_s: number;
}

export interface OfferView { offer: number; interaction: InteractionView; card: CardView; answer_by_ms: number }
export interface OfferEndView { offer: number; interaction: number; reason: string }

export interface MeView {
  id: number;
  login: string;
  name: string;
  role: Role;
  language: string;
  state: AgentState;
  reason: string;
  since_ms: number;
  demo: boolean;
  dispositions: string[];
  pause_reasons: string[];
}

export interface SnapshotView {
  me: MeView;
  agents: AgentView[];
  queues: QueueView[];
  interactions: InteractionView[];
  offer?: Maybe<OfferView>;
  card?: Maybe<CardView>;
  ringing: boolean;
}

export interface PassedView { agent: PersonView; why: string }
export interface DecisionView {
  at_ms: number;
  rule: string;
  chosen?: Maybe<PersonView>;
  passed: PassedView[];
  candidates: number;
  words_ru: string;
  words_en: string;
}

export interface ContactRequest {
  name?: string;
  phones?: string[];
  emails?: string[];
  company?: number;
  owner?: number;
  segment?: string;
  vip?: boolean;
  difficult?: boolean;
  language?: string;
  version?: number;
}

export interface PageOf<T> { items: T[]; next: string }

// --- frames of the live socket
export interface PhoneStateView { connected: boolean; here: boolean }
export interface SaidNo { code: string; words: string }

export type LiveFrame =
  | { seq: number; type: "snapshot"; data: SnapshotView }
  | { seq: number; type: "agent.changed"; data: AgentView }
  | { seq: number; type: "interaction.changed"; data: InteractionView }
  | { seq: number; type: "offer.made"; data: OfferView }
  | { seq: number; type: "offer.ringing"; data: OfferEndView }
  | { seq: number; type: "offer.withdrawn"; data: OfferEndView }
  | { seq: number; type: "card.changed"; data: CardView }
  | { seq: number; type: "queue.changed"; data: QueueView }
  | { seq: number; type: "me.changed"; data: MeView }
  | { seq: number; type: "refused"; data: SaidNo }
  | { seq: number; type: "phone.answer"; data: { sdp: string } }
  | { seq: number; type: "phone.error"; data: SaidNo }
  | { seq: number; type: "phone.state"; data: PhoneStateView }
  | { seq: number; type: "phone.echo"; data: { on: boolean } }
  | { seq: number; type: "error"; data: SaidNo }
  | { seq: number; type: "pong"; data?: unknown };

export type ClientFrame =
  | { type: "card.drawn"; offer: number }
  | { type: "viewing"; contact: number | null }
  | { type: "phone.offer"; sdp: string }
  | { type: "phone.close" }
  | { type: "phone.echo"; on: boolean }
  | { type: "ping" };
