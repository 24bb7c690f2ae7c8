// How a call sounds, in words: the estimate of ITU-T G.107, 1 to 4.4; below 3.5 a conversation is work.
import type { TFunction } from "i18next";
import type { InteractionView } from "../../api/types";

type Sound = NonNullable<InteractionView["sound"]>;
type LegSound = NonNullable<Sound["customer"]>;

const poorBelow = 3.5;

/** Whose connection is bad now, as the reader calls him; nothing when all is well. */
export function badSide(one: InteractionView, me: number | undefined): "customer" | "mine" | "agent" | "both" | undefined {
  const bad = one.sound?.bad;
  if (!bad || (one.state !== "active" && one.state !== "held")) return undefined;
  if (bad === "customer" || bad === "both") return bad;
  return one.agent?.id === me ? "mine" : "agent";
}

/** The worse of the two sides: what the call was like. */
export function worstMos(one: InteractionView): number | undefined {
  const known = [one.sound?.customer?.mos, one.sound?.agent?.mos].filter((mos) => mos !== undefined);
  return known.length ? Math.min(...known) : undefined;
}

export function isPoor(mos: number): boolean { return mos < poorBelow; }

export function decimal(value: number, language: string): string {
  return value.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

export function legFigures(t: TFunction, leg: LegSound, language: string): string {
  return t("sound.figures", { mos: decimal(leg.mos, language), loss: decimal(leg.loss_percent, language), jitter: Math.round(leg.jitter_ms) });
}

/** Both sides with all their figures, for a tooltip. */
export function soundFigures(t: TFunction, sound: Sound, language: string): string {
  const sides = [["customer", sound.customer], ["agent", sound.agent]] as const;
  return sides.flatMap(([side, leg]) => (leg ? [`${t(`sound.${side}`)}: ${legFigures(t, leg, language)}`] : [])).join("\n");
}
