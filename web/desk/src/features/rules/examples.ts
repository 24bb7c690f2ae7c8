// Settings as the server has them by default, for tests and for what is made new.
import type { AgentRulesView, ConfigurationView, HoursView, ProjectRulesView, QueueRulesView } from "../../api/types";

export function aQueue(patch: Partial<QueueRulesView> = {}): QueueRulesView {
  return {
    id: 1, name: "support", title: "Support", project: 1, strategy: "longest_idle", ring_limit_s: 20, card_limit_ms: 150, wrap_up_limit_s: 30, owner_wait_s: 0, last_agent_first: true, owner_first: true,
    max_waiting: 10_000, service_level_limit_s: 20, recorded: true, record_on_demand: false, required: [], preferred: [], relaxation: [], language_as_skill: false, difficult_skill: "", difficult_level: 1, priority: 0, ageing: 0,
    vip_priority: 1000, last_agent_wait_s: 0, owner_on_mobile: false, ring_at_once: 1, letters_min_idle: 0, letters_max_occupancy: 100, letters_put_back: false, hours: "", when_closed: "", overflow_size: 0,
    overflow_wait_s: 0, overflow_to: "", when_nobody: "", announce_first_s: 0, announce_every_s: 0, announce_position: false, announce_wait: false, callback_offered: false, callback_tries: 3,
    callback_retry_s: 300, planned_wait_s: 300, no_answer: "pause", no_answer_pause_s: 0, wrap_up_extension_s: 0, wrap_up_extensions: 1, ...patch,
  };
}
export function anAgent(patch: Partial<AgentRulesView> = {}): AgentRulesView {
  return { id: 1, login: "anna", name: "Anna", role: "agent", extension: "", language: "ru", queues: [1], department: "", capacity: { voice: 1, chat: 1, email: 1, sms: 1, social: 1 }, skills: [], points: [], mobile: "", shift: "", ...patch };
}
export function aProject(patch: Partial<ProjectRulesView> = {}): ProjectRulesView {
  return {
    id: 1, name: "main", title: "Main", language: "ru", caller_id: "", greeting: "", menus: [], dispositions: [], pause_reasons: ["lunch"], recorded: true, record_on_demand: false, recording_announced: false, recordings_kept_days: 0, agents_hear_own: true, agents_download: false, together: [], weights: { voice: 0, chat: 0, email: 0, sms: 0, social: 0 },
    zone: "", hours: "", when_closed: "", messages: [], pause_rules: [], blacklist: [], whitelist: [], hooligan_disposition: "hooligan", hooligan_marks: 0, blacklisted_to: "", ...patch,
  };
}
const nine = 9 * 3600, six = 18 * 3600;
export function someHours(patch: Partial<HoursView> = {}): HoursView {
  return { name: "office", title: "Office", zone: "", week: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, open: { from_s: nine, to_s: six } })), dates: [], ...patch };
}
export function aConfiguration(patch: Partial<ConfigurationView> = {}): ConfigurationView {
  return { version: 1, projects: [aProject()], queues: [aQueue()], agents: [anAgent()], entries: [], hours: [], groups: [], ...patch };
}
