import { Autocomplete } from "@mantine/core";
import { useEditing, useField } from "./editor";

function zones(): string[] {
  const intl = Intl as unknown as { supportedValuesOf?: (kind: string) => string[] };
  return intl.supportedValuesOf?.("timeZone") ?? ["Europe/Moscow", "Europe/London", "UTC"];
}
const known = zones();

/** The zone in which days begin and hours are read; empty: the server's. */
export function ZoneRule() {
  const { item, set } = useEditing();
  return <Autocomplete {...useField("zone")} data={known} limit={12} value={String(item["zone"])} onChange={(zone) => set({ zone: zone.trim() })} placeholder="Europe/Moscow" maxLength={60} data-rule="zone" />;
}
