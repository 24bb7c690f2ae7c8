import { ActionIcon, Button } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconDeviceLandlinePhone, IconHeadphones, IconHeadphonesOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Dot, WithKey, type Tone } from "../../ui/parts";
import { href } from "../../ui/route";
import { useLive } from "../live/store";
import type { PhonePhase } from "./phone-machine";
import { phoneHeard, usePhone } from "./phone-line";
import { isDeaf } from "./phone-machine";

const tone: Record<PhonePhase, Tone> = { off: "plain", opening: "amber", connected: "green", broken: "red", elsewhere: "blue", unable: "red" };

/** The browser phone at the foot of the list: its state, and how to mend what is wrong. */
export function PhonePanel() {
  const { t } = useTranslation();
  const phone = usePhone();
  const me = useLive((state) => state.me);
  const desk = useLive((state) => (state.me ? state.agents[state.me.id]?.phones.desk : false));
  const deaf = isDeaf(phone);
  const offButDesk = phone.phase !== "connected" && desk;
  return (
    <div className="phone-panel" role="status">
      {phone.phase === "elsewhere" ? (
        <div className="phone-warn calm">
          <span>{t("phone.elsewhereHint")}</span>
          <Button size="compact-sm" variant="default" onClick={() => phoneHeard({ type: "taken" })}>{t("phone.take")}</Button>
        </div>
      ) : null}
      <div className="phone-line" data-testid="phone-state" data-phase={phone.phase} data-mic={phone.mic}>
        {offButDesk ? <IconDeviceLandlinePhone size={18} aria-hidden="true" /> : phone.phase === "unable" || phone.phase === "broken" ? <IconHeadphonesOff size={18} aria-hidden="true" /> : <IconHeadphones size={18} aria-hidden="true" />}
        <Dot tone={offButDesk ? "green" : deaf ? "red" : tone[phone.phase]} />
        <span className="grow">{offButDesk ? t("phone.desk") : me ? t(deaf ? "phone.deaf" : `phone.${phone.phase}`) : t("link.connecting")}</span>
        <WithKey label={t("nav.settings")}>
          <ActionIcon component="a" href={href("settings")} variant="subtle" color="gray" aria-label={t("nav.settings")}><IconAdjustmentsHorizontal size={18} /></ActionIcon>
        </WithKey>
      </div>
    </div>
  );
}
