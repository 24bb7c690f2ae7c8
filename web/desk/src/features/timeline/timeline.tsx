import { Button, SegmentedControl, Skeleton, UnstyledButton } from "@mantine/core";
import { IconBriefcase, IconChevronDown, IconChevronRight, IconFlag, IconNote } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import type { InteractionView, TimelineItemView } from "../../api/types";
import { useNow } from "../../ui/clock";
import { duration, fullWhen, plain, when } from "../../ui/format";
import { Chip } from "../../ui/parts";
import { wordsOf } from "../../ui/problem";
import { Decisions, isKept, IvrPath, Recording, Waited } from "../conversation/interaction-facts";
import { SoundSides } from "../conversation/sound-mark";
import { outcome, promisedWords, waited } from "../conversation/words";
import { useLive } from "../live/store";
import { ChannelIcon } from "../worklist/channel-icon";
import { itemKey, mergeTimeline, passes, type TimelineFilter } from "./merge";

interface Props { contact: number | null; last: InteractionView[]; current: number }

/** The customer's whole history, newest first. Until the first page comes, the card's last contacts stand in. */
export function Timeline({ contact, last, current }: Props) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<TimelineFilter>("all");
  const interactions = useLive((state) => state.interactions);
  const pages = useInfiniteQuery({
    queryKey: ["timeline", contact], queryFn: ({ pageParam }) => api.timeline(contact ?? 0, pageParam || undefined), initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined, enabled: contact !== null,
  });
  const items = useMemo(() => {
    const stored = pages.data ? pages.data.pages.flatMap((page) => page.items) : last.map((one) => ({ kind: "interaction", at_ms: one.started_at_ms, interaction: one }));
    const live = Object.values(interactions).filter((one) => contact !== null && one.contact?.id === contact && one.state !== "offered" && one.state !== "waiting");
    return mergeTimeline(stored, live);
  }, [pages.data, last, interactions, contact]);
  const shown = items.filter((item) => passes(filter, item));
  return (
    <section className="section timeline" data-testid="timeline">
      <div className="section-head"><h3>{t("card.timeline")}</h3></div>
      <SegmentedControl size="xs" fullWidth value={filter} onChange={(value) => setFilter(value as TimelineFilter)} aria-label={t("card.timeline")}
        data={[{ value: "all", label: t("timeline.filterAll") }, { value: "talks", label: t("timeline.filterTalks") }, { value: "notes", label: t("timeline.filterNotes") }, { value: "business", label: t("timeline.filterBusiness") }]} />
      {pages.isError ? <div className="strip-warn"><span className="grow">{wordsOf(pages.error)}</span><Button size="compact-xs" variant="default" onClick={() => void pages.refetch()}>{t("common.retry")}</Button></div> : null}
      {contact !== null && pages.isPending && items.length === 0 ? <><Skeleton height={52} mt={8} /><Skeleton height={52} mt={8} /></> : null}
      <ol className="timeline-list">
        {shown.map((item) => <Item key={itemKey(item)} item={item} current={item.interaction?.id === current} />)}
      </ol>
      {!pages.isPending && shown.length === 0 ? <div className="timeline-none"><b>{t("card.noTimeline")}</b><br />{t("card.noTimelineHow")}</div> : null}
      {pages.hasNextPage ? <Button fullWidth size="compact-sm" variant="subtle" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("common.more")}</Button> : null}
    </section>
  );
}

function At({ ms }: { ms: number }) {
  const { t, i18n } = useTranslation();
  return <time className="num soft" title={fullWhen(ms, i18n.language)} dateTime={new Date(ms).toISOString()}>{when(ms, useNow(), i18n.language, t("common.yesterday"))}</time>;
}

function Item({ item, current }: { item: TimelineItemView; current: boolean }) {
  const { t } = useTranslation();
  if (item.interaction) return <Talk one={item.interaction} current={current} />;
  if (item.note) {
    return (
      <li className="tl" data-testid="timeline-item" data-kind="note"><span className="tl-icon"><IconNote size={16} aria-hidden="true" /></span>
        <div className="tl-main"><div className="tl-top"><b>{t("timeline.note")}</b><span className="soft">{plain(item.note.author.name)}</span><span className="grow" /><At ms={item.at_ms} /></div><div className="note-text">{plain(item.note.text)}</div></div></li>
    );
  }
  const deal = item.deal;
  const claim = item.claim;
  return (
    <li className="tl" data-testid="timeline-item" data-kind={item.kind}><span className="tl-icon">{deal ? <IconBriefcase size={16} aria-hidden="true" /> : <IconFlag size={16} aria-hidden="true" />}</span>
      <div className="tl-main">
        <div className="tl-top"><b>{t(deal ? "timeline.deal" : "timeline.claim")}</b><Chip tone={deal ? "accent" : "amber"}>{deal ? plain(deal.stage) : t(`claimStatus.${claim?.status ?? ""}`, { defaultValue: plain(claim?.status ?? "") })}</Chip><span className="grow" /><At ms={item.at_ms} /></div>
        <div>{plain(deal?.title ?? claim?.title ?? "")}</div>
      </div></li>
  );
}

function Talk({ one, current }: { one: InteractionView; current: boolean }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const result = outcome(t, one);
  const Arrow = open ? IconChevronDown : IconChevronRight;
  return (
    <li className={current ? "tl current" : "tl"} data-testid="timeline-item" data-kind="interaction" data-id={one.id}>
      <span className="tl-icon"><ChannelIcon one={one} size={16} /></span>
      <div className="tl-main">
        <UnstyledButton className="tl-top tl-open" aria-expanded={open} onClick={() => setOpen(!open)}>
          <b>{t(`interaction.${one.channel}`)}</b><Chip tone={result.tone}>{result.words}</Chip>
          <span className="grow" /><At ms={one.started_at_ms} /><Arrow size={14} aria-hidden="true" />
        </UnstyledButton>
        {one.agent || one.talk_ms > 0 ? <div className="soft small clip">{one.agent ? plain(one.agent.name) : ""}{one.talk_ms > 0 ? <span className="num"> · {duration(one.talk_ms)}</span> : null}</div> : null}
        {one.callback ? <div className="soft small" data-testid="promised">{promisedWords(t, one, i18n.language)}</div> : null}
        {one.words ? <blockquote className={open ? "message" : "message two-lines"}>{plain(one.words)}</blockquote> : null}
        {one.note ? <div className={open ? "note-text" : "note-text two-lines"}>{plain(one.note)}</div> : null}
        {isKept(one) && (one.state === "ended" || one.state === "wrap_up") ? <Recording one={one} /> : null}
        {open ? (
          <div className="tl-more">
            {one.ivr_path.length ? <IvrPath steps={one.ivr_path} /> : null}
            <div className="soft">{waited(one) ? <>{t("interaction.waited")}: <Waited one={one} /></> : null}{one.state === "ended" && one.wrap_up_ms > 0 ? <> · {t("interaction.wrapped")}: <span className="num">{duration(one.wrap_up_ms)}</span></> : null}</div>
            {one.sound ? <div className="soft">{t("sound.title")}: <SoundSides one={one} /></div> : null}
            <Decisions one={one} openAtStart />
          </div>
        ) : null}
      </div>
    </li>
  );
}
