import { IconArrowForwardUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../api/http";
import type { InteractionView } from "../../api/types";
import { duration, looksLikeNumber, plain, prettyNumber } from "../../ui/format";
import { queueNamed } from "../live/reducer";
import { useLive } from "../live/store";
import { isAsked } from "./company";
import { before } from "./shares";
import { dispositionWords } from "./words";

/** Who had the customer before and what he said: nobody has to ask the customer again. */
export function HandedOver({ one, short = false }: { one: InteractionView; short?: boolean }) {
  const { t } = useTranslation();
  const me = useLive((state) => state.me?.id);
  const queues = useLive((state) => state.queues);
  const all = before(one, me, serverNow());
  if (all.length === 0) return null;
  const shown = short ? all.slice(0, 1) : all;
  return (
    <div className={short ? "task short" : "task"} data-testid="handed-over" role="note">
      <IconArrowForwardUp size={18} aria-hidden="true" />
      <ol className="grow shares">
        {shown.map((each, index) => {
          const queue = queueNamed(queues, each.queue)?.title;
          const facts = [queue ? plain(queue) : "", each.ms ? duration(each.ms) : "", each.disposition ? dispositionWords(t, each.disposition) : ""].filter(Boolean);
          const name = looksLikeNumber(each.who) ? prettyNumber(each.who) : plain(each.who);
          return (
            <li key={`${index}-${each.who}`}>
              <b>{each.gives ? t(isAsked(one, me) ? "shares.asks" : "shares.gives", { name }) : name}</b> <span className="soft small">{facts.join(" · ")}</span>
              {each.note ? <div className="task-words">{plain(each.note)}</div> : null}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
