import { IconAlertTriangle, IconBulb, IconMessage } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../api/http";
import type { InteractionView, MeView } from "../../api/types";
import { plain } from "../../ui/format";
import { useLive } from "../live/store";
import { hintsFor } from "./hints";

const icons = { say: IconMessage, warn: IconAlertTriangle, know: IconBulb };

function languageName(code: string, reader: string): string {
  try {
    return new Intl.DisplayNames(reader, { type: "language" }).of(code) ?? plain(code);
  } catch {
    return plain(code);  // not a code of a language
  }
}

/** The place of the script: what to say and what to keep in mind, made from the card. */
export function HintList({ one, me }: { one: InteractionView; me: MeView }) {
  const { t, i18n } = useTranslation();
  const card = useLive((state) => state.cards[one.id] ?? null);
  const hints = useMemo(() => hintsFor(one, card, me, serverNow()), [one, card, me]);
  return (
    <div className="hints" role="note" aria-label={t("call.script")}>
      {hints.map((hint) => {
        const Icon = icons[hint.tone];
        const values = Object.fromEntries(Object.entries(hint.values).map(([name, value]) => [name, name === "language" ? languageName(value, i18n.language) : plain(value)]));
        return (
          <div key={hint.key + (hint.values["title"] ?? "")} className={`hint hint-${hint.tone}`}>
            <Icon size={16} aria-hidden="true" />
            <span>{t(hint.key, values)}</span>
          </div>
        );
      })}
    </div>
  );
}
