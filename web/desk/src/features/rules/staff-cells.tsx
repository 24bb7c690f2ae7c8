import { PasswordInput, Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { allRole } from "../../api/types.gen";
import type { AgentRulesView, Role } from "../../api/types";
import { plain } from "../../ui/format";
import { showDone } from "../../ui/problem";
import { useLive } from "../live/store";
import { isNew } from "./draft";
import { removeItem } from "./rules-store";

export const staffColumns = ["login", "role", "extension", "department", "password"] as const;

/** Who somebody is. Login and role are given once, when he comes. */
export function StaffCells({ agent, locked, change }: { agent: AgentRulesView; locked: boolean; change: (patch: Partial<AgentRulesView>) => void }) {
  const { t } = useTranslation();
  const me = useLive((state) => state.me?.id);
  const fresh = isNew(agent);
  const label = (field: string): string => `${plain(agent.name) || agent.login}: ${t(`ruleName.${field}`)}`;
  const text = (field: "login" | "extension" | "department", size: number) => (
    <TextInput size="xs" w={size} aria-label={label(field)} value={agent[field]} disabled={locked} maxLength={64} data-testid={`staff-${field}-${agent.id}`} onChange={(event) => change({ [field]: event.currentTarget.value })} />
  );
  return (
    <>
      <td>{fresh ? text("login", 116) : <span className="fixed">{plain(agent.login)}</span>}</td>
      <td>{fresh ? <Select size="xs" w={136} aria-label={label("role")} allowDeselect={false} disabled={locked} value={agent.role} data={allRole.map((value) => ({ value, label: t(`signIn.${value}`) }))} onChange={(role) => change({ role: role as Role })} /> : <span className="fixed">{t(`signIn.${agent.role}`)}</span>}</td>
      <td>{text("extension", 84)}</td>
      <td>{text("department", 150)}</td>
      <td><PasswordInput size="xs" w={176} aria-label={label("password")} placeholder={t(fresh ? "rules.passwordNew" : "rules.passwordKept")} autoComplete="new-password" value={agent.password ?? ""} disabled={locked} maxLength={200} data-testid={`staff-password-${agent.id}`}
        onChange={(event) => change({ password: event.currentTarget.value || undefined } as Partial<AgentRulesView>)} /></td>
      <td>{locked ? null : <button type="button" className="icon-button" disabled={agent.id === me} title={t(agent.id === me ? "ruleProblem.notHimself" : "rules.removeAgentHow")} aria-label={t("rules.removeAgent", { name: plain(agent.name) || agent.login })} data-testid={`staff-remove-${agent.login}`} onClick={() => showDone(t("rules.willGo", { name: plain(agent.name) || agent.login || t("rules.newAgent") }), removeItem("agents", String(agent.id)))}><IconTrash size={16} aria-hidden="true" /></button>}</td>
    </>
  );
}

/** In the head of his row. */
export function StaffName({ agent, locked, change }: { agent: AgentRulesView; locked: boolean; change: (patch: Partial<AgentRulesView>) => void }) {
  const { t } = useTranslation();
  return <TextInput size="xs" aria-label={`${agent.login}: ${t("ruleName.name")}`} placeholder={t("rules.newAgent")} value={agent.name} disabled={locked} maxLength={64} data-testid={`staff-name-${agent.id}`} onChange={(event) => change({ name: event.currentTarget.value })} />;
}
