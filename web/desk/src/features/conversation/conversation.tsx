import { useTranslation } from "react-i18next";
import { Keys } from "../../ui/parts";
import { currentInteraction, isAfterWork, isInHand, liveCall, shownInteraction } from "../live/reducer";
import { useLive } from "../live/store";
import { PhoneTrouble } from "../phone/phone-trouble";
import { AfterwardsStrip } from "../presence/afterwards-strip";
import { CallStage } from "./call-stage";
import { EndedStage } from "./ended-stage";
import { IdleStage } from "./idle-stage";
import { deskKeys } from "./keys";
import { OfferStrip } from "./offer-strip";
import { openConversation } from "./step";
import { whoIs } from "./words";

/** The middle column: the conversation that is on, the one chosen from the list, or what to do meanwhile. The way to the
    call, and an offer that came while something else is on the screen, stand above it. */
export function Conversation() {
  const { t } = useTranslation();
  const shown = useLive(shownInteraction);
  const call = useLive(liveCall);
  const current = useLive(currentInteraction);
  const offer = useLive((state) => state.offer);
  const me = useLive((state) => state.me);
  const inHand = useLive((state) => isInHand(state, shownInteraction(state)));
  const after = useLive((state) => isAfterWork(state, shownInteraction(state)));
  const live = inHand || (shown !== null && shown.id === offer?.interaction.id);
  const other = call ?? (live || current?.id === offer?.interaction.id ? null : current);
  const back = other && other.id !== shown?.id ? other : null;
  return (
    <main className="column middle" id="conversation" tabIndex={-1} aria-label={t("list.now")}>
      {back ? (
        <button type="button" className={`return-bar state-${back.state}`} data-testid="return" onClick={() => openConversation(back)}>
          {back.state === "held" ? `${t("istate.held")}: ` : <>{t("call.returnToCall")}: </>}<b>{whoIs(t, back)}</b>{call ? <Keys>{deskKeys.toCall}</Keys> : null}
        </button>
      ) : null}
      {offer && offer.interaction.id !== shown?.id ? <OfferStrip key={offer.offer} offer={offer} /> : null}
      <AfterwardsStrip />
      <PhoneTrouble />
      {!shown || !me ? <IdleStage /> : live ? <CallStage key={shown.id} one={shown} me={me} after={after} /> : <EndedStage key={shown.id} one={shown} />}
    </main>
  );
}
