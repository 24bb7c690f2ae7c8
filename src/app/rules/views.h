// The settings of routing as administrators and programs see them. A change sends whole items; those that are
// not in it stay as they are. Durations are numbers with their unit at the end, targets are text
// (domain/target.h).
#pragma once
#include "app/views.h"
#include "domain/describe.h"

namespace okno::app {
using domain::Capacity;
using domain::Message;
using domain::NoAnswer;
using domain::SkillLevel;
using domain::Strategy;
using domain::Together;
using domain::Weights;

struct RelaxStepView {
  double after_s = 0;
  int level = 0;
};
BOOST_DESCRIBE_STRUCT(RelaxStepView, (), (after_s, level))

struct QueueRulesView {
  IdNumber id = 0;
  std::string name;
  std::string title;
  IdNumber project = 0;
  Strategy strategy = Strategy::longest_idle;
  double ring_limit_s = 0;
  std::int64_t card_limit_ms = 0;
  double wrap_up_limit_s = 0;
  double owner_wait_s = 0;
  bool last_agent_first = false;
  bool owner_first = false;
  std::int64_t max_waiting = 0;
  double service_level_limit_s = 0;
  bool recorded = false;
  bool record_on_demand = false;  // where it is not recorded: the agent may begin
  std::vector<SkillLevel> required;
  std::vector<std::string> preferred;
  std::vector<RelaxStepView> relaxation;
  bool language_as_skill = false;
  std::string difficult_skill;
  int difficult_level = 1;
  int priority = 0;
  int ageing = 0;
  int vip_priority = 0;
  double last_agent_wait_s = 0;
  bool owner_on_mobile = false;
  int ring_at_once = 1;
  int letters_min_idle = 0;
  int letters_max_occupancy = 100;
  bool letters_put_back = false;
  std::string hours;
  std::string when_closed;
  std::int64_t overflow_size = 0;
  double overflow_wait_s = 0;
  std::string overflow_to;
  std::string when_nobody;
  double announce_first_s = 0;
  double announce_every_s = 0;
  bool announce_position = false;
  bool announce_wait = false;
  bool callback_offered = false;
  int callback_tries = 0;
  double callback_retry_s = 0;
  double planned_wait_s = 0;
  NoAnswer no_answer = NoAnswer::pause;
  double no_answer_pause_s = 0;
  double wrap_up_extension_s = 0;
  int wrap_up_extensions = 0;
};
BOOST_DESCRIBE_STRUCT(QueueRulesView, (),
                      (id, name, title, project, strategy, ring_limit_s, card_limit_ms, wrap_up_limit_s,
                       owner_wait_s, last_agent_first, owner_first, max_waiting, service_level_limit_s,
                       recorded, record_on_demand, required, preferred, relaxation, language_as_skill,
                       difficult_skill, difficult_level, priority, ageing, vip_priority, last_agent_wait_s,
                       owner_on_mobile, ring_at_once, letters_min_idle, letters_max_occupancy,
                       letters_put_back, hours, when_closed, overflow_size, overflow_wait_s, overflow_to,
                       when_nobody, announce_first_s, announce_every_s, announce_position, announce_wait,
                       callback_offered, callback_tries, callback_retry_s, planned_wait_s, no_answer,
                       no_answer_pause_s, wrap_up_extension_s, wrap_up_extensions))

struct QueuePointsView {
  IdNumber queue = 0;
  int points = 0;
};
BOOST_DESCRIBE_STRUCT(QueuePointsView, (), (queue, points))

using domain::DeviceKind;
using domain::ForwardWhen;
struct ForwardView {
  ForwardWhen when = ForwardWhen::no_answer;
  std::string to;  // target: "agent:7", "number:+7…", "group:sales", "queue:support", "voicemail" …
};
BOOST_DESCRIBE_STRUCT(ForwardView, (), (when, to))
struct DeviceView {
  DeviceKind kind = DeviceKind::desk;
  std::string address;  // SIP user of a desk phone, number of a mobile one
  bool queue_calls = true;
  bool colleagues = true;
  double after_s = 0;
  bool accept_by_key = false;
};
BOOST_DESCRIBE_STRUCT(DeviceView, (), (kind, address, queue_calls, colleagues, after_s, accept_by_key))

struct RingGroupView {
  std::string name;
  std::string title;
  std::string number;
  std::vector<IdNumber> members;
  bool in_turn = false;
  double ring_limit_s = 20;
  std::string otherwise;
};
BOOST_DESCRIBE_STRUCT(RingGroupView, (), (name, title, number, members, in_turn, ring_limit_s, otherwise))

struct AgentRulesView {
  IdNumber id = 0;
  std::string login;  // with the role only shown, but for somebody new: they are no rules
  std::string name;
  Role role = Role::agent;
  std::string extension;
  std::string language;
  std::vector<IdNumber> queues;
  std::string department;
  Capacity capacity;
  std::vector<SkillLevel> skills;
  std::vector<QueuePointsView> points;
  std::string mobile;
  std::string shift;
  std::optional<std::string> password;  // never shown; needed for somebody new, for others a new one
  // Of calls to him by name; absent in a request: as they were.
  std::optional<std::vector<ForwardView>> forwards;
  std::optional<std::vector<DeviceView>> devices;
  std::optional<double> ring_limit_s;
};
BOOST_DESCRIBE_STRUCT(AgentRulesView, (),
                      (id, login, name, role, extension, language, queues, department, capacity, skills,
                       points, mobile, shift, password, forwards, devices, ring_limit_s))

struct PauseRuleView {
  std::string reason;
  double limit_s = 0;
};
BOOST_DESCRIBE_STRUCT(PauseRuleView, (), (reason, limit_s))

struct MenuNameView {  // of the IVR: a place that targets may name
  std::string name;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(MenuNameView, (), (name, title))

struct ProjectRulesView {
  IdNumber id = 0;
  std::string name;
  std::string title;
  std::string language;
  std::string caller_id;  // shown on calls out; empty: the trunk's own
  std::string greeting;
  std::vector<MenuNameView> menus;  // only shown
  std::vector<std::string> dispositions;
  std::vector<std::string> pause_reasons;
  bool recorded = false;
  bool record_on_demand = false;
  bool recording_announced = false;  // both sides hear first that it begins
  int recordings_kept_days = 0;      // older ones are deleted; 0: all are kept
  bool agents_hear_own = true;       // agents may listen to conversations of their own
  bool agents_download = false;      // … and take them away as files
  std::vector<Together> together;
  Weights weights;
  std::string zone;
  std::string hours;
  std::string when_closed;
  std::vector<Message> messages;
  std::vector<PauseRuleView> pause_rules;
  std::vector<std::string> blacklist;
  std::vector<std::string> whitelist;
  std::string hooligan_disposition;
  int hooligan_marks = 0;
  std::string blacklisted_to;
};
BOOST_DESCRIBE_STRUCT(ProjectRulesView, (),
                      (id, name, title, language, caller_id, greeting, menus, dispositions, pause_reasons,
                       recorded, record_on_demand, recording_announced, recordings_kept_days, agents_hear_own,
                       agents_download, together, weights, zone, hours, when_closed, messages, pause_rules,
                       blacklist, whitelist, hooligan_disposition, hooligan_marks, blacklisted_to))

struct OpenSpanView {  // seconds since the local midnight; `to_s` before `from_s`: of the next day
  double from_s = 0;
  double to_s = 0;
};
BOOST_DESCRIBE_STRUCT(OpenSpanView, (), (from_s, to_s))
struct WeekdayHoursView {
  int weekday = 1;  // 1 Monday … 7 Sunday
  OpenSpanView open;
};
BOOST_DESCRIBE_STRUCT(WeekdayHoursView, (), (weekday, open))
struct DateHoursView {
  int year = 0;  // 0: every year
  int month = 1;
  int day = 1;
  std::string title;
  std::vector<OpenSpanView> open;  // none: closed all day
};
BOOST_DESCRIBE_STRUCT(DateHoursView, (), (year, month, day, title, open))
struct HoursView {
  std::string name;
  std::string title;
  std::string zone;
  std::vector<WeekdayHoursView> week;
  std::vector<DateHoursView> dates;
};
BOOST_DESCRIBE_STRUCT(HoursView, (), (name, title, zone, week, dates))

struct EntryView {
  std::string number;
  IdNumber project = 0;
  std::string target;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(EntryView, (), (number, project, target, source))

struct ConfigurationView {
  std::int64_t version = 0;  // grows with every change of settings or staff
  std::vector<ProjectRulesView> projects;
  std::vector<QueueRulesView> queues;
  std::vector<AgentRulesView> agents;
  std::vector<EntryView> entries;
  std::vector<HoursView> hours;
  std::vector<RingGroupView> groups;
};
BOOST_DESCRIBE_STRUCT(ConfigurationView, (), (version, projects, queues, agents, entries, hours, groups))

// PATCH: items take the place of those with the same id (hours: the same name; new names are added). A queue
// or an agent with id 0 is new and gets one. `entries` and `groups` take the place of the whole list. What
// goes away must be named nowhere else: 422 says where it is. Agents leave a queue with it; conversations of
// both go on to their end.
struct ConfigurationRequest {
  std::int64_t version = 0;  // that was read; another one: 409
  std::optional<std::vector<ProjectRulesView>> projects;
  std::optional<std::vector<QueueRulesView>> queues;
  std::optional<std::vector<AgentRulesView>> agents;
  std::optional<std::vector<EntryView>> entries;
  std::optional<std::vector<HoursView>> hours;
  std::optional<std::vector<std::string>> forget_hours;  // names
  std::optional<std::vector<IdNumber>> forget_queues = {};
  std::optional<std::vector<IdNumber>> forget_agents = {};
  std::optional<std::vector<RingGroupView>> groups = {};
};
BOOST_DESCRIBE_STRUCT(ConfigurationRequest, (),
                      (version, projects, queues, agents, entries, hours, forget_hours, forget_queues,
                       forget_agents, groups))

struct ConfigurationSavedView {
  ConfigurationView configuration;
  std::vector<std::string> warnings;  // prompts that could not be spoken: callers hear a beep
};
BOOST_DESCRIBE_STRUCT(ConfigurationSavedView, (), (configuration, warnings))

struct ProblemPlaceView {
  std::string place;  // "queue support"
  std::string words;  // "the ring limit must be over 0"
};
BOOST_DESCRIBE_STRUCT(ProblemPlaceView, (), (place, words))

struct ConfigurationChangedView {  // live event "configuration.changed", to supervisors
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ConfigurationChangedView, (), (version))

struct AuditView {  // who changed what; `before` and `after` are JSON of the item, empty when there was none
  IdNumber id = 0;
  PersonView author;
  Ms at_ms = 0;
  std::string place;
  std::string before;
  std::string after;
};
BOOST_DESCRIBE_STRUCT(AuditView, (), (id, author, at_ms, place, before, after))

struct RecentDecisionView {
  DecisionView decision;
  std::optional<InteractionView> interaction;  // none: its row is not kept any more
};
BOOST_DESCRIBE_STRUCT(RecentDecisionView, (), (decision, interaction))

// --- people's wishes about agents, calls and numbers
struct PlannedCallRequest {  // `number` in any writing; `agent` none: the first who is free
  std::string number;
  std::string queue;
  Ms at_ms = 0;
  std::optional<IdNumber> agent;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(PlannedCallRequest, (), (number, queue, at_ms, agent, note))
struct PlannedCallMove {
  Ms at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(PlannedCallMove, (), (at_ms))
struct PlannedCallView {
  IdNumber id = 0;
  std::string number;
  std::string queue;
  std::optional<Ms> at_ms;  // of the call, or of the next try
  std::string note;
  int tries = 0;
  std::optional<PersonView> by;
  std::optional<PersonView> agent;
  std::optional<PersonView> contact;
};
BOOST_DESCRIBE_STRUCT(PlannedCallView, (), (id, number, queue, at_ms, note, tries, by, agent, contact))

struct BlockedRequest {                // PUT /blacklist/{number}
  std::optional<std::string> project;  // the first one when absent
  std::optional<Ms> until_ms;          // the project's midnight when absent
};
BOOST_DESCRIBE_STRUCT(BlockedRequest, (), (project, until_ms))
struct BlockedView {  // a number that is out for today
  std::string project;
  std::string number;
  Ms until_ms = 0;
  std::int64_t marks = 0;  // conversations of today that counted; 0: by hand
};
BOOST_DESCRIBE_STRUCT(BlockedView, (), (project, number, until_ms, marks))

struct CallbackRequest {  // the number is the caller's when absent
  std::optional<std::string> number;
};
BOOST_DESCRIBE_STRUCT(CallbackRequest, (), (number))
}  // namespace okno::app
