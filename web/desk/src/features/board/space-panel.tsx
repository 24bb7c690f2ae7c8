import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { Dot } from "../../ui/parts";
import { useLive } from "../live/store";

/** The disk of the recordings fills: said before it is full, while there is still time to do something. */
export function SpacePanel() {
  const { t } = useTranslation();
  const mayLook = useLive((state) => state.me?.role !== "agent");
  const asked = useQuery({ queryKey: ["space"], queryFn: api.space, enabled: mayLook, staleTime: 30_000 });
  if (!asked.data?.low) return null;
  return (
    <section className="panel" data-testid="space-low">
      <h2>{t("space.title")}</h2>
      <div className="live-row"><Dot tone="red" /><span className="grow">{t("space.how", { free: asked.data.free_mb, limit: asked.data.limit_mb })}</span></div>
    </section>
  );
}
