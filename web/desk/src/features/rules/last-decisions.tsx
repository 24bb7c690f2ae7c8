import { Skeleton } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { serverNow } from "../../api/http";
import { plain, prettyNumber, when } from "../../ui/format";
import { Chip, Empty } from "../../ui/parts";
import { wordsOf } from "../../ui/problem";
import { href } from "../../ui/route";
import { outcome, theirNumber, whoIs } from "../conversation/words";
import { ChannelIcon } from "../worklist/channel-icon";

const shown = 8;
const againMs = 5000;

/** What the rules beside it led to: the queue's last decisions in words. */
export function LastDecisions({ queue }: { queue: string }) {
  const { t, i18n } = useTranslation();
  const list = useQuery({ queryKey: ["decisions", queue], queryFn: ({ signal }) => api.lastDecisions(queue, shown, signal), refetchInterval: againMs });
  return (
    <aside className="panel rules-why" aria-labelledby="rules-why">
      <h2 id="rules-why">{t("rules.lastDecisions")}</h2>
      <p className="soft small">{t("rules.lastDecisionsHow")}</p>
      {list.isPending ? [0, 1, 2].map((one) => <Skeleton key={one} height={64} mt={10} />) : null}
      {list.isError ? <p className="rules-error">{wordsOf(list.error)}</p> : null}
      {list.data?.length === 0 ? <Empty icon={<IconRoute size={26} />} title={t("rules.noDecisions")} text={t("rules.noDecisionsHow")} /> : null}
      <ol>
        {list.data?.map(({ decision, interaction }, at) => (
          <li key={`${decision.at_ms}-${at}`} data-testid="last-decision">
            <div className="rules-why-head"><span className="num soft">{when(decision.at_ms, serverNow(), i18n.language, t("common.yesterday"))}</span>
              {interaction ? <span className="rules-why-icon" title={t(`interaction.${interaction.channel}`)}><ChannelIcon one={interaction} size={15} /><span className="unseen">{t(`interaction.${interaction.channel}`)}</span></span> : null}
              {interaction ? <a href={href("interactions", { id: String(interaction.id) })} className="clip" title={prettyNumber(plain(theirNumber(interaction)))}>{whoIs(t, interaction)}</a> : null}
              {interaction ? <Chip tone={outcome(t, interaction).tone}>{outcome(t, interaction).words}</Chip> : null}</div>
            <p>{plain(i18n.language === "en" ? decision.words_en : decision.words_ru)}</p>
          </li>
        ))}
      </ol>
    </aside>
  );
}
