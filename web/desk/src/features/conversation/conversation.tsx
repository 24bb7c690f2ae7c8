import { useTranslation } from "react-i18next";
import { currentInteraction, isAfterWork, shownInteraction } from "../live/reducer";
import { tell, useLive } from "../live/store";
import { PhoneTrouble } from "../phone/phone-trouble";
import { CallStage } from "./call-stage";
import { EndedStage } from "./ended-stage";
import { IdleStage } from "./idle-stage";
import { whoIs } from "./words";

/** The middle column: the conversation that is on, the one chosen from the list, or what to do meanwhile. */
export function Conversation() {
  const { t } = useTranslation();
  const shown = useLive(shownInteraction);
  const current = useLive(currentInteraction);
  const me = useLive((state) => state.me);
  const elsewhere = current && shown && current.id !== shown.id;
  const after = useLive((state) => isAfterWork(state, currentInteraction(state)));
  const live = shown && shown.id === current?.id && (after || shown.state !== "ended");
  return (
    <main className="column middle" id="conversation" tabIndex={-1} aria-label={t("list.now")}>
      {elsewhere ? (
        <button type="button" className="return-bar" onClick={() => tell({ type: "focus", focus: { interaction: current.id, contact: null } })}>
          {t("call.returnToCall")}: <b>{whoIs(t, current)}</b>
        </button>
      ) : null}
      <PhoneTrouble />
      {!shown || !me ? <IdleStage /> : live ? <CallStage key={shown.id} one={shown} me={me} after={after} /> : <EndedStage key={shown.id} one={shown} />}
    </main>
  );
}
