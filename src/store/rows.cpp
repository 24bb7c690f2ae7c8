#include "store/rows.h"

#include <boost/json.hpp>

#include "base/described_json.h"
#include "domain/describe.h"

namespace okno::store {
using namespace domain;

namespace {
struct More {
  std::vector<Segment> segments;
  bool callback = false;
  std::optional<base::Instant> due_at;
  int tries = 0;
  std::optional<AgentId> planned_by, planned_for, caller;
};
BOOST_DESCRIBE_STRUCT(More, (), (segments, callback, due_at, tries, planned_by, planned_for, caller))
}  // namespace

std::string more_json(const Interaction& row) {
  if (row.segments.empty() && !row.callback && !row.due_at && !row.planned_by && !row.caller) return "{}";
  return boost::json::serialize(boost::json::value_from(
      More{row.segments, row.callback, row.due_at, row.tries, row.planned_by, row.planned_for, row.caller}));
}

void read_more(Interaction& row, const std::string& text) {
  if (text == "{}") return;
  More more;
  try {
    base::read_described(more, boost::json::parse(text));
  } catch (const std::exception&) {
    return;  // damage here must not hide the call it belongs to
  }
  row.segments = std::move(more.segments);
  row.callback = more.callback;
  row.due_at = more.due_at;
  row.tries = more.tries;
  row.planned_by = more.planned_by;
  row.planned_for = more.planned_for;
  row.caller = more.caller;
}

std::string pauses_json(const std::vector<RecordingPause>& pauses) {
  return pauses.empty() ? "" : boost::json::serialize(boost::json::value_from(pauses));
}

std::vector<RecordingPause> read_pauses(const std::string& text) {
  std::vector<RecordingPause> pauses;
  if (text.empty()) return pauses;
  try {
    base::read_described(pauses, boost::json::parse(text));
  } catch (const std::exception&) {
    pauses.clear();  // damage here must not hide the call it belongs to
  }
  return pauses;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) {
    if (!text.empty()) text += '\n';
    text += line;
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const auto to = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return lines;
}

std::string ivr_json(const std::vector<IvrStep>& steps) {
  if (steps.empty()) return "[]";
  boost::json::array array;
  for (const auto& step : steps)
    array.push_back({{"node", step.node}, {"title", step.title}, {"digits", step.digits}});
  return boost::json::serialize(array);
}

std::vector<IvrStep> read_ivr(const std::string& text) {
  std::vector<IvrStep> steps;
  if (text == "[]") return steps;
  boost::json::error_code bad;
  const auto json = boost::json::parse(text, bad);
  if (bad || !json.is_array()) return steps;  // a damaged path must not hide the call it belongs to
  const auto field = [](const boost::json::value& step, const char* name) {
    const auto* object = step.if_object();
    const auto* value = object ? object->if_contains(name) : nullptr;
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
  };
  for (const auto& step : json.get_array())
    steps.push_back({field(step, "node"), field(step, "title"), field(step, "digits")});
  return steps;
}

Contact read_contact(Query& query) {
  Contact row;
  row.id = query.id<ContactId>();
  row.name = query.text();
  row.phones = lines_of(query.text());
  row.emails = lines_of(query.text());
  row.company = query.maybe_id<CompanyId>();
  row.owner = query.maybe_id<AgentId>();
  row.segment = query.text();
  row.vip = query.flag();
  row.difficult = query.flag();
  row.language = query.text();
  row.created_at = query.at();
  row.version = query.integer();
  return row;
}

std::optional<LegSound> read_sound(Query& query) {
  const auto mos = query.maybe(), loss = query.maybe(), jitter = query.maybe();
  if (!mos || !loss || !jitter) return std::nullopt;
  return LegSound{static_cast<double>(*mos) / 100, static_cast<double>(*loss) / 1e6,
                  static_cast<double>(*jitter) / 1000};
}

Interaction read_interaction(Query& query) {
  Interaction row;
  row.id = query.id<InteractionId>();
  row.channel = word<Channel>(query.text(), "interactions");
  row.direction = word<Direction>(query.text(), "interactions");
  row.state = word<InteractionState>(query.text(), "interactions");
  row.queue = query.maybe_id<QueueId>();
  row.project = query.id<ProjectId>();
  row.agent = query.maybe_id<AgentId>();
  row.contact = query.maybe_id<ContactId>();
  row.from = query.text();
  row.to = query.text();
  row.caller_name = query.text();
  row.started_at = query.at();
  row.answered_at = query.maybe_at();
  row.ended_at = query.maybe_at();
  if (const auto cause = query.maybe_text()) row.end_cause = word<EndCause>(*cause, "interactions");
  row.ivr_path = read_ivr(query.text());
  row.disposition = query.text();
  row.note = query.text();
  row.recording = query.text();
  row.recording_mark = query.text();
  row.talk_ms = query.integer();
  row.wait_ms = query.integer();
  row.wrap_up_ms = query.integer();
  row.source = query.text();
  read_more(row, query.text());
  row.words = query.text();
  row.message_ms = query.integer();
  row.recording_pauses = read_pauses(query.text());
  row.customer_sound = read_sound(query);
  row.agent_sound = read_sound(query);
  return row;
}

Deal read_deal(Query& query) {
  Deal row;
  row.id = query.id<DealId>();
  row.contact = query.id<ContactId>();
  row.title = query.text();
  row.funnel = query.text();
  row.stage = query.text();
  row.amount_minor = query.integer();
  row.currency = query.text();
  row.owner = query.maybe_id<AgentId>();
  row.open = query.flag();
  row.updated_at = query.at();
  return row;
}

Claim read_claim(Query& query) {
  Claim row;
  row.id = query.id<ClaimId>();
  row.contact = query.id<ContactId>();
  row.title = query.text();
  row.priority = query.text();
  row.status = query.text();
  row.created_at = query.at();
  row.due_at = query.at();
  return row;
}

Note read_note(Query& query) {
  Note row;
  row.id = query.id<NoteId>();
  row.contact = query.id<ContactId>();
  row.interaction = query.maybe_id<InteractionId>();
  row.author = query.id<AgentId>();
  row.text = query.text();
  row.at = query.at();
  return row;
}
}  // namespace okno::store
