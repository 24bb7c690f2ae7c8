import { Button, SegmentedControl, Select, Slider, Switch, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { IconBell, IconMicrophone, IconPlayerStop, IconRepeat } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { deskKeys } from "../features/conversation/keys";
import { onFrame, sendFrame } from "../features/live/store";
import { testMicrophone, type MicrophoneTest } from "../features/phone/microphone-test";
import { usePhone } from "../features/phone/phone-line";
import { testRing } from "../features/phone/ring";
import { changeSound, useSoundSettings } from "../features/phone/settings";
import { language, setLanguage } from "../i18n";
import { Keys } from "../ui/parts";
import { wordsOfCode } from "../ui/problem";

function useDevices(): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (!media) return undefined;
    const look = (): void => { media.enumerateDevices().then(setDevices, () => setDevices([])); };
    look();
    media.addEventListener("devicechange", look);
    return () => media.removeEventListener("devicechange", look);
  }, []);
  return devices;
}

/** Sound first: microphone with its level, headphones, ring, and a way to hear oneself as the customer does. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const sound = useSoundSettings();
  const devices = useDevices();
  const choices = (kind: MediaDeviceKind): { value: string; label: string }[] => [
    { value: "", label: t("settings.usual") },
    ...devices.filter((device) => device.kind === kind && device.deviceId && device.deviceId !== "default" && device.label).map((device) => ({ value: device.deviceId, label: device.label })),
  ];
  return (
    <main className="page settings" id="conversation" tabIndex={-1}>
      <h1>{t("settings.title")}</h1>
      <div className="settings-grid">
        <section className="panel">
          <h2>{t("settings.sound")}</h2>
          <Select label={t("settings.microphone")} data={choices("audioinput")} value={sound.microphone} onChange={(value) => changeSound({ microphone: value ?? "" })} allowDeselect={false} />
          <MicrophoneLevel />
          <Switch mt="xs" label={t("settings.quieten")} description={t("settings.quietenHow")} checked={sound.quieten} onChange={(event) => changeSound({ quieten: event.currentTarget.checked })} />
          <Select mt="md" label={t("settings.speaker")} data={choices("audiooutput")} value={sound.speaker} onChange={(value) => changeSound({ speaker: value ?? "" })} allowDeselect={false} />
          <Echo />
        </section>
        <section className="panel">
          <h2>{t("settings.ringVolume")}</h2>
          <Slider min={0} max={100} value={Math.round(sound.ringVolume * 100)} thumbLabel={t("settings.ringVolume")} label={(value) => `${value} %`} onChange={(value) => changeSound({ ringVolume: value / 100 })} onChangeEnd={testRing} />
          <div className="settings-line"><Button variant="default" leftSection={<IconBell size={16} />} onClick={testRing}>{t("settings.ringTest")}</Button></div>
          <Select label={t("settings.ringDevice")} data={choices("audiooutput")} value={sound.ringDevice} onChange={(value) => changeSound({ ringDevice: value ?? "" })} allowDeselect={false} />
          <Switch mt="md" label={t("settings.notify")} checked={sound.notify} onChange={(event) => {
            changeSound({ notify: event.currentTarget.checked });
            if (event.currentTarget.checked && typeof Notification !== "undefined") void Notification.requestPermission();
          }} />
        </section>
        <section className="panel">
          <h2>{t("settings.look")}</h2>
          <SegmentedControl fullWidth value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)} aria-label={t("theme.label")}
            data={(["light", "dark", "auto"] as const).map((value) => ({ value, label: t(`theme.${value}`) }))} />
          <SegmentedControl mt="md" fullWidth value={language()} onChange={(value) => setLanguage(value === "en" ? "en" : "ru")} aria-label={t("language.label")} data={[{ value: "ru", label: "Русский" }, { value: "en", label: "English" }]} />
        </section>
        <section className="panel">
          <h2>{t("settings.keys")}</h2>
          <div className="key-grid">{(Object.keys(deskKeys) as (keyof typeof deskKeys)[]).map((name) => <div key={name}><Keys>{deskKeys[name]}</Keys><span>{t(`keys.${name}`)}</span></div>)}</div>
        </section>
      </div>
    </main>
  );
}

function MicrophoneLevel() {
  const { t } = useTranslation();
  const { microphone } = useSoundSettings();
  const [level, setLevel] = useState(0);
  const [peak, setPeak] = useState(0);
  const [on, setOn] = useState(false);
  const [trouble, setTrouble] = useState("");
  const test = useRef<MicrophoneTest | null>(null);
  function stop(): void {
    test.current?.stop();
    test.current = null;
    setOn(false);
    setLevel(0);
  }
  async function start(): Promise<void> {
    setTrouble("");
    setPeak(0);
    try {
      test.current = await testMicrophone((now) => {
        setLevel(now);
        setPeak((before) => Math.max(now, before * 0.995));
      });
      setOn(true);
    } catch (error) {
      const denied = error instanceof DOMException && error.name === "NotAllowedError";
      setTrouble(t(denied ? "phone.micDeniedHow" : "phone.micNoneHow"));
    }
  }
  useEffect(() => stop, [microphone]);
  const words = !on ? t("settings.levelHow") : peak < 0.2 ? t("settings.silent") : peak > 0.93 ? t("settings.loud") : t("settings.good");
  return (
    <div className="mic-test">
      <div className="meter" role="meter" aria-label={t("settings.level")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(level * 100)}>
        <div className={level > 0.93 ? "meter-bar loud" : "meter-bar"} style={{ transform: `scaleX(${level})` }} />
      </div>
      <div className="settings-line">
        <Button size="compact-md" variant="default" data-testid="mic-test" leftSection={on ? <IconPlayerStop size={15} /> : <IconMicrophone size={15} />} onClick={() => (on ? stop() : void start())}>{on ? t("settings.stop") : t("settings.start")}</Button>
        <span className="soft small" role="status">{trouble || words}</span>
      </div>
    </div>
  );
}

function Echo() {
  const { t } = useTranslation();
  const phone = usePhone();
  const [on, setOn] = useState(false);
  const [trouble, setTrouble] = useState("");
  const was = useRef(false);
  was.current = on;
  useEffect(() => onFrame((frame) => {
    if (frame.type === "phone.echo") setOn(frame.data.on);
    if (frame.type === "phone.error" && was.current) { setTrouble(wordsOfCode(frame.data.code, frame.data.words)); setOn(false); }
    if (frame.type === "offer.made" && was.current) { sendFrame({ type: "phone.echo", on: false }); setOn(false); }
  }), []);
  useEffect(() => () => { if (was.current) sendFrame({ type: "phone.echo", on: false }); }, []);
  const ready = phone.phase === "connected";
  function toggle(): void {
    setTrouble("");
    sendFrame({ type: "phone.echo", on: !on });
    setOn(!on);
  }
  return (
    <div className="settings-line wrap">
      <Button variant={on ? "filled" : "default"} disabled={!ready} aria-pressed={on} data-testid="echo-test" leftSection={<IconRepeat size={16} />} onClick={toggle}>{on ? t("settings.echoOff") : t("settings.echo")}</Button>
      <span className="soft small" role="status">{trouble || (on ? t("settings.echoOn") : t("settings.echoHow"))}</span>
    </div>
  );
}
