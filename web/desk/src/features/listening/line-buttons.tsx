// On the board, at an agent who talks: go on his line, in three ways, or take the conversation over.
import { ActionIcon, Button } from "@mantine/core";
import { IconEar, IconMicrophone2, IconUsersPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AgentView, InteractionView } from "../../api/types";
import { plain } from "../../ui/format";
import { useLive } from "../live/store";
import { listenTo } from "./listen-actions";
import { listenersOf, mayListen } from "./listening";
import { TakeOver } from "./take-over";
import "../../i18n/line-words";

export function LineButtons({ agent, one }: { agent: AgentView; one: InteractionView | undefined }) {
  const { t } = useTranslation();
  const me = useLive((state) => state.me);
  const mine = useLive((state) => (state.me ? state.listening[state.me.id] : undefined));
  if (!one || !mayListen(me, agent, one)) return null;
  const name = plain(agent.name);
  const here = mine?.interaction === one.id ? mine.mode : undefined;
  return (
    <span className="line-buttons" role="group" aria-label={t("line.of", { name })}>
      <Button size="compact-sm" variant={here === "listen" ? "filled" : "default"} data-testid={`listen-${agent.login}`} aria-pressed={here === "listen"} aria-label={`${t("line.listen")}: ${name}`} leftSection={<IconEar size={15} stroke={1.7} />} onClick={() => void listenTo(one.id, "listen")}>{t("line.listen")}</Button>
      <ActionIcon size={26} variant={here === "whisper" ? "filled" : "default"} data-testid={`whisper-${agent.login}`} aria-pressed={here === "whisper"} aria-label={`${t("line.whisper")}: ${name}`} title={`${t("line.whisper")}: ${t("line.how_whisper")}`} onClick={() => void listenTo(one.id, "whisper")}><IconMicrophone2 size={15} stroke={1.7} /></ActionIcon>
      <ActionIcon size={26} variant={here === "barge" ? "filled" : "default"} data-testid={`barge-${agent.login}`} aria-pressed={here === "barge"} aria-label={`${t("line.barge")}: ${name}`} title={`${t("line.barge")}: ${t("line.how_barge")}`} onClick={() => void listenTo(one.id, "barge")}><IconUsersPlus size={15} stroke={1.7} /></ActionIcon>
      <TakeOver id={one.id} from={name} testid={`take-over-${agent.login}`} />
    </span>
  );
}

/** Who of the supervisors is on his line already. */
export function Listeners({ agent }: { agent: AgentView }) {
  const { t } = useTranslation();
  const listening = useLive((state) => state.listening);
  const me = useLive((state) => state.me?.id);
  const others = listenersOf(agent, Object.values(listening)).filter((one) => one.supervisor.id !== me);
  if (others.length === 0) return null;
  return <div className="soft small" data-testid={`listeners-${agent.login}`}>{others.map((one) => `${plain(one.supervisor.name)}: ${t(`line.${one.mode ?? "listen"}`).toLocaleLowerCase()}`).join(", ")}</div>;
}
