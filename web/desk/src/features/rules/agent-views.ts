// The pages of the table of people, and on which of them a field is edited. Pure.
export const agentViews = ["skills", "channels", "queues", "rest", "staff"] as const;
export type AgentsView = (typeof agentViews)[number];
const fields: Readonly<Record<string, AgentsView>> = { skills: "skills", capacity: "channels", points: "queues", queues: "queues", mobile: "rest", shift: "rest", login: "staff", role: "staff", name: "staff", password: "staff", extension: "staff", department: "staff" };
export function viewOfField(field: string): AgentsView { return fields[field] ?? "staff"; }
