import { Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigurationView } from "../../api/types";
import { plain } from "../../ui/format";
import { firstTarget, readTarget, settingKinds, targetKinds, writeTarget, type TargetKind } from "./targets";

interface Wanted { all: ConfigurationView; project: number; value: string; onChange: (value: string) => void; empty: string; name: string; label: ReactNode; description?: string | undefined; named?: string | undefined; error: string | undefined; disabled: boolean; self?: string | undefined }

/** Where somebody is sent: the kind, then which one. A queue (`self`) is no place to go from itself. */
export function TargetSelect({ all, project, value, onChange, empty, name, label, description, named: spoken, error, disabled, self }: Wanted) {
  const { t } = useTranslation();
  const target = readTarget(value);
  const of = all.projects.find((one) => one.id === project);
  const named: Partial<Record<TargetKind, { value: string; label: string }[]>> = {
    queue: all.queues.filter((one) => one.project === project && (one.name !== self || value === `queue:${self}`)).map((one) => ({ value: one.name, label: plain(one.title || one.name) })),
    menu: of?.menus.map((one) => ({ value: one.name, label: plain(one.title || one.name) })) ?? [],
    message: of?.messages.map((one) => ({ value: one.name, label: plain(one.title || one.name) })) ?? [],
  };
  const choices = target.kind ? named[target.kind] : undefined;
  const change = (kind: string): void => {
    const next = targetKinds.find((one) => one === kind) ?? "";
    onChange(next === "" ? "" : firstTarget(next, named[next]?.map((one) => one.value) ?? []));
  };
  const kinds = targetKinds.filter((kind) => settingKinds.includes(kind) || kind === target.kind);
  const which = t("rules.which");
  return (
    <div className="rules-target">
      <Select label={label} description={description} aria-label={spoken} error={choices ? undefined : error} disabled={disabled} value={target.kind} allowDeselect={false} onChange={(kind) => change(kind ?? "")} data-rule={name}
        data={[{ value: "", label: empty }, ...kinds.map((kind) => ({ value: kind, label: t(`target.${kind}`) }))]} />
      {choices ? <Select mt={6} aria-label={which} error={error ?? (target.name || !choices.length ? undefined : t("ruleProblem.targetWhich"))} disabled={disabled} data={choices} value={target.name || null} onChange={(one) => onChange(writeTarget({ ...target, name: one ?? "" }))} placeholder={choices.length ? which : t("rules.noneYet")} allowDeselect={false} /> : null}
      {(target.kind === "number" || target.kind === "agent") && target.name ? <TextInput mt={6} aria-label={t(`target.${target.kind}`)} readOnly disabled={disabled} value={plain(target.name)} error={t("ruleProblem.targetNever")} /> : null}
    </div>
  );
}
