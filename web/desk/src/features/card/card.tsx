import { Skeleton } from "@mantine/core";
import { IconAddressBook, IconArrowBackUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import type { CardView, InteractionView } from "../../api/types";
import { plain, prettyNumber } from "../../ui/format";
import { Empty } from "../../ui/parts";
import { wordsOf } from "../../ui/problem";
import { theirNumber, whoIs } from "../conversation/words";
import { currentInteraction, isInHand, shownInteraction, type LiveState } from "../live/reducer";
import { sendFrame, tell, useLive } from "../live/store";
import { CardBody } from "./card-body";
import { Stranger } from "./stranger";

/** A card for a conversation of which only the row is known (from the list, or a number without a customer). */
function cardOfNumber(one: InteractionView): CardView {
  const number = theirNumber(one);
  return {
    interaction: one.id, number, number_pretty: prettyNumber(number), caller_name: one.caller_name, open_deals: [], open_claims: [], last: [],
    colleagues_here: [], colleagues_how: "", owner_is_me: false,
  };
}
// Also when the customer of the conversation was found in the search: it is the same card, and what was begun on it goes on.
const liveCard = (state: LiveState): CardView | null => {
  const one = shownInteraction(state), card = one ? state.cards[one.id] : undefined;
  return card && (state.focus.contact === null || state.focus.contact === card.contact?.id) ? card : null;
};

/** Whose conversation it is that is on, whatever card lies beside it. */
const onLineNow = (state: LiveState): InteractionView | null => {
  const shown = shownInteraction(state);
  return isInHand(state, shown) ? shown : currentInteraction(state);
};

function useCard(): { card: CardView | null; one: InteractionView | null; pending: boolean; error: unknown } {
  const focus = useLive((state) => state.focus);
  const shown = useLive(shownInteraction);
  const pushed = useLive(liveCard);
  const one = focus.contact === null || pushed ? shown : null;
  const contactId = pushed ? null : (focus.contact ?? one?.contact?.id ?? null);
  const asked = useQuery({ queryKey: ["card", contactId], queryFn: () => api.contactCard(contactId ?? 0), enabled: contactId !== null });
  if (pushed) return { card: pushed, one, pending: false, error: null };
  if (contactId !== null) return { card: asked.data ?? null, one, pending: asked.isPending, error: asked.error };
  return { card: one ? cardOfNumber(one) : null, one, pending: false, error: null };
}

/** The right column: everything about the customer. */
export function Card() {
  const { t } = useTranslation();
  const { card, one, pending, error } = useCard();
  const contactId = card?.contact?.id ?? null;
  const link = useLive((state) => state.link);
  const current = useLive(onLineNow);
  const focused = useLive((state) => state.focus.contact);
  const onLine = current && focused !== null && current.contact?.id !== focused ? current : null;  // a card beside the call: whose note is it?
  useEffect(() => {
    if (link === "open") sendFrame({ type: "viewing", contact: contactId });
  }, [contactId, link]);
  useEffect(() => () => { sendFrame({ type: "viewing", contact: null }); }, []);
  if (one?.caller && !one.queue && focused === null) return <aside className="column right" aria-label={t("card.title")}><Empty icon={<IconAddressBook size={30} stroke={1.5} />} title={t("interaction.internal")} text={t("house.noCard")} /></aside>;
  if (!card) {
    return (
      <aside className="column right" aria-label={t("card.title")}>
        {pending && !error ? <div className="pad"><Skeleton height={56} /><Skeleton height={120} mt="md" /><Skeleton height={240} mt="md" /></div>
          : <Empty icon={<IconAddressBook size={30} stroke={1.5} />} title={error ? wordsOf(error) : t("card.emptyTitle")} text={error ? "" : t("card.emptyText")} />}
      </aside>
    );
  }
  const key = card.contact ? `contact-${card.contact.id}` : `number-${card.interaction}`;
  return (
    <aside className="column right" aria-label={t("card.title")} data-testid="card" data-contact={contactId ?? ""}>
      {onLine ? (
        <button type="button" className="return-bar other" onClick={() => tell({ type: "focus", focus: { interaction: onLine.id, contact: null } })}>
          <IconArrowBackUp size={16} aria-hidden="true" /><span>{t("card.otherCard")} <b>{whoIs(t, onLine)}</b></span>
        </button>
      ) : null}
      {card.contact ? <CardBody key={key} card={card} contact={card.contact} one={one} /> : <Stranger key={key} card={card} one={one} />}
    </aside>
  );
}

export function Badges({ card }: { card: CardView }) {
  const { t } = useTranslation();
  const contact = card.contact;
  if (!contact) return null;
  const segment = contact.segment && !(contact.vip && contact.segment.toUpperCase() === "VIP") ? plain(contact.segment) : "";
  return (
    <span className="badges">
      {contact.vip ? <span className="chip vip">{t("card.vip")}</span> : null}
      {contact.difficult ? <span className="chip tone-red">{t("card.difficult")}</span> : null}
      {segment ? <span className="chip tone-plain">{segment}</span> : null}
    </span>
  );
}
