import { ActionIcon, Button } from "@mantine/core";
import { IconPhoneOutgoing, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../api/http";
import type { InteractionView } from "../../api/types";
import { duration, fullWhen, plain, prettyNumber } from "../../ui/format";
import { Chip, Face, Section, WithKey } from "../../ui/parts";
import { queueTitle } from "../live/reducer";
import { tell, useLive } from "../live/store";
import { callNumber, isFinishing } from "./actions";
import { useDraft } from "./drafts";
import { Decisions, isKept, IvrPath, Recording, Talked, Waited } from "./interaction-facts";
import { LateNote } from "./late-note";
import { SoundSides } from "./sound-mark";
import { outcome, promisedWords, reachedWords, sourceWords, theirNumber, waited, whoIs } from "./words";
import { isUnsaved, lacksResult } from "./written";

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return <div className="fact"><dt>{name}</dt><dd>{children}</dd></div>;
}

/** All that is known about one interaction; also the body of the drawer in the list of interactions. */
export function InteractionFacts({ one }: { one: InteractionView }) {
  const { t, i18n } = useTranslation();
  const queues = useLive((state) => state.queues);
  const queue = queueTitle(queues, one.queue);
  return (
    <>
      <dl className="facts">
        <Fact name={t("interaction.started")}>{fullWhen(one.started_at_ms, i18n.language)}</Fact>
        <Fact name={t("interaction.queue")}>{plain(queue) || t("interaction.direct")}</Fact>
        <Fact name={t("interaction.agent")}>{one.agent ? plain(one.agent.name) : "—"}</Fact>
        <Fact name={t("interaction.from")}><span className="tel">{prettyNumber(plain(one.from))}</span></Fact>
        <Fact name={t("interaction.to")}><span className="tel">{reachedWords(one, queues)}</span></Fact>
        {one.source ? <Fact name={t("interaction.source")}>{sourceWords(t, one.source)}</Fact> : null}
        {one.callback ? <Fact name={t("task.title")}>{promisedWords(t, one, i18n.language)}</Fact> : null}
        {waited(one) ? <Fact name={t("interaction.waited")}><Waited one={one} /></Fact> : null}
        {one.message_ms ? <Fact name={t("interaction.message")}><span className="num">{duration(one.message_ms)}</span></Fact>
          : <Fact name={t("interaction.talked")}><Talked one={one} /></Fact>}
        {one.sound ? <Fact name={t("sound.title")}><SoundSides one={one} /></Fact> : null}
        {one.state === "ended" && one.wrap_up_ms > 0 ? <Fact name={t("interaction.wrapped")}><span className="num">{duration(one.wrap_up_ms)}</span></Fact> : null}
      </dl>
      <div className="facts-more">
      {one.ivr_path.length ? <Section title={t("call.path")}><IvrPath steps={one.ivr_path} /></Section> : null}
      {one.words ? <Section title={t("interaction.words")}><blockquote className="message">{plain(one.words)}</blockquote></Section> : null}
      {one.note ? <Section title={t("interaction.note")}><div className="note-text">{plain(one.note)}</div></Section> : null}
      <Decisions one={one} />
      </div>
    </>
  );
}

/** A conversation that is over, or somebody else's that is on. */
export function EndedStage({ one }: { one: InteractionView }) {
  const { t } = useTranslation();
  const result = outcome(t, one);
  const number = theirNumber(one);
  const me = useLive((state) => state.me);
  const draft = useDraft(one.id);
  const unsaved = isUnsaved(one, draft, me?.id) && !isFinishing(one.id);
  const lacks = lacksResult(one, me?.id, serverNow()) && !isFinishing(one.id);
  return (
    <section className="stage stage-ended">
      <header className="call-head">
        <Face name={whoIs(t, one)} size={56} />
        <div className="call-who">
          <div className="call-state"><span className="call-title">{t(`interaction.${one.direction}`)} · {t(`interaction.${one.channel}`)}</span><Chip tone={result.tone}>{result.words}</Chip></div>
          <h2 className="call-name">{whoIs(t, one)}</h2>
          <div className="call-sub"><span className="tel">{prettyNumber(plain(number))}</span></div>
        </div>
        {one.channel === "voice" && number ? <Button variant="default" leftSection={<IconPhoneOutgoing size={16} />} onClick={() => callNumber(number)}>{t("call.callBack")}</Button> : null}
        <WithKey label={t("call.closeEnded")}>
          <ActionIcon className="call-close" variant="subtle" color="gray" aria-label={t("call.closeEnded")} onClick={() => tell({ type: "focus", focus: { interaction: null, contact: null } })}><IconX size={17} /></ActionIcon>
        </WithKey>
      </header>
      {me && (unsaved || lacks) ? <LateNote one={one} me={me} typed={unsaved} /> : null}
      {isKept(one) && !one.contact && one.state === "ended" ? <Recording one={one} /> : null}
      <InteractionFacts one={one} />
    </section>
  );
}
