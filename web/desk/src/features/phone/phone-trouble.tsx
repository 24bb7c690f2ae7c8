import { Button } from "@mantine/core";
import { IconHeadphones, IconMicrophoneOff, IconVolumeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { changeMicrophone, startSound, usePhone, useSoundBlocked } from "./phone-line";
import { isDeaf, type Mic } from "./phone-machine";

const words: Partial<Record<Mic, string>> = { denied: "phone.micDenied", busy: "phone.micBusy", insecure: "phone.micInsecure" };

/** What keeps the two from hearing each other, where the agent looks, and what to do about it. */
export function PhoneTrouble() {
  const { t } = useTranslation();
  const phone = usePhone();
  const blocked = useSoundBlocked();
  if (phone.phase === "opening" && phone.mic === "asking") {
    return (
      <div className="trouble calm" role="status"><IconHeadphones size={20} aria-hidden="true" />
        <div className="grow"><b>{t("phone.micAsking")}</b><span>{t("phone.micAskingHow")}</span></div></div>
    );
  }
  const key = words[phone.mic] ?? "phone.micNone";
  return (
    <>
      {isDeaf(phone) ? (
        <div className="trouble" role="alert"><IconMicrophoneOff size={20} aria-hidden="true" />
          <div className="grow"><b>{t(key)}</b><span>{t(`${key}How`)}</span></div>
          {phone.mic === "insecure" ? null : <Button size="xs" variant="default" onClick={() => void changeMicrophone()}>{t("phone.again")}</Button>}
        </div>
      ) : null}
      {blocked ? (
        <div className="trouble" role="alert"><IconVolumeOff size={20} aria-hidden="true" />
          <div className="grow"><b>{t("phone.blocked")}</b></div>
          <Button size="xs" onClick={startSound}>{t("phone.unblock")}</Button>
        </div>
      ) : null}
    </>
  );
}
