import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InteractionView } from "../../api/types";
import { WithKey } from "../../ui/parts";
import { changeDraft, useDraft } from "./drafts";
import { deskKeys } from "./keys";
import { roomFor, taskOf } from "./written";

const longestTyped = 20_000;  // what is too long is told, not cut: only a whole book is

/** The note of a conversation; kept as it is typed. */
export function NoteBox({ one }: { one: InteractionView }) {
  const { t } = useTranslation();
  const { note } = useDraft(one.id);
  const task = taskOf(one);
  const room = roomFor(one, note);
  const words = room ? t(room.over ? "call.noteOverBy" : "call.noteLeft", { letters: room.letters }) : "";
  return (
    <div className="note-box">
      <div className="label-row">
        <WithKey label={t("keys.note")} keys={deskKeys.note}><label className="label" htmlFor="call-note">{t("call.noteTitle")}</label></WithKey>
        <span className={room?.over ? "small note-over" : "soft small"}>{task && note && !room?.over ? `${t("task.kept")} · ` : ""}<span aria-live="polite">{room?.over ? t("call.noteOver") : note ? t("call.noteSaved") : ""}</span></span>
      </div>
      <Textarea
        id="call-note" data-testid="note" data-note="" autosize minRows={3} maxRows={12} maxLength={longestTyped} value={note} placeholder={t("call.notePlaceholder")}
        error={room?.over ? words : undefined} description={room && !room.over ? words : undefined} inputWrapperOrder={["description", "error", "input"]}
        onChange={(event) => changeDraft(one.id, { note: event.currentTarget.value })}
      />
    </div>
  );
}
