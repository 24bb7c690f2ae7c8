// Carries out the phone machine's effects: one RTCPeerConnection that stays up between calls, so that answering costs
// nothing. The server is ICE-lite and sends PCMA/PCMU.
import { useSyncExternalStore } from "react";
import { ice } from "../../api/endpoints";
import { serverNow } from "../../api/http";
import type { IceView } from "../../api/types";
import { live, onFrame, onLive, sendFrame, tell } from "../live/store";
import { phoneAtStart, phoneStep, type Mic, type PhoneEffect, type PhoneEvent, type PhoneState } from "./phone-machine";
import { iceServer, stillGood, within } from "./relays";
import { wakeRing } from "./ring";
import { onSoundChange, soundSettings } from "./settings";

const gatheringLimitMs = 500;   // the server, ICE-lite, needs none of them: it answers to where it is asked from, a relay too
const relaysLimitMs = 2000;      // to learn of the relays; most offices have none
const answerLimitMs = 8000;      // from the offer until sound can flow
const disconnectedLimitMs = 2500;  // the browser itself would wait 15 s and more, the customer waits 20 s at most
const questionAfterMs = 600;     // a microphone that is allowed comes sooner
const heldKey = "okno.phone.held"; // this tab had the phone before a reload

type SinkAudio = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

let state: PhoneState = phoneAtStart;
const readers = new Set<() => void>();
let pc: RTCPeerConnection | undefined;
let localStream: MediaStream | undefined;
let silence: AudioContext | undefined;
let silentSource: OscillatorNode | undefined;
let microphones = 0;  // of two changes of the microphone, the later one counts
let audio: SinkAudio | undefined;
let unanswered = 0;  // offers on their way: an answer to an older one is not for the newest connection
let openings = 0;  // an opening that was overtaken by a newer one must not finish
let answerTimer: number | undefined;
let retryTimer: number | undefined;
let pathTimer: number | undefined;
let soundBlocked = false;

export function usePhone(): PhoneState {
  return useSyncExternalStore(subscribe, () => state);
}
export function useSoundBlocked(): boolean {
  return useSyncExternalStore(subscribe, () => soundBlocked);
}
export function phoneStream(): MediaStream | undefined { return localStream; }
export function phoneHeldBefore(): boolean { return sessionStorage.getItem(heldKey) === "1"; }
export function phoneNow(): PhoneState { return state; }

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => { readers.delete(reader); };
}
function changed(): void { readers.forEach((reader) => reader()); }

export function phoneHeard(event: PhoneEvent): void {
  const [next, effects] = phoneStep(state, event);
  const moved = next !== state;
  state = next;
  if (state.phase === "connected") sessionStorage.setItem(heldKey, "1");
  if (state.phase === "elsewhere" || (state.phase === "off" && !state.wanted)) sessionStorage.removeItem(heldKey);
  effects.forEach(carryOut);
  if (moved) changed();
}

function carryOut(effect: PhoneEffect): void {
  if (effect.do === "open") {
    void open();
  } else if (effect.do === "close") {
    shut();
    if (effect.tell) sendFrame({ type: "phone.close" });
  } else {
    window.clearTimeout(retryTimer);
    retryTimer = window.setTimeout(() => phoneHeard({ type: "retry" }), effect.ms);
  }
}

function micOf(error: unknown): Mic {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "none";
}

function silentStream(): MediaStream {
  silence ??= new AudioContext();
  const target = silence.createMediaStreamDestination();
  const gain = silence.createGain();
  gain.gain.value = 0;
  silentSource?.stop();
  silentSource = silence.createOscillator();
  silentSource.connect(gain).connect(target);
  silentSource.start();
  return target.stream;
}

function microphoneChoice(): string { return `${soundSettings().microphone} ${soundSettings().quieten}`; }

async function microphone(): Promise<MediaStream> {
  const chosen = soundSettings().microphone;
  // Headsets fight noise themselves; the browser's own fight costs quiet voices and swallows steady tones (20 dB), so it is a choice.
  const wanted: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: soundSettings().quieten, autoGainControl: true };
  if (!navigator.mediaDevices) {
    phoneHeard({ type: "mic", mic: "insecure" });
    return silentStream();
  }
  const question = window.setTimeout(() => phoneHeard({ type: "mic", mic: "asking" }), questionAfterMs);
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: chosen ? { ...wanted, deviceId: { ideal: chosen } } : wanted,
    });
    phoneHeard({ type: "mic", mic: "ok" });
    return stream;
  } catch (error) {
    phoneHeard({ type: "mic", mic: micOf(error) });
    return silentStream();
  } finally {
    window.clearTimeout(question);
  }
}

/** What was wrong with the microphone may be mended outside the page: by the browser's permission, by plugging a headset in. */
function watchMending(): () => void {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  const plugged = (): void => { if (state.mic === "none" || state.mic === "busy") void changeMicrophone(); };
  media?.addEventListener("devicechange", plugged);
  let permission: PermissionStatus | undefined;
  const allowed = (): void => { if (permission?.state === "granted" && state.mic === "denied") void changeMicrophone(); };
  navigator.permissions?.query({ name: "microphone" as PermissionName }).then((found) => {
    permission = found;
    found.addEventListener("change", allowed);
  }, () => undefined);  // a browser that tells nothing: the button is still there
  return () => {
    media?.removeEventListener("devicechange", plugged);
    permission?.removeEventListener("change", allowed);
  };
}

function preferTelephoneCodecs(transceiver: RTCRtpTransceiver): void {
  const known = RTCRtpReceiver.getCapabilities("audio")?.codecs ?? [];
  const rank = (mime: string): number => ["audio/pcma", "audio/pcmu"].indexOf(mime.toLowerCase());
  const first = known.filter((codec) => rank(codec.mimeType) >= 0).sort((a, b) => rank(a.mimeType) - rank(b.mimeType));
  const rest = known.filter((codec) => rank(codec.mimeType) < 0);
  if (first.length && "setCodecPreferences" in transceiver) transceiver.setCodecPreferences([...first, ...rest]);
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, gatheringLimitMs);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState !== "complete") return;
      window.clearTimeout(timer);
      resolve();
    });
  });
}

let known: IceView | undefined;

/** Relays for who sits behind a network that lets no sound through. Without an answer it is tried without them. */
async function relays(): Promise<RTCIceServer[]> {
  if (!known || !stillGood(known, serverNow())) known = await within(relaysLimitMs, ice()).catch(() => undefined);
  return known ? known.servers.map(iceServer) : [];
}

async function open(): Promise<void> {
  const turn = ++openings;
  if (typeof RTCPeerConnection === "undefined") {
    phoneHeard({ type: "refused", code: "no_webrtc" });
    return;
  }
  shutPath();
  const dead = !localStream || localStream.getAudioTracks().every((track) => track.readyState === "ended");
  if (dead || state.mic !== "ok") {
    const stream = await microphone();
    if (turn !== openings) { if (stream !== localStream) stopTracks(stream); return; }
    stopTracks(localStream);
    localStream = stream;
    watchMicrophone(stream);
    applyMute();
  }
  const iceServers = await relays();
  if (turn !== openings) return;
  const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle", rtcpMuxPolicy: "require", iceServers });
  pc = connection;
  const track = localStream?.getAudioTracks()[0];
  if (!track || !localStream) return;
  const transceiver = connection.addTransceiver(track, { direction: "sendrecv", streams: [localStream] });
  preferTelephoneCodecs(transceiver);
  connection.ontrack = (event) => play(event.streams[0] ?? new MediaStream([event.track]));
  connection.onconnectionstatechange = () => pathChanged(connection);
  try {
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
  } catch {
    if (turn === openings) phoneHeard({ type: "path.lost" });
    return;
  }
  if (turn !== openings || pc !== connection) return;
  window.clearTimeout(answerTimer);
  answerTimer = window.setTimeout(() => { unanswered = 0; phoneHeard({ type: "no.answer" }); }, answerLimitMs);
  unanswered += 1;
  sendFrame({ type: "phone.offer", sdp: connection.localDescription?.sdp ?? "" });
}

function pathChanged(connection: RTCPeerConnection): void {
  if (connection !== pc) return;
  window.clearTimeout(pathTimer);
  if (connection.connectionState === "connected") {
    window.clearTimeout(answerTimer);
    phoneHeard({ type: "path.up" });
  } else if (connection.connectionState === "failed" || connection.connectionState === "closed") {
    phoneHeard({ type: "path.lost" });
  } else if (connection.connectionState === "disconnected") {
    pathTimer = window.setTimeout(() => phoneHeard({ type: "path.lost" }), disconnectedLimitMs);
  }
}

function watchMicrophone(stream: MediaStream): void {
  // A headset that is pulled out ends the track: take whatever microphone is left without dropping the call.
  stream.getAudioTracks().forEach((track) => {
    track.addEventListener("ended", () => { if (stream === localStream) void changeMicrophone(); });
  });
}

/** Puts another microphone on the line without a new connection. */
export async function changeMicrophone(): Promise<void> {
  if (!pc) return;
  const turn = ++microphones;
  const stream = await microphone();
  const sender = pc?.getSenders()[0];
  const track = stream.getAudioTracks()[0];
  if (turn !== microphones || !sender || !track) { stopTracks(stream); return; }
  await sender.replaceTrack(track);
  stopTracks(localStream);
  localStream = stream;
  watchMicrophone(stream);
  applyMute();
  changed();
}

function play(stream: MediaStream): void {
  if (!audio) {
    audio = document.createElement("audio");
    audio.autoplay = true;
    audio.dataset["line"] = "customer";
    document.body.append(audio);
  }
  audio.srcObject = stream;
  useSpeaker();
  startSound();
}

/** Browsers may hold sound back until the first click after a reload. */
export function startSound(): void {
  void silence?.resume();
  if (!audio?.srcObject) return;
  audio.play().then(
    () => { if (soundBlocked) { soundBlocked = false; changed(); } },
    (error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError") { soundBlocked = true; changed(); }
    },
  );
}

function useSpeaker(): void {
  const speaker = soundSettings().speaker;
  if (audio?.setSinkId) audio.setSinkId(speaker).catch(() => undefined);  // a speaker that is gone: the usual one stays
}

function applyMute(): void {
  const muted = live().muted !== null;
  if (state.mic === "ok") localStream?.getAudioTracks().forEach((track) => { track.enabled = !muted; });
}

function stopTracks(stream: MediaStream | undefined): void { stream?.getTracks().forEach((track) => track.stop()); }

function shutPath(): void {
  window.clearTimeout(answerTimer);
  window.clearTimeout(pathTimer);
  window.clearTimeout(retryTimer);
  const connection = pc;
  pc = undefined;
  if (!connection) return;
  connection.onconnectionstatechange = null;
  connection.ontrack = null;
  connection.close();
}

function shut(): void {
  openings += 1;
  shutPath();
  if (state.phase === "off" || state.phase === "elsewhere" || state.phase === "unable") {
    stopTracks(localStream);
    localStream = undefined;
    if (audio) audio.srcObject = null;
  }
}

/** Joins the phone to the live socket. Call once, after sign-in. */
export function startPhone(): () => void {
  let lastLink = live().link;
  let speaker = soundSettings().speaker;
  let chosenMicrophone = microphoneChoice();
  const forgetFrames = onFrame((frame) => {
    if (frame.type === "phone.answer") {
      const connection = pc;
      unanswered = Math.max(0, unanswered - 1);
      if (unanswered > 0) return;
      // The time limit goes on until the path is up: an answer that leads nowhere is no phone.
      connection?.setRemoteDescription({ type: "answer", sdp: frame.data.sdp })
        .catch(() => { if (connection === pc) phoneHeard({ type: "path.lost" }); });
    } else if (frame.type === "phone.error") {
      unanswered = 0;
      window.clearTimeout(answerTimer);
      phoneHeard({ type: "refused", code: frame.data.code });
    } else if (frame.type === "phone.state") {
      phoneHeard({ type: "server", state: frame.data });
    } else if (frame.type === "snapshot") {
      unanswered = 0;  // a new socket knows nothing of the old one's offers
      phoneHeard({ type: "link.up" });
      settle();
    } else if (frame.type === "me.changed" || frame.type === "agent.changed") {
      settle();
    }
  });
  const forgetSound = onSoundChange(() => {
    if (soundSettings().speaker !== speaker) { speaker = soundSettings().speaker; useSpeaker(); }
    if (microphoneChoice() !== chosenMicrophone) {
      chosenMicrophone = microphoneChoice();
      void changeMicrophone();
    }
  });
  let lastMuted = live().muted;
  const forgetLive = onLive(() => {
    const { link, muted } = live();
    if (muted !== lastMuted) { lastMuted = muted; applyMute(); }  // also when the other tab pressed it
    if (link !== lastLink) {
      lastLink = link;
      if (link === "lost") phoneHeard({ type: "link.lost" });
    }
  });
  const forgetMending = watchMending();
  const touched = (): void => {
    wakeRing();
    if (soundBlocked || silence?.state === "suspended") startSound();
  };
  window.addEventListener("pointerdown", touched);
  window.addEventListener("keydown", touched);
  return () => {
    window.removeEventListener("pointerdown", touched);
    window.removeEventListener("keydown", touched);
    forgetFrames();
    forgetSound();
    forgetLive();
    forgetMending();
    phoneHeard({ type: "stopped" });
    state = phoneAtStart;
    shut();
  };
}

// After a load: who was at work gets his phone back by itself. The server says at once whether another tab has it;
// give that word a moment, unless this very tab had the phone before the reload.
function settle(): void {
  const me = live().me;
  if (!me || me.state === "offline") return;
  if (state.wanted || state.phase === "unable") return;
  if (phoneHeldBefore()) { phoneHeard({ type: "taken" }); return; }
  window.setTimeout(() => {
    const now = live().me;  // nobody: signed out meanwhile
    if (state.phase === "off" && now && now.state !== "offline") phoneHeard({ type: "wished" });
  }, 300);
}

/** Muted means muted: the track itself goes silent, whatever the server does. */
export function setMuted(interaction: number | null): void {
  tell({ type: "muted", interaction });
  applyMute();
}
