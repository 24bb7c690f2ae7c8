import { Loader } from "@mantine/core";
import { IconHeadset, IconHistory, IconPhoneCalling, IconLayoutDashboard, IconRoute } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { MeView } from "./api/types";
import { useDeskKeys } from "./features/conversation/keys";
import { useSendInTime } from "./features/conversation/send-in-time";
import { stateWords, whoIs } from "./features/conversation/words";
import { ColleaguesButton } from "./features/house/colleagues-button";
import { startEffects } from "./features/live/effects";
import { currentInteraction, lineOf } from "./features/live/reducer";
import { closeLive, openLive, useLive } from "./features/live/store";
import { setCalm } from "./features/phone/alerts";
import { startPhone } from "./features/phone/phone-line";
import { QueueStrip } from "./features/presence/queue-strip";
import { StateControl } from "./features/presence/state-control";
import { Search } from "./features/search/search";
import { NewerPage } from "./features/session/newer-page-bar";
import { useSession } from "./features/session/session";
import { LanguageSwitch, ThemeSwitch } from "./features/session/switches";
import { UserMenu } from "./features/session/user-menu";
import { DeskPage } from "./pages/desk-page";
import { SignInPage } from "./pages/sign-in-page";
import { CrashGuard } from "./ui/crash-guard";
import { Logo } from "./ui/parts";
import { go, href, useRoute } from "./ui/route";

const pages: Record<string, ComponentType> = {
  board: lazy(async () => ({ default: (await import("./pages/board-page")).BoardPage })),
  interactions: lazy(async () => ({ default: (await import("./pages/interactions-page")).InteractionsPage })),
  rules: lazy(async () => ({ default: (await import("./pages/rules-page")).RulesPage })),
  planned: lazy(async () => ({ default: (await import("./pages/planned-page")).PlannedPage })),
  settings: lazy(async () => ({ default: (await import("./pages/settings-page")).SettingsPage })),
};
const ListeningStrip = lazy(async () => ({ default: (await import("./features/listening/listening-strip")).ListeningStrip }));
const nav = [
  { page: "desk", icon: IconHeadset }, { page: "board", icon: IconLayoutDashboard }, { page: "interactions", icon: IconHistory }, { page: "planned", icon: IconPhoneCalling },
  { page: "rules", icon: IconRoute },
] as const;

export function App() {
  const session = useSession();
  if (session.phase === "asking") return <Asking slow={session.slow} />;
  if (session.phase === "out") return <SignInPage expired={session.why === "expired"} />;
  return <Window key={session.me.id} me={session.me} />;
}

function Asking({ slow }: { slow: boolean }) {
  const { t } = useTranslation();
  return (
    <main className="waiting" aria-busy="true"><div className="waiting-words" role="status">
      <Logo size={44} />{slow ? <><h1>{t("link.away")}</h1><p>{t("link.awayHow")}</p></> : null}<Loader type="dots" aria-hidden="true" /><span className="unseen">{t("common.loading")}</span>
    </div></main>
  );
}

function Window({ me }: { me: MeView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { page } = useRoute();
  useDeskKeys();
  useSendInTime();
  useEffect(() => {
    const stopEffects = startEffects(queries);
    const stopPhone = startPhone();
    openLive();
    if (me.role !== "agent" && !location.hash) go("board");
    return () => {
      stopPhone();
      stopEffects();
      closeLive();
      queries.clear();
    };
  }, [me, queries]);
  useTabTitle();
  const Page = pages[page] ?? DeskPage;
  const onLine = useLive((state) => lineOf(state) !== undefined);
  return (
    <div className="window">
      <a className="skip" href="#conversation" onClick={(event) => { event.preventDefault(); document.getElementById("conversation")?.focus(); }}>{t("nav.skip")}</a>
      <div id="announcer" className="unseen" role="status" aria-live="assertive" />
      <nav className="rail" aria-label="Okno">
        <a href={href("desk")} className="rail-logo" aria-label="Okno"><Logo size={32} /></a>
        {nav.filter(({ page: name }) => name !== "rules" || me.role !== "agent").map(({ page: name, icon: Icon }) => (
          <a key={name} href={href(name)} className={page === name ? "rail-link on" : "rail-link"} aria-current={page === name ? "page" : undefined}>
            <Icon size={21} stroke={1.7} aria-hidden="true" /><span>{t(`nav.${name}`)}</span>
          </a>
        ))}
        <span className="grow" />
        <UserMenu me={me} />
      </nav>
      <div className="frame">
        <header className="top">
          <StateControl />
          <Search />
          <ColleaguesButton />
          <QueueStrip />
          <ThemeSwitch />
          <LanguageSwitch />
        </header>
        {onLine ? <Suspense fallback={null}><ListeningStrip /></Suspense> : null}
        <CrashGuard key={page}><Suspense fallback={<div className="waiting" role="status"><Loader type="dots" aria-hidden="true" /><span className="unseen">{t("common.loading")}</span></div>}><Page /></Suspense></CrashGuard>
      </div>
      <NewerPage />
      <LinkBanner />
    </div>
  );
}

/** The tab says the state, or whom one talks with. */
function useTabTitle(): void {
  const { t, i18n } = useTranslation();
  const state = useLive((live) => live.me?.state ?? "offline");
  const reason = useLive((live) => live.me?.reason ?? "");
  const current = useLive(currentInteraction);
  const words = state === "offline" ? "" : (state === "talking" || state === "wrap_up") && current ? whoIs(t, current) : stateWords(t, state, reason);
  useEffect(() => { setCalm(words, state === "offline" ? "none" : state); }, [words, state, i18n.language]);
  useEffect(() => () => setCalm("", "none"), []);
}

// Laid over the page, so that nothing moves when the line blinks.
function LinkBanner() {
  const { t } = useTranslation();
  const link = useLive((state) => state.link);
  const talking = useLive((state) => state.me?.state === "talking");
  if (link !== "lost") return null;
  return <div className="link-banner" role="status"><Loader size={14} color="currentColor" aria-hidden="true" />{t(talking ? "link.lostTalking" : "link.lost")}</div>;
}
