import { IconCoffee, IconHeadset, IconMoonStars, IconPhoneX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { duration } from "../../ui/format";
import { Empty, Keys } from "../../ui/parts";
import { useLive } from "../live/store";
import { deskKeys } from "./keys";

/** Nobody is here yet: what to do, how the day goes, and the keys worth knowing. */
export function IdleStage() {
  const { t } = useTranslation();
  const me = useLive((state) => state.me);
  const missed = useLive((state) => state.missed);
  const state = me?.state ?? "offline";
  const view = state === "ready" ? { icon: <IconHeadset size={30} stroke={1.5} />, key: "ready" }
    : state === "pause" ? { icon: <IconCoffee size={30} stroke={1.5} />, key: "pause" } : { icon: <IconMoonStars size={30} stroke={1.5} />, key: "off" };
  return (
    <section className="stage stage-idle">
      {missed ? (
        <div className="strip-warn"><IconPhoneX size={18} aria-hidden="true" />
          <span><b>{t(missed.reason === "time_out" ? "call.timeOut" : "call.customerLeft")}</b> {missed.reason === "time_out" ? t("call.missedHow") : ""}</span></div>
      ) : null}
      <div className={`idle idle-${view.key}`}>
        <Empty icon={view.icon} title={t(`idle.${view.key}Title`)} text={t(`idle.${view.key}Text`)}>
          {me?.demo ? <div className="idle-demo">{t("idle.stateDemo")}</div> : null}
        </Empty>
      </div>
      <MyDay />
      <div className="key-list" aria-label={t("idle.keys")}>
        <h3>{t("idle.keys")}</h3>
        <div className="key-grid">
          {(["answer", "hangUp", "mute", "hold", "finish", "search"] as const).map((name) => (
            <div key={name}><Keys>{deskKeys[name]}</Keys><span>{t(`keys.${name}`)}</span></div>
          ))}
        </div>
      </div>
    </section>
  );
}

function MyDay() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ["interactions", "mine", "recent"], queryFn: () => api.interactions({ agent: "me", limit: 50 }) });
  const day = useMemo(() => {
    const start = new Date();
    start.setHours(0, 0, 0, 0);
    const today = (data?.items ?? []).filter((one) => one.started_at_ms >= start.getTime() && one.state === "ended" && one.talk_ms > 0);
    const talk = today.reduce((sum, one) => sum + one.talk_ms, 0);
    const oldest = data?.items.at(-1);
    const more = Boolean(data?.next) && oldest !== undefined && oldest.started_at_ms >= start.getTime();
    return { more, count: today.length, talk, average: today.length ? talk / today.length : 0 };
  }, [data]);
  return (
    <div className="my-day" aria-label={t("idle.today")}>
      <h3>{t("idle.today")}</h3>
      <div className="my-day-grid">
        <div><b className="num">{day.count}{day.more ? "+" : ""}</b><span>{t("idle.calls")}</span></div>
        <div><b className="num">{duration(day.talk)}</b><span>{t("idle.talk")}</span></div>
        <div><b className="num">{day.count ? duration(day.average) : "—"}</b><span>{t("idle.average")}</span></div>
      </div>
    </div>
  );
}
