// One conversation with a customer on any channel, from its first sign to its result.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "domain/ids.h"
#include "domain/words.h"

namespace okno::domain {
// One step of the IVR as it happened: what was heard and what was pressed ("" = time-out).
struct IvrStep {
  std::string node;   // stable name: "greeting", "main", "billing"
  std::string title;  // for people: "Главное меню"
  std::string digits;
};

// One participant's share of a conversation, in order of joining.
struct Segment {
  std::optional<AgentId> agent;  // one of us, or
  std::string outside;           // a number
  Part part = Part::talk;
  std::optional<QueueId> queue;  // through which it came to him; none: directly
  std::optional<AgentId> from;   // who handed it over or asked him
  base::Instant began_at{};
  std::optional<base::Instant> ended_at;  // none: he is in it
  std::optional<base::Instant> done_at;   // none: he is in it, or at the work after it
  std::string disposition;                // his own result; the row has that of who talked last
  std::string note;
};

// A stretch of a recording in which nothing is kept: silence on both sides.
struct RecordingPause {
  std::int64_t from_ms = 0;  // since the recording began
  std::int64_t to_ms = -1;   // -1: it goes on
  bool card = false;         // a field for card data had the focus; else somebody pressed "pause"
};

// How one side of a call sounded, all of it together.
struct LegSound {
  double mos = 0;   // 1..4.41, estimated (ITU-T G.107)
  double loss = 0;  // 0..1
  double jitter_ms = 0;
  auto operator<=>(const LegSound&) const = default;
};

struct Interaction {
  InteractionId id;
  Channel channel = Channel::voice;
  Direction direction = Direction::inbound;
  InteractionState state = InteractionState::waiting;
  std::optional<QueueId> queue;
  ProjectId project;
  std::optional<AgentId> agent;  // who talks or talked last
  std::optional<ContactId> contact;
  std::string from;  // normalised
  std::string to;
  std::string caller_name;  // as the network gave it, made printable
  base::Instant started_at{};
  std::optional<base::Instant> answered_at;  // an agent's answer, not the IVR's
  std::optional<base::Instant> ended_at;     // the customer has gone
  std::optional<EndCause> end_cause;
  std::vector<IvrStep> ivr_path;
  std::string disposition;  // code of the result, empty until set
  std::string note;
  std::string words;           // what the customer wrote when it came; kept beside the core, which reads none
  std::string recording;       // path under the recordings directory, empty when none
  std::string recording_mark;  // why the recording is not whole: "", "disk_full", "failed", "interrupted",
                               // or "retention": it was deleted when its time was over
  std::vector<RecordingPause> recording_pauses;
  std::optional<LegSound> customer_sound, agent_sound;  // kept beside the core; none: not known
  std::int64_t talk_ms = 0;                             // connected with an agent, holds included
  std::int64_t wait_ms = 0;                             // in the queue until the answer or the loss
  std::int64_t wrap_up_ms = 0;
  std::int64_t message_ms = 0;  // of the message that he left after the signal
  std::string source;           // of advertising, by the number that was dialled; empty: unknown
  std::vector<Segment> segments;
  bool callback = false;                // we call him: he asked for it while waiting, or it was planned
  std::optional<base::Instant> due_at;  // a planned call, or the next try
  int tries = 0;                        // times the customer was dialled
  std::optional<AgentId> planned_by;
  std::optional<AgentId> planned_for;  // nobody: the first who is free
  std::optional<AgentId> caller;       // the colleague who calls, of an internal call
  int slot = 0;                        // where he is parked; 0: he is not
};
}  // namespace okno::domain
