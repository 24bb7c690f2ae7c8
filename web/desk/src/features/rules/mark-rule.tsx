import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { plain } from "../../ui/format";
import { dispositionWords } from "../conversation/words";
import { useEditing, useField } from "./editor";

/** Which of the project's results counts as a mark. One that agents cannot choose never would: it is said, and mended with one press. */
export function MarkRule() {
  const { t } = useTranslation();
  const { item, set, locked } = useEditing();
  const field = useField("hooligan_disposition");
  const results = item["dispositions"] as string[];
  const code = String(item["hooligan_disposition"]);
  const missing = code !== "" && !results.includes(code);
  const words = (one: string): string => { const known = dispositionWords(t, one); return known === plain(one) ? known : `${known} (${plain(one)})`; };
  return (
    <div>
      <Select {...field} label={field.label} value={code || null} data={[...results, ...(missing ? [code] : [])].map((value) => ({ value, label: words(value) }))} allowDeselect={false} searchable={results.length > 12} data-rule="hooligan_disposition" onChange={(value) => set({ hooligan_disposition: value ?? "" })} />
      {missing ? (
        <p className="rules-warn">{t("rules.markMissing", { name: words(code) })}{locked ? null : <button type="button" className="text-button" data-testid="add-mark" onClick={() => set({ dispositions: [...results, code] })}>{t("rules.markAdd")}</button>}</p>
      ) : null}
    </div>
  );
}
