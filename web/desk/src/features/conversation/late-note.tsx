import { Button } from "@mantine/core";
import { IconPencilExclamation } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InteractionView, MeView } from "../../api/types";
import { saveLate } from "./actions";
import { DispositionPicker } from "./disposition";
import { changeDraft, useDraft } from "./drafts";
import { NoteBox } from "./note-box";
import { resultsOf } from "./results";
import { TaskNote } from "./task-note";

/** The conversation ended before what was written about it could be sent, or without a result: the same fields, and one press to save. */
export function LateNote({ one, me, typed }: { one: InteractionView; me: MeView; typed: boolean }) {
  const { t } = useTranslation();
  const draft = useDraft(one.id);
  const queries = useQueryClient();
  const [pressed, setPressed] = useState(false);
  async function save(): Promise<void> {
    setPressed(true);
    await saveLate(one);
    setPressed(false);
    void queries.invalidateQueries({ queryKey: ["interactions"] });
    if (one.contact) void queries.invalidateQueries({ queryKey: ["timeline", one.contact.id] });
  }
  return (
    <div className="box work" data-testid="late">
      <div className="strip-warn" role="status"><IconPencilExclamation size={18} aria-hidden="true" /><span><b>{t(typed ? "late.title" : "late.missing")}</b> {t(typed ? "late.how" : "late.missingHow")}</span></div>
      <TaskNote one={one} />
      <NoteBox one={one} />
      <DispositionPicker codes={resultsOf(me, one.project)} value={draft.disposition || one.disposition} takeLostFocus={false} onChange={(disposition) => changeDraft(one.id, { disposition })} />
      <div className="finish-row">
        <Button size="md" data-testid="save-late" loading={pressed} disabled={!typed} onClick={() => void save()}>{t("late.save")}</Button>
      </div>
    </div>
  );
}
