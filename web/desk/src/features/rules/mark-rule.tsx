import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { plain } from "../../ui/format";
import { dispositionWords } from "../conversation/words";
import { useEditing, useField } from "./editor";

function useMark(): { results: string[]; code: string; missing: boolean; words: (one: string) => string } {
  const { t } = useTranslation();
  const { item } = useEditing();
  const results = item["dispositions"] as string[], code = String(item["hooligan_disposition"]);
  const words = (one: string): string => { const known = dispositionWords(t, one); return known === plain(one) ? known : `${known} (${plain(one)})`; };
  return { results, code, missing: code !== "" && !results.includes(code), words };
}

/** Which of the project's results counts as a mark. */
export function MarkRule() {
  const { set } = useEditing();
  const { results, code, missing, words } = useMark();
  return <Select {...useField("hooligan_disposition")} value={code || null} data={[...results, ...(missing ? [code] : [])].map((value) => ({ value, label: words(value) }))} allowDeselect={false} searchable={results.length > 12} data-rule="hooligan_disposition" onChange={(value) => set({ hooligan_disposition: value ?? "" })} />;
}

/** A result that agents cannot choose never marks anybody: it is said, and mended with one press. */
export function MarkMissing() {
  const { t } = useTranslation();
  const { item, set, locked } = useEditing();
  const { results, code, missing, words } = useMark();
  if (!missing || Number(item["hooligan_marks"]) <= 0) return null;
  return <p className="rules-warn rules-long">{t("rules.markMissing", { name: words(code) })}{locked ? null : <button type="button" className="text-button" data-testid="add-mark" onClick={() => set({ dispositions: [...results, code] })}>{t("rules.markAdd")}</button>}</p>;
}
