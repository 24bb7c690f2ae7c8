import { ActionIcon, Tooltip } from "@mantine/core";
import { IconDownload, IconPlayerPauseFilled, IconPlayerPlayFilled, IconRewindBackward10, IconRewindForward10 } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "./format";
import { noLongerPlays, nowPlays } from "./playing";
import { placeOf, skipped, spanOf, type Mark, type Span } from "./recording-marks";
import { barsOf, loadWave, type Wave } from "./waveform";

const steps = 110;
const waveLimitMs = 15 * 60_000;  // a longer one would need more memory than a picture is worth
const speeds = [1, 1.25, 1.5, 2, 0.75];
const skip_s = 10;
type SinkAudio = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

export interface PlayerControls { seek: (ms: number) => void }
interface Props {
  url: string; lengthMs: number; speaker?: string;
  download?: string | null;  // where the file is to be had, if it is
  pauses?: readonly Span[]; marks?: readonly Mark[];
  onTime?: (ms: number) => void; bind?: (controls: PlayerControls) => void;
}

/** A recording with a calm skin over the browser's own audio (Range requests come with it). */
export function RecordingPlayer({ url, lengthMs, speaker = "", download = null, pauses = [], marks = [], onTime, bind }: Props) {
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
      noLongerPlays(element);
      element.removeAttribute("src");
      element.load();  // lets go of the download
    };
  }, [url, speaker]);

  function play(element: HTMLAudioElement): void {
    nowPlays(element);
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
  function goTo(seconds: number): void {
    if (audio.current) audio.current.currentTime = seconds;
    setAt(seconds);
    onTime?.(seconds * 1000);
  }
  useEffect(() => { bind?.({ seek: (ms) => goTo(skipped(ms / 1000, 0, length)) }); });
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
        onTimeUpdate={(event) => { setAt(event.currentTarget.currentTime); onTime?.(event.currentTarget.currentTime * 1000); }} onError={() => setFailed(true)}
        onLoadedMetadata={(event) => { if (Number.isFinite(event.currentTarget.duration)) setLength(event.currentTarget.duration); }}
      />
      <ActionIcon variant="filled" radius="xl" size={30} onClick={toggle} aria-label={label}>
        {on ? <IconPlayerPauseFilled size={15} /> : <IconPlayerPlayFilled size={15} />}
      </ActionIcon>
      <div className="player-track" style={{ ["--share" as string]: `${(100 * at) / Math.max(1, length)}%` }} title={wave ? t("recording.wave") : undefined}>
        {wave ? <Bars wave={wave} /> : <div className="player-line" />}
        {pauses.map((one) => { const { left, width } = spanOf(one, length * 1000); return <span key={one.from_ms} className="player-pause" style={{ left: `${left}%`, width: `${width}%` }} title={t("recording.paused")} />; })}
        <input
          type="range" min={0} max={Math.max(1, length)} step={0.1} value={Math.min(at, Math.max(1, length))} aria-label={t("recording.position")} aria-valuetext={duration(at * 1000)}
          onChange={(event) => goTo(Number(event.currentTarget.value))}
        />
        {marks.map((one) => <button key={one.id} type="button" className="player-mark" data-testid="recording-mark" style={{ left: `${placeOf(one.at_ms, length * 1000)}%` }} title={`${duration(one.at_ms)} ${one.text}`} aria-label={`${duration(one.at_ms)} ${one.text}`} onClick={() => goTo(one.at_ms / 1000)} />)}
      </div>
      <span className="num player-time">{duration(at * 1000)} / {duration(length * 1000)}</span>
      <span className="player-skips">
        <ActionIcon variant="subtle" color="gray" size={26} data-testid="recording-back" aria-label={t("recording.back")} title={t("recording.back")} onClick={() => goTo(skipped(at, -skip_s, length))}><IconRewindBackward10 size={16} /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" size={26} data-testid="recording-forward" aria-label={t("recording.forward")} title={t("recording.forward")} onClick={() => goTo(skipped(at, skip_s, length))}><IconRewindForward10 size={16} /></ActionIcon>
      </span>
      <Tooltip label={t("recording.speed")}>
        <button type="button" className="player-speed" onClick={nextSpeed} aria-label={`${t("recording.speed")} ${speed}`}>{speed}×</button>
      </Tooltip>
      {download ? (
        <Tooltip label={t("recording.download")}>
          <ActionIcon component="a" href={download} download variant="subtle" color="gray" size={26} data-testid="recording-download" aria-label={t("recording.download")}><IconDownload size={15} /></ActionIcon>
        </Tooltip>
      ) : <span />}
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
