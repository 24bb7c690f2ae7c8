import { ActionIcon, Tooltip } from "@mantine/core";
import { IconDownload, IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "./format";
import { barsOf, loadWave, type Wave } from "./waveform";

const steps = 110;
const waveLimitMs = 15 * 60_000;  // a longer one would need more memory than a picture is worth
const speeds = [1, 1.25, 1.5, 2];
type SinkAudio = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };
let playing: HTMLAudioElement | null = null;  // one recording sounds at a time

/** Silence for whoever calls. */
export function stopPlaying(): void { playing?.pause(); }

/** A recording with a calm skin over the browser's own audio (Range requests come with it). */
export function RecordingPlayer({ url, lengthMs, speaker = "" }: { url: string; lengthMs: number; speaker?: string }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [on, setOn] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(lengthMs / 1000);
  const [speed, setSpeed] = useState(1);
  const [failed, setFailed] = useState(false);
  const [wave, setWave] = useState<Wave | null>(null);

  useEffect(() => {
    if (lengthMs > waveLimitMs) return undefined;
    const stop = new AbortController();
    void loadWave(url, steps, stop.signal).then((found) => { if (!stop.signal.aborted) setWave(found); });
    return () => stop.abort();
  }, [url, lengthMs]);
  useEffect(() => {
    const element = audio.current;
    if (!element) return undefined;
    if (!element.getAttribute("src")) element.src = url;
    if (speaker) (element as SinkAudio).setSinkId?.(speaker).catch(() => undefined);  // gone: the usual one sounds
    play(element);
    return () => {
      element.pause();
      if (playing === element) playing = null;
      element.removeAttribute("src");
      element.load();  // lets go of the download
    };
  }, [url, speaker]);

  function play(element: HTMLAudioElement): void {
    if (playing && playing !== element) playing.pause();
    playing = element;
    setFailed(false);
    element.play().catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "AbortError")) setFailed(true);
    });
  }
  function toggle(): void {
    const element = audio.current;
    if (!element) return;
    if (element.paused) {
      if (failed) element.load();
      play(element);
    } else {
      element.pause();
    }
  }
  function nextSpeed(): void {
    const next = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1;
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = next;
  }
  const label = on ? t("recording.pause") : t("recording.play");
  return (
    <div className="player" data-testid="recording-player">
      <audio
        ref={audio} src={url} preload="metadata" onPlay={() => setOn(true)} onPause={() => setOn(false)} onEnded={() => setOn(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)} onError={() => setFailed(true)}
        onLoadedMetadata={(event) => { if (Number.isFinite(event.currentTarget.duration)) setLength(event.currentTarget.duration); }}
      />
      <ActionIcon variant="filled" radius="xl" size={30} onClick={toggle} aria-label={label}>
        {on ? <IconPlayerPauseFilled size={15} /> : <IconPlayerPlayFilled size={15} />}
      </ActionIcon>
      <div className="player-track" style={{ ["--share" as string]: `${(100 * at) / Math.max(1, length)}%` }} title={wave ? t("recording.wave") : undefined}>
        {wave ? <Bars wave={wave} /> : <div className="player-line" />}
        <input
          type="range" min={0} max={Math.max(1, length)} step={0.1} value={Math.min(at, Math.max(1, length))} aria-label={t("recording.position")} aria-valuetext={duration(at * 1000)}
          onChange={(event) => { if (audio.current) audio.current.currentTime = Number(event.currentTarget.value); setAt(Number(event.currentTarget.value)); }}
        />
      </div>
      <span className="num player-time">{duration(at * 1000)} / {duration(length * 1000)}</span>
      <Tooltip label={t("recording.speed")}>
        <button type="button" className="player-speed" onClick={nextSpeed} aria-label={`${t("recording.speed")} ${speed}`}>{speed}×</button>
      </Tooltip>
      <Tooltip label={t("recording.download")}>
        <ActionIcon component="a" href={url} download variant="subtle" color="gray" size={26} aria-label={t("recording.download")}><IconDownload size={15} /></ActionIcon>
      </Tooltip>
      {failed ? <div className="player-failed" role="alert">{t("recording.failed")}</div> : null}
    </div>
  );
}

/** The customer above the line, the agent below it; what was played is in colour. */
function Bars({ wave }: { wave: Wave }) {
  const layer = (name: string) => (
    <svg className={name} viewBox={`0 0 ${steps} 2`} preserveAspectRatio="none" aria-hidden="true"><path className="wave-customer" d={barsOf(wave.left, true)} /><path className="wave-agent" d={barsOf(wave.right, false)} /></svg>
  );
  return <>{layer("wave")}{layer("wave played")}</>;
}
