import { useTranslation } from "react-i18next";
import { percent } from "../../ui/format";
import { href } from "../../ui/route";
import { Ticking } from "../../ui/ticking";
import { useLive } from "../live/store";
import { totalOf } from "../board/totals";

/** The line in one glance: how many wait, for how long, and whether we keep our word today. */
export function QueueStrip() {
  const { t, i18n } = useTranslation();
  const queues = useLive((state) => state.queues);
  const total = totalOf(Object.values(queues));
  return (
    <a className="strip" href={href("board")} title={t("board.title")}>
      <span className="strip-item">
        <span className="strip-name">{t("board.waiting")}</span>
        <span className={total.waiting > 0 ? "num strip-value hot" : "num strip-value"} data-testid="queue-waiting">{total.waiting}</span>
      </span>
      <span className="strip-item wide-only">
        <span className="strip-name">{t("board.longest")}</span>
        <span className="strip-value">{total.longestSince === null ? "—" : <Ticking since={total.longestSince} />}</span>
      </span>
      <span className="strip-item">
        <span className="strip-name">{t("board.sl")}</span>
        <span className="num strip-value" data-testid="service-level">{percent(total.serviceLevel, i18n.language)}</span>
      </span>
    </a>
  );
}
