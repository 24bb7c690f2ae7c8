import { Button, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { serverNow } from "../../api/http";
import type { InteractionView } from "../../api/types";
import { duration, plain } from "../../ui/format";
import { showProblem, wordsOf } from "../../ui/problem";
import { RecordingPlayer, type PlayerControls } from "../../ui/recording-player";
import { soundSettings } from "../phone/settings";
import { spokenMs } from "./words";

const dayMs = 24 * 3600_000;

/** The player, with what was remarked at moments of the recording. */
export function RecordingDetail({ one }: { one: InteractionView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const key = ["recording", one.id];
  const asked = useQuery({ queryKey: key, queryFn: () => api.recording(one.id) });
  const player = useRef<PlayerControls | null>(null);
  const [at, setAt] = useState(0);
  const [text, setText] = useState("");
  const [sends, setSends] = useState(false);
  if (asked.isError) return <div className="soft">{wordsOf(asked.error)}</div>;
  if (!asked.data) return null;
  const { may_hear, may_download, pauses, moments, deleted_at_ms } = asked.data;
  if (!may_hear) return <div className="soft" data-testid="recording-not-yours">{t("recording.notYours")}</div>;
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: key });
  async function remark(): Promise<void> {
    if (!text.trim() || sends) return;
    setSends(true);
    try {
      await api.addMoment(one.id, Math.round(at), text.trim());
      setText("");
      await again();
    } catch (error) {
      showProblem(error);
    } finally {
      setSends(false);
    }
  }
  const left = deleted_at_ms ? Math.ceil((deleted_at_ms - serverNow()) / dayMs) : null;
  return (
    <div className="recording-detail">
      <RecordingPlayer
        url={api.recordingUrl(one.id)} lengthMs={spokenMs(one)} speaker={soundSettings().speaker} download={may_download ? api.recordingUrl(one.id, true) : null}
        pauses={pauses} marks={moments.map((moment) => ({ ...moment, text: plain(moment.text) }))} onTime={setAt} bind={(controls) => { player.current = controls; }}
      />
      {moments.length ? (
        <ol className="moments">
          {moments.map((moment) => (
            <li key={moment.id} data-testid="moment">
              <button type="button" className="num moment-at" onClick={() => player.current?.seek(moment.at_ms)}>{duration(moment.at_ms)}</button>
              <span className="grow">{plain(moment.text)} <span className="soft">{plain(moment.author.name)}</span></span>
              {moment.mine ? <button type="button" className="moment-away" aria-label={t("recording.remarkAway")} title={t("recording.remarkAway")} onClick={() => { api.removeMoment(one.id, moment.id).then(again).catch(showProblem); }}><IconTrash size={14} aria-hidden="true" /></button> : null}
            </li>
          ))}
        </ol>
      ) : null}
      <form className="moment-new" onSubmit={(event) => { event.preventDefault(); void remark(); }}>
        <TextInput size="xs" className="grow" data-testid="moment-text" maxLength={1000} aria-label={t("recording.remarkAt", { at: duration(at) })} placeholder={t("recording.remarkAt", { at: duration(at) })} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Button size="xs" variant="default" type="submit" data-testid="moment-add" disabled={!text.trim()} loading={sends}>{t("recording.remark")}</Button>
      </form>
      {left !== null && left <= 30 ? <div className="soft small">{t("recording.deletedIn", { count: Math.max(0, left) })}</div> : null}
    </div>
  );
}
