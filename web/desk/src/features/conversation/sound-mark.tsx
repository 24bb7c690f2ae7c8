import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { InteractionView } from "../../api/types";
import { useLive } from "../live/store";
import { badSide, decimal, isPoor, soundFigures, worstMos } from "./sound";

/** The connection is bad now: whose, and what to do about it in the tooltip. */
export function BadSound({ one }: { one: InteractionView }) {
  const { t, i18n } = useTranslation();
  const side = badSide(one, useLive((state) => state.me)?.id);
  if (!side || !one.sound) return null;
  return (
    <span className="bad-sound" data-testid="bad-sound" data-side={side} role="status" title={`${t(`sound.${side}How`)}\n${soundFigures(t, one.sound, i18n.language)}`}>
      <IconAlertTriangle size={14} aria-hidden="true" />{t(`sound.${side}Bad`)}
    </span>
  );
}

/** How the call sounded, as one number; its sides in the tooltip. */
export function SoundMos({ one }: { one: InteractionView }) {
  const { t, i18n } = useTranslation();
  const mos = worstMos(one);
  if (mos === undefined || !one.sound) return <>—</>;
  return <span className={isPoor(mos) ? "num poor-sound" : "num"} title={soundFigures(t, one.sound, i18n.language)} data-testid="sound-mos">{decimal(mos, i18n.language)}</span>;
}

/** Both sides in words. */
export function SoundSides({ one }: { one: InteractionView }) {
  const { t, i18n } = useTranslation();
  return <span className="sound-sides" data-testid="sound-sides">{one.sound ? soundFigures(t, one.sound, i18n.language) : "—"}</span>;
}
