import { Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigurationView } from "../../api/types";
import { plain } from "../../ui/format";
import { isBare, readTarget, targetKinds, writeTarget, type TargetKind } from "./targets";

interface Wanted { all: ConfigurationView; project: number; value: string; onChange: (value: string) => void; empty: string; name: string; label: ReactNode; description?: string | undefined; named?: string | undefined; error: string | undefined; disabled: boolean }

/** Where somebody is sent: the kind, then which one. */
export function TargetSelect({ all, project, value, onChange, empty, name, label, description, named: spoken, error, disabled }: Wanted) {
  const { t } = useTranslation();
  const target = readTarget(value);
  const of = all.projects.find((one) => one.id === project);
  const named: Partial<Record<TargetKind, { value: string; label: string }[]>> = {
    queue: all.queues.filter((one) => one.project === project).map((one) => ({ value: one.name, label: plain(one.title || one.name) })),
    menu: of?.menus.map((one) => ({ value: one.name, label: plain(one.title || one.name) })) ?? [],
    message: of?.messages.map((one) => ({ value: one.name, label: plain(one.title || one.name) })) ?? [],
    agent: all.agents.map((one) => ({ value: String(one.id), label: plain(one.name) })),
  };
  const choices = target.kind ? named[target.kind] : undefined;
  const change = (kind: string): void => {
    const next = targetKinds.find((one) => one === kind) ?? "";
    onChange(next === "" || isBare(next) ? next : writeTarget({ kind: next, name: (named[next]?.[0]?.value) ?? "" }));
  };
  const which = t("rules.which");
  return (
    <div className="rules-target">
      <Select label={label} description={description} aria-label={spoken} error={target.kind && !isBare(target.kind) && choices ? undefined : error} disabled={disabled} value={target.kind} allowDeselect={false} onChange={(kind) => change(kind ?? "")} data-rule={name}
        data={[{ value: "", label: empty }, ...targetKinds.map((kind) => ({ value: kind, label: t(`target.${kind}`) }))]} />
      {choices ? <Select mt={6} aria-label={which} error={error} disabled={disabled} data={choices} value={target.name || null} onChange={(one) => onChange(writeTarget({ ...target, name: one ?? "" }))} placeholder={choices.length ? which : t("rules.noneYet")} allowDeselect={false} /> : null}
      {target.kind === "number" ? <TextInput mt={6} aria-label={t("target.number")} disabled={disabled} value={target.name} placeholder="+7 916 123-45-67" maxLength={128} onChange={(event) => onChange(writeTarget({ ...target, name: event.currentTarget.value }))} /> : null}
    </div>
  );
}
