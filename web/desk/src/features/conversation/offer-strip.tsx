import { useTranslation } from "react-i18next";
import type { OfferView } from "../../api/types";
import { plain, prettyNumber } from "../../ui/format";
import { Chip } from "../../ui/parts";
import { queueTitle } from "../live/reducer";
import { useLive } from "../live/store";
import { ChannelIcon } from "../worklist/channel-icon";
import { OfferControls } from "./controls";
import { HandedOver } from "./handed-over";
import { openConversation } from "./step";
import { TaskNote } from "./task-note";
import { newWords, theirNumber, whoIs } from "./words";

/** An offer beside the work in hand: it can be answered, declined or looked at, and what is being typed keeps its place. */
export function OfferStrip({ offer }: { offer: OfferView }) {
  const { t } = useTranslation();
  const one = useLive((state) => state.interactions[offer.interaction.id]) ?? offer.interaction;
  const card = useLive((state) => state.cards[one.id]) ?? offer.card;
  const queues = useLive((state) => state.queues);
  const queue = queueTitle(queues, one.queue);
  const name = card.contact?.name ? plain(card.contact.name) : whoIs(t, one);
  const number = plain(card.number_pretty || prettyNumber(theirNumber(one)));
  const title = newWords(t, one);
  return (
    <section className="offer-strip" data-testid="incoming" aria-label={title}>
      <button type="button" className="offer-who" onClick={() => openConversation(one)}>
        <ChannelIcon one={one} size={22} />
        <span className="offer-words">
          <span className="offer-name"><b>{name}</b>{card.contact?.vip ? <span className="chip vip">{t("card.vip")}</span> : null}</span>
          <span className="soft small">{title}{name === number ? null : <> · <span className="tel">{number}</span></>}</span>
        </span>
        <Chip tone="accent">{plain(queue) || t("interaction.direct")}</Chip>
      </button>
      <TaskNote one={one} short />
      <HandedOver one={one} short />
      <OfferControls one={one} answerBy={offer.answer_by_ms} beside />
    </section>
  );
}
