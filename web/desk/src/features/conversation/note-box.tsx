import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { WithKey } from "../../ui/parts";
import { changeDraft, useDraft } from "./drafts";
import { deskKeys } from "./keys";

/** The note of a conversation; kept as it is typed. */
export function NoteBox({ interaction }: { interaction: number }) {
  const { t } = useTranslation();
  const { note } = useDraft(interaction);
  return (
    <div className="note-box">
      <div className="label-row">
        <WithKey label={t("keys.note")} keys={deskKeys.note}><label className="label" htmlFor="call-note">{t("call.noteTitle")}</label></WithKey>
        <span className="soft small" aria-live="polite">{note ? t("call.noteSaved") : ""}</span>
      </div>
      <Textarea
        id="call-note" data-testid="note" data-note="" autosize minRows={3} maxRows={12} maxLength={4000} value={note} placeholder={t("call.notePlaceholder")}
        onChange={(event) => changeDraft(interaction, { note: event.currentTarget.value })}
      />
    </div>
  );
}
