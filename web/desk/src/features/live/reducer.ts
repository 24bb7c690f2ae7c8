// What the desk knows at this moment, made only of frames and of a few local facts. Pure: state and action in, state out.
import type { Link } from "../../api/live-socket";
import type {
  AgentState, AgentView, CardView, InteractionView, ListeningView, LiveFrame, MeView, OfferView, ParkedView, PhoneStateView, QueueView, SaidNo, SnapshotView, TrunkView,
} from "../../api/types";

/** What the middle and right columns show. Both null: what the agent is in now, or nothing. */
export interface Focus { interaction: number | null; contact: number | null }

export interface LiveState {
  link: Link;
  me: MeView | null;  // null until the first snapshot
  agents: Readonly<Record<number, AgentView>>;
  queues: Readonly<Record<number, QueueView>>;
  trunks: Readonly<Record<string, TrunkView>>;  // those that were told of, to supervisors
  parked: readonly ParkedView[];  // by slot
  interactions: Readonly<Record<number, InteractionView>>;
  listening: Readonly<Record<number, ListeningView>>;  // supervisors on lines, by supervisor
  cards: Readonly<Record<number, CardView>>;  // by interaction
  offer: OfferView | null;
  ringing: boolean;
  missed: { interaction: number; reason: string } | null;  // the last offer that went away unanswered
  phone: PhoneStateView | null;
  refusal: (SaidNo & { n: number }) | null;
  muted: number | null;  // interaction on which the agent is muted
  unseen: readonly number[];  // in hand, changed while something else was on the screen
  focus: Focus;
}

export type LiveAction =
  | { type: "frame"; frame: LiveFrame }
  | { type: "link"; link: Link }
  | { type: "focus"; focus: Focus }
  | { type: "interaction"; interaction: InteractionView }  // from an answer to a request, not from the socket
  | { type: "card"; card: CardView }
  | { type: "me"; me: MeView }
  | { type: "muted"; interaction: number | null }
  | { type: "missed.seen" };

export const nothingKnown: LiveState = {
  link: "connecting", me: null, agents: {}, queues: {}, trunks: {}, parked: [], interactions: {}, listening: {}, cards: {}, offer: null, ringing: false, missed: null,
  phone: null, refusal: null, muted: null, unseen: [], focus: { interaction: null, contact: null },
};

const maxEnded = 60;  // ended interactions kept in mind for what is on the screen; history is asked for
const maxCards = 80;  // a shift brings hundreds; those of forgotten rows go
const mine = new Set(["dialling", "active", "held"]);
const notYet = new Set(["ended", "waiting", "offered"]);  // or no longer

/** What the server says this agent does with it: what is in front of him makes his own state, the others stand beside. */
function stageOf(state: LiveState, id: number): { state: AgentState; until_ms?: number } | undefined {
  const agent = state.me ? state.agents[state.me.id] : undefined;
  return agent?.interaction === id ? agent : agent?.beside?.find((one) => one.interaction === id);
}

/** The conversation goes on with somebody else or is over, and its agent still writes what his own share came to. */
export function isAfterWork(state: LiveState, one: InteractionView | null): boolean {
  if (!one || stageOf(state, one.id)?.state !== "wrap_up") return false;
  return one.state !== "wrap_up" || one.agent?.id !== state.me?.id;
}

/** In this agent's hands, beyond an offer: he talks, writes, dials, is asked, or works after it. */
export function isInHand(state: LiveState, one: InteractionView | null): boolean {
  const me = state.me;
  if (!me || !one || state.offer?.interaction.id === one.id) return false;
  const stage = stageOf(state, one.id);
  if (one.caller?.id === me.id) return one.state !== "ended";  // a colleague whom I have called
  if (stage && stage.state !== "offered" && (isAfterWork(state, one) || !notYet.has(one.state))) return true;
  return one.agent?.id === me.id && mine.has(one.state);  // its own frame comes before that of its agent
}

/** All that is worked after: the time of each runs by itself, whichever is in front. */
export function workedAfter(state: LiveState): InteractionView[] {
  return inHand(state).filter((one) => one.state === "wrap_up" || isAfterWork(state, one));
}

/** All that is in hand: the call first, then as they began. */
export function inHand(state: LiveState): InteractionView[] {
  const all = Object.values(state.interactions).filter((one) => isInHand(state, one));
  return all.sort((a, b) => Number(b.channel === "voice") - Number(a.channel === "voice") || a.id - b.id);
}

/** What the list shows under "Now": all in hand, and what is offered. */
export function nowOn(state: LiveState): InteractionView[] {
  const offered = state.offer ? (state.interactions[state.offer.interaction.id] ?? state.offer.interaction) : null;
  return offered ? [...inHand(state), offered] : inHand(state);
}

/** The next one in the list, in a circle. */
export function neighbour(all: readonly InteractionView[], shown: number | undefined, by: 1 | -1): InteractionView | undefined {
  const at = all.findIndex((one) => one.id === shown);
  if (at < 0) return by > 0 ? all[0] : all.at(-1);
  return all[(at + by + all.length) % all.length];
}

/** The call that is on; one at a time. Work after it is no call. */
export function liveCall(state: LiveState): InteractionView | null {
  return inHand(state).find((one) => one.channel === "voice" && (one.state === "dialling" || one.state === "active" || one.state === "held" || one.caller?.id === state.me?.id) && !isAfterWork(state, one)) ?? null;
}

/** What the agent is in: what the server says is in front of him, else the call, else the newest; an offer when his hands are free. */
export function currentInteraction(state: LiveState): InteractionView | null {
  const all = inHand(state);
  const front = state.me ? state.agents[state.me.id]?.interaction : undefined;
  return all.find((one) => one.id === front) ?? (all[0]?.channel === "voice" ? all[0] : all.at(-1)) ?? nowOn(state)[0] ?? null;
}

/** In front of the agent: his state and its time are of this one. */
export function isFront(state: LiveState, one: InteractionView): boolean {
  return state.me !== null && state.agents[state.me.id]?.interaction === one.id;
}

/** When the time for this one ends, in front or beside. */
export function untilOf(state: LiveState, one: InteractionView): number | undefined { return stageOf(state, one.id)?.until_ms; }

/** A queue by its stable name. */
export function queueNamed(queues: LiveState["queues"], name: string): QueueView | undefined { return Object.values(queues).find((queue) => queue.name === name); }
/** How people call it; the name where the queue is not known. */
export function queueTitle(queues: LiveState["queues"], name: string): string { return queueNamed(queues, name)?.title ?? name; }

/** The interaction on the screen: the chosen one, else the current one. */
export function shownInteraction(state: LiveState): InteractionView | null {
  const chosen = state.focus.interaction;
  if (chosen !== null && state.interactions[chosen]) return state.interactions[chosen];
  return currentInteraction(state);
}

/** The supervisor who is on my line, or whose line I am on myself: what concerns me, for the strip over the page. */
export function lineOf(state: LiveState): ListeningView | undefined {
  const me = state.me?.id;
  if (me === undefined) return undefined;
  // Of several supervisors the one whom most of those on the line hear.
  const mine = Object.values(state.listening).filter((one) => one.agent?.id === me);
  return state.listening[me] ?? mine.find((one) => one.mode === "barge") ?? mine.find((one) => one.mode === "whisper") ?? mine[0];
}

function withListening(state: LiveState, one: ListeningView): LiveState {
  const { [one.supervisor.id]: _before, ...others } = state.listening;
  return { ...state, listening: one.mode ? { ...others, [one.supervisor.id]: one } : others };
}

function byId<T extends { id: number }>(items: readonly T[]): Record<number, T> {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}

function forgetOldest(interactions: Record<number, InteractionView>, keep: number | null): Record<number, InteractionView> {
  const ended = Object.values(interactions).filter((one) => one.state === "ended" && one.id !== keep);
  if (ended.length <= maxEnded) return interactions;
  const drop = new Set(ended.sort((a, b) => a.id - b.id).slice(0, ended.length - maxEnded).map((one) => one.id));
  return Object.fromEntries(Object.entries(interactions).filter(([id]) => !drop.has(Number(id))));
}

function withInteraction(state: LiveState, one: InteractionView): LiveState {
  const before = state.interactions[one.id];
  let next: LiveState = {
    ...state, interactions: forgetOldest({ ...state.interactions, [one.id]: one }, state.focus.interaction),
  };
  if (state.offer?.interaction.id === one.id) {
    const answered = one.state === "active" || one.state === "held" || one.state === "wrap_up" || one.state === "ended";
    next = answered ? { ...next, offer: null, ringing: false } : { ...next, offer: { ...state.offer, interaction: one } };
  }
  // A call of mine that begins (click-to-call, an answer on the desk phone) comes to the front by itself; one that was
  // dialled before waits for a look while another conversation is on the screen.
  const iCall = one.caller?.id === state.me?.id && one.caller?.id !== undefined;
  const isMine = iCall || (one.agent?.id === state.me?.id && one.agent?.id !== undefined);
  const begins = iCall ? !before && one.state !== "ended" : (one.state === "active" || one.state === "dialling") && before?.state !== one.state && before?.state !== "held";
  const shown = shownInteraction(state);
  const other = shown !== null && shown.id !== one.id && isInHand(state, shown);
  if (isMine && begins && !(other && before?.state === "dialling")) next = { ...next, focus: { interaction: one.id, contact: null }, missed: null };
  if (isMine && other && before && before.state !== one.state && one.state !== "ended") next = { ...next, unseen: [...next.unseen, one.id] };
  // The server tells the end of one after the offer of the next: hands that are free now take it to the screen.
  const freed = one.state === "ended" && before !== undefined && before.state !== "ended" && shown?.id === one.id;
  if (freed && next.offer && inHand(next).every((other) => other.id === one.id)) next = { ...next, focus: { interaction: next.offer.interaction.id, contact: null } };
  if ((one.state === "ended" || one.state === "wrap_up") && state.muted === one.id) next = { ...next, muted: null };
  return Object.keys(next.cards).length <= maxCards ? next : { ...next, cards: cardsOf(next) };
}

/** The cards of the rows that are kept; the others can be asked for again. */
function cardsOf(state: LiveState): Record<number, CardView> {
  return Object.fromEntries(Object.entries(state.cards).filter(([id]) => state.interactions[Number(id)]));
}

const progress: Record<InteractionView["state"], number> = { planned: 0, ivr: 0, dialling: 1, waiting: 1, offered: 2, active: 3, held: 3, wrap_up: 4, ended: 5 };

// The answer to a request may come after the event that overtook it.
function isOlder(known: InteractionView | undefined, said: InteractionView): boolean {
  // A try that failed puts a call off again: that it is being dialled was said before. The next try comes by the socket.
  if (known?.state === "planned") return said.state !== "planned" && said.state !== "ended";
  return known !== undefined && progress[said.state] < progress[known.state];
}

function isLive(one: InteractionView | undefined): boolean {
  return one !== undefined && one.state !== "ended" && one.state !== "wrap_up";
}

function fromSnapshot(state: LiveState, data: SnapshotView): LiveState {
  const cards: Record<number, CardView> = { ...state.cards };
  if (data.card) cards[data.card.interaction] = data.card;
  if (data.offer) cards[data.offer.interaction.id] = data.offer.card;
  const ended = Object.fromEntries(Object.entries(state.interactions).filter(([, one]) => one.state === "ended"));
  const interactions: Record<number, InteractionView> = { ...ended, ...byId(data.interactions) };
  if (data.offer) interactions[data.offer.interaction.id] = data.offer.interaction;
  const next: LiveState = {
    ...state, me: data.me, agents: byId(data.agents), queues: byId(data.queues), interactions, cards,
    listening: Object.fromEntries((data.listening ?? []).map((one) => [one.supervisor.id, one])),
    offer: data.offer ?? null, parked: data.parked, ringing: data.ringing && Boolean(data.offer),
    muted: isLive(interactions[state.muted ?? -1]) ? state.muted : null,  // a call that ended while we were away mutes no other
  };
  const current = currentInteraction(next);
  const lost = next.focus.interaction !== null && !interactions[next.focus.interaction];
  const free = current !== null && !isInHand(next, current);
  if (current && ((data.offer && free) || lost || (next.focus.interaction === null && next.focus.contact === null))) {
    return { ...next, focus: { interaction: current.id, contact: null } };
  }
  return lost ? { ...next, focus: { interaction: null, contact: next.focus.contact } } : next;
}

function withMe(state: LiveState, me: MeView): LiveState {
  // A demo flag and the lists of words may be left out of a change: keep what was known. Nobody's name means nobody, no afterwards means ready.
  const { forced_by: _by, then: _then, absent_until_ms: _until, ...known } = state.me ?? me;
  return { ...state, me: { ...known, ...me } };
}

function withAgent(state: LiveState, agent: AgentView): LiveState {
  const next: LiveState = { ...state, agents: { ...state.agents, [agent.id]: agent } };
  if (!state.me || agent.id !== state.me.id) return next;
  const { forced_by: _by, then: _then, ...me } = state.me;
  return { ...next, me: { ...me, state: agent.state, reason: agent.reason, since_ms: agent.since_ms, ...(agent.forced_by ? { forced_by: agent.forced_by } : {}), ...(agent.then ? { then: agent.then } : {}) } };
}

function withFrame(state: LiveState, frame: LiveFrame): LiveState {
  switch (frame.type) {
    case "snapshot": return fromSnapshot(state, frame.data);
    case "agent.changed": return withAgent(state, frame.data);
    case "queue.changed": return { ...state, queues: { ...state.queues, [frame.data.id]: frame.data } };
    case "trunk.changed": return { ...state, trunks: { ...state.trunks, [frame.data.name]: frame.data } };
    case "parked.changed": return { ...state, parked: frame.data.items };
    case "listening.changed": return withListening(state, frame.data);
    case "interaction.changed": return withInteraction(state, frame.data);
    case "offer.made": {
      const { interaction, card } = frame.data;
      const current = currentInteraction(state);
      const busy = current !== null && isInHand(state, current);  // then it waits beside: what is being written stays on the screen
      const kept = state.focus.interaction === null && state.focus.contact === null ? { interaction: current?.id ?? null, contact: null } : state.focus;
      return {
        ...state, offer: frame.data, ringing: false, missed: null, focus: busy ? kept : { interaction: interaction.id, contact: null },
        interactions: { ...state.interactions, [interaction.id]: interaction },
        cards: { ...state.cards, [interaction.id]: card },
      };
    }
    case "offer.ringing":
      return state.offer?.offer === frame.data.offer ? { ...state, ringing: true } : state;
    case "offer.withdrawn": {
      if (state.offer?.offer !== frame.data.offer) return state;
      const gone = frame.data.interaction;
      const unanswered = frame.data.reason === "time_out" || frame.data.reason === "customer_left";
      return {
        ...state, offer: null, ringing: false, focus: state.focus.interaction === gone || inHand(state).length === 0 ? { interaction: null, contact: null } : state.focus,
        missed: unanswered ? { interaction: gone, reason: frame.data.reason } : null,
      };
    }
    case "card.changed":
      return { ...state, cards: { ...state.cards, [frame.data.interaction]: frame.data } };
    case "me.changed": return withMe(state, frame.data);
    case "refused": return { ...state, refusal: { ...frame.data, n: (state.refusal?.n ?? 0) + 1 } };
    case "phone.state": return { ...state, phone: frame.data };
    case "alert":
    case "phone.answer":
    case "phone.echo":
    case "error":
    case "configuration.changed":
    case "phone.error":
    case "pong": return state;
    default: return state;  // a newer server may say more than we know
  }
}

/** A card that is opened leaves the conversation beside it where it is. */
function besideWork(state: LiveState, focus: Focus): Focus {
  const shown = focus.interaction === null && focus.contact !== null ? shownInteraction(state) : null;
  return shown && isInHand(state, shown) ? { ...focus, interaction: shown.id } : focus;
}

/** What is on the screen is seen; what is no longer in hand needs no look. */
function withSeen(state: LiveState): LiveState {
  if (state.unseen.length === 0) return state;
  const shown = shownInteraction(state)?.id;
  const unseen = [...new Set(state.unseen)].filter((id) => id !== shown && isInHand(state, state.interactions[id] ?? null));
  return unseen.length === state.unseen.length ? state : { ...state, unseen };
}

/** When what was on the screen is out of hand, what is still in hand comes. Who is handed over may yet be worked after: the agent's
    own frame tells. */
function withNext(before: LiveState, state: LiveState, action: LiveAction): LiveState {
  const one = shownInteraction(before);
  if (!one || state.focus.interaction !== one.id || !isInHand(before, one)) return state;
  const now = state.interactions[one.id] ?? one;
  const told = now.state === "ended" || (action.type === "frame" && action.frame.type === "agent.changed");
  const out = told && !isInHand(state, now);
  const rest = out ? currentInteraction(state) : null;
  if (rest && isInHand(state, rest)) return { ...state, focus: { ...state.focus, interaction: rest.id } };
  return out && now.state === "planned" ? { ...state, focus: { ...state.focus, interaction: null } } : state;  // he was not reached: called again later
}

export function liveReducer(state: LiveState, action: LiveAction): LiveState { return withSeen(withNext(state, changed(state, action), action)); }

function changed(state: LiveState, action: LiveAction): LiveState {
  switch (action.type) {
    case "frame": return withFrame(state, action.frame);
    case "link": return state.link === action.link ? state : { ...state, link: action.link };
    case "focus": return { ...state, focus: besideWork(state, action.focus) };
    case "interaction": return isOlder(state.interactions[action.interaction.id], action.interaction) ? state : withInteraction(state, action.interaction);
    case "card": return { ...state, cards: { ...state.cards, [action.card.interaction]: action.card } };
    case "me": return withMe(state, action.me);
    case "muted": return { ...state, muted: action.interaction };
    case "missed.seen": return { ...state, missed: null };
  }
}
