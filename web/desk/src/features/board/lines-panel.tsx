import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { plain } from "../../ui/format";
import { Chip, Dot } from "../../ui/parts";
import { useLive } from "../live/store";
import { lineHow, linesNow, lineTone } from "./lines";

/** Whether calls can come and go: the providers' lines that are down, with what to do, or the others. For who may see them. */
export function LinesPanel({ down }: { down: boolean }) {
  const { t } = useTranslation();
  const mayLook = useLive((state) => state.me?.role !== "agent");
  const told = useLive((state) => state.trunks);
  const asked = useQuery({ queryKey: ["trunks"], queryFn: api.trunks, enabled: mayLook });
  const lines = linesNow(asked.data ?? [], told).filter((line) => (lineTone(line) === "red") === down);
  if (!mayLook || lines.length === 0) return null;
  return (
    <section className="panel" data-testid={down ? "lines-down" : "lines"}>
      <h2>{t(down ? "lines.titleDown" : "lines.title")}</h2>
      {lines.map((line) => (
        <div className="live-row" key={line.name} data-testid={`line-${line.name}`}>
          <Dot tone={lineTone(line)} />
          <span className="grow"><b>{plain(line.name)}</b><br /><span className="soft small">{t(`lines.${lineHow(line)}How`, { status: line.status })}</span></span>
          {line.channels > 0 ? <span className="soft small num">{t("lines.calls", { count: line.channels })}</span> : null}
          <Chip tone={lineTone(line)}>{t(`lines.${lineHow(line)}`)}</Chip>
        </div>
      ))}
    </section>
  );
}
