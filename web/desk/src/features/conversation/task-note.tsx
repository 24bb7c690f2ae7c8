import { IconPhoneCalling } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { InteractionView } from "../../api/types";
import { plain } from "../../ui/format";
import { promisedWords } from "./words";
import { taskOf } from "./written";

/** Of a call that was promised: for when, and what about. Whoever calls reads it before he says hello. */
export function TaskNote({ one, short = false }: { one: InteractionView; short?: boolean }) {
  const { t, i18n } = useTranslation();
  const task = taskOf(one);
  if (!one.callback || (!task && one.due_at_ms === undefined)) return null;
  return (
    <div className={short ? "task short" : "task"} data-testid="task" role="note">
      <IconPhoneCalling size={18} aria-hidden="true" />
      <div className="grow">{task ? <><b>{t("task.title")}:</b> <span className="task-words">{plain(task)}</span> </> : null}<span className="soft small task-when">{promisedWords(t, one, i18n.language)}</span></div>
    </div>
  );
}
