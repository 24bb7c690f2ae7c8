import { useTranslation } from "react-i18next";
import { serverNow } from "../../api/http";
import { href } from "../../ui/route";
import { useLive } from "../live/store";
import { belonging } from "./moments";
import { nameOf, whenWords } from "./plan-actions";
import { usePlanned } from "./use-planned";

const most = 3;

/** The next calls that I am to make; nothing while there are none. */
export function NextPlanned() {
  const { t } = useTranslation();
  const me = useLive((state) => state.me?.id ?? 0);
  const { data } = usePlanned();
  const mine = belonging(data ?? [], "mine", me, []);
  if (mine.length === 0) return null;
  return (
    <section className="box" aria-label={t("planned.mineNext")}>
      <div className="section-head"><h3>{t("planned.mineNext")}</h3><a className="small" href={href("planned")}>{t("common.all")}</a></div>
      <ul className="my-queues" data-testid="next-planned">
        {mine.slice(0, most).map((call) => (
          <li key={call.id}><b className="clip">{nameOf(call)}</b><span className="soft clip">{call.note}</span>
            <span className={call.at_ms !== undefined && call.at_ms < serverNow() ? "num hot" : "num soft"}>{call.at_ms === undefined ? "—" : whenWords(call.at_ms)}</span></li>
        ))}
      </ul>
    </section>
  );
}
