import { Button } from "@mantine/core";
import { IconPencilExclamation } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InteractionView, MeView } from "../../api/types";
import { saveLate } from "./actions";
import { DispositionPicker } from "./disposition";
import { changeDraft, useDraft } from "./drafts";
import { NoteBox } from "./note-box";
import { resultsOf } from "./results";

/** The conversation ended before what was written about it could be sent: the same fields, and one press to save. */
export function LateNote({ one, me }: { one: InteractionView; me: MeView }) {
  const { t } = useTranslation();
  const draft = useDraft(one.id);
  const [pressed, setPressed] = useState(false);
  return (
    <div className="box work" data-testid="late">
      <div className="strip-warn" role="status"><IconPencilExclamation size={18} aria-hidden="true" /><span><b>{t("late.title")}</b> {t("late.how")}</span></div>
      <NoteBox one={one} />
      <DispositionPicker codes={resultsOf(me, one.project)} value={draft.disposition || one.disposition} takeLostFocus={false} onChange={(disposition) => changeDraft(one.id, { disposition })} />
      <div className="finish-row">
        <Button size="md" data-testid="save-late" loading={pressed} onClick={() => { setPressed(true); void saveLate(one).finally(() => setPressed(false)); }}>{t("late.save")}</Button>
      </div>
    </div>
  );
}
