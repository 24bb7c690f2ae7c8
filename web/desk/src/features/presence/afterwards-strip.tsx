import { Button } from "@mantine/core";
import { IconClockPause, IconUserShield } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { setState } from "../conversation/actions";
import { useLive } from "../live/store";
import { isOwnWish, mayStayReady, thenTold } from "./afterwards";

/** Said while there is still time to change it: what comes after what is in hand, why, and one press to stay. The announcer
    says it aloud (live/effects.ts): this is no live region, or it would be heard twice. */
export function AfterwardsStrip() {
  const { t } = useTranslation();
  const me = useLive((state) => state.me);
  const then = me?.then;
  if (!me || !then || then.state === "ready" || isOwnWish(then, me)) return null;
  const { what, how } = thenTold(t, then);
  const stays = mayStayReady(then);
  return (
    <div className="strip-warn then-strip" data-testid="afterwards" data-state={then.state}>
      {stays ? <IconClockPause size={18} aria-hidden="true" /> : <IconUserShield size={18} aria-hidden="true" />}
      <span className="grow"><b>{what}.</b> {how}</span>
      {stays ? <Button size="compact-sm" variant="default" data-testid="stay-ready" onClick={() => void setState("ready")}>{t("afterwards.stay")}</Button> : null}
    </div>
  );
}
