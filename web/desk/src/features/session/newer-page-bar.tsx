import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { inHand } from "../live/reducer";
import { useLive } from "../live/store";
import { newerPageIsThere } from "./newer-page";

const everyMs = 10 * 60_000;

/** After the server was upgraded the old page is offered to go, while nobody talks in it. */
export function NewerPage() {
  const { t } = useTranslation();
  const open = useLive((state) => state.link === "open");
  const busy = useLive((state) => state.offer !== null || inHand(state).length > 0);
  const [newer, setNewer] = useState(false);
  useEffect(() => {
    if (!open || newer) return undefined;
    let gone = false;
    const look = (): void => { void newerPageIsThere().then((is) => { if (is && !gone) setNewer(true); }); };
    look();  // a restart is seen as a line that comes back
    const timer = window.setInterval(look, everyMs);
    return () => { gone = true; window.clearInterval(timer); };
  }, [open, newer]);
  if (!newer || busy) return null;
  return (
    <div className="newer-bar" role="status" data-testid="newer-page">{t("update.told")}
      <Button size="compact-sm" variant="default" leftSection={<IconRefresh size={15} />} onClick={() => location.reload()}>{t("problem.reload")}</Button></div>
  );
}
