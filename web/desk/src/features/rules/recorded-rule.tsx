import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEditing, useField } from "./editor";
import { allRecorded, fieldsOf, recordedOf } from "./recorded";

/** Which conversations are recorded: all, none, or those that the agent chooses. */
export function RecordedRule() {
  const { t } = useTranslation();
  const { item, set } = useEditing();
  return (
    <Select {...useField("recorded")} data={allRecorded.map((value) => ({ value, label: t(`recorded.${value}`) }))} value={recordedOf(item["recorded"], item["record_on_demand"])}
      onChange={(value) => set(fieldsOf(value))} allowDeselect={false} data-rule="recorded" />
  );
}
