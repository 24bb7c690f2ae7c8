// Columns of the tables and how a row becomes a domain value. Keep list, letters and reader of one table in
// step.
#pragma once
#include <string>
#include <vector>

#include "ports/store.h"
#include "store/sql.h"

namespace okno::store {
inline constexpr const char* kContactColumns =
    "c.id, c.name, c.phones, c.emails, c.company_id, c.owner_id, c.segment, c.vip, c.difficult, c.language, "
    "c.created_at_ms, c.version";
inline constexpr const char* kContactTypes = "itttiitiitii";
domain::Contact read_contact(Query& query);

inline constexpr const char* kInteractionColumns =
    "id, channel, direction, state, queue_id, project_id, agent_id, contact_id, from_number, to_number, "
    "caller_name, "
    "started_at_ms, answered_at_ms, ended_at_ms, end_cause, ivr_path, disposition, note, recording, "
    "recording_mark, "
    "talk_ms, wait_ms, wrap_up_ms, source, more, words, message_ms, recording_pauses, "
    "sound_customer_mos_x100, sound_customer_loss_ppm, sound_customer_jitter_us, "
    "sound_agent_mos_x100, sound_agent_loss_ppm, sound_agent_jitter_us";
inline constexpr const char* kInteractionTypes = "itttiiiitttiiittttttiiitttitiiiiii";
domain::Interaction read_interaction(Query& query);

inline constexpr const char* kDealColumns =
    "id, contact_id, title, funnel, stage, amount_minor, currency, owner_id, open, updated_at_ms";
inline constexpr const char* kDealTypes = "iitttitiii";
domain::Deal read_deal(Query& query);

inline constexpr const char* kClaimColumns =
    "id, contact_id, title, priority, status, created_at_ms, due_at_ms";
inline constexpr const char* kClaimTypes = "iitttii";
domain::Claim read_claim(Query& query);

inline constexpr const char* kNoteColumns = "id, contact_id, interaction_id, author_id, text, at_ms";
inline constexpr const char* kNoteTypes = "iiiiti";
domain::Note read_note(Query& query);

// Lists inside one column: a line each.
std::string joined(const std::vector<std::string>& lines);
std::vector<std::string> lines_of(const std::string& text);

std::string ivr_json(const std::vector<domain::IvrStep>& steps);
std::vector<domain::IvrStep> read_ivr(const std::string& json);

// What has no column of its own: participants, callbacks, planned calls.
std::string more_json(const domain::Interaction& row);
void read_more(domain::Interaction& row, const std::string& json);

// Empty when there is none.
std::string pauses_json(const std::vector<domain::RecordingPause>& pauses);
std::vector<domain::RecordingPause> read_pauses(const std::string& json);

// A row whose word this version does not know (written by hand, or damaged) is refused with its table and
// word.
template <class E>
E word(const std::string& text, const char* table) {
  if (const auto value = domain::from_text<E>(text)) return *value;
  throw Failure{{"store_failed",
                 std::string("The table ") + table + " holds a word that is not known: \"" + text + "\"."}};
}
}  // namespace okno::store
