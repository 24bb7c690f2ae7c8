// Over every page while it lasts: to the supervisor whom he hears and how he is heard, to the agent who is on his line.
import { Button, SegmentedControl } from "@mantine/core";
import { IconEar, IconPhoneX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ListenMode } from "../../api/types";
import { plain } from "../../ui/format";
import { Ticking } from "../../ui/ticking";
import { lineOf } from "../live/reducer";
import { useLive } from "../live/store";
import { leaveLine, listenTo } from "./listen-actions";
import { lineWords, modes } from "./listening";
import { TakeOver } from "./take-over";
import "../../i18n/line-words";

export function ListeningStrip() {
  const { t } = useTranslation();
  const one = useLive(lineOf);
  const me = useLive((state) => state.me?.id);
  if (!one || me === undefined) return null;
  const mine = one.supervisor.id === me;
  const { what, how } = lineWords(t, one, me);
  const live = one.mode === "barge" || one.mode === "whisper";
  return (
    <section className={`line-strip${live ? " heard" : ""}`} data-testid={mine ? "listening" : "listened-to"} data-mode={one.mode} aria-label={what}>
      <IconEar size={20} stroke={1.7} aria-hidden="true" />
      <span className="grow" role="status"><b>{what}</b><br /><span className="soft small">{how}</span></span>
      {mine ? (
        <>
          <span className="num soft"><Ticking since={one.since_ms} /></span>
          <SegmentedControl size="xs" value={one.mode ?? "listen"} aria-label={t("line.mode")} onChange={(mode) => void listenTo(one.interaction, mode as ListenMode)}
            data={modes.map((mode) => ({ value: mode, label: <span data-testid={`line-${mode}`}>{t(`line.${mode}`)}</span> }))} />
          {one.agent ? <TakeOver id={one.interaction} from={plain(one.agent.name)} testid="line-take-over" /> : null}
          <Button size="compact-sm" variant="default" className="quiet-red" data-testid="line-leave" leftSection={<IconPhoneX size={15} stroke={1.7} />} onClick={() => void leaveLine(one.interaction)}>{t("line.leave")}</Button>
        </>
      ) : null}
    </section>
  );
}
