#include "core/talk/segments.h"

#include <algorithm>

#include "base/text.h"
#include "core/entrance/lists.h"

namespace okno::core {
namespace {
template <class Match>
Segment* last_of(InteractionNow& x, Match match) {
  auto& all = x.row.segments;
  const auto found = std::find_if(all.rbegin(), all.rend(), match);
  return found == all.rend() ? nullptr : &*found;
}

Segment* last_talk(InteractionNow& x, AgentId agent) {
  return last_of(x, [agent](const Segment& s) { return s.agent == agent && s.part == Part::talk; });
}

Segment& add(Floor& floor, InteractionNow& x, Part part) {
  auto& all = x.row.segments;
  if (all.size() >= kMaxSegments) {
    const auto oldest =
        std::find_if(all.begin(), all.end(), [](const Segment& s) { return s.done_at.has_value(); });
    if (oldest != all.end()) all.erase(oldest);
  }
  Segment& segment = all.emplace_back();
  segment.part = part;
  segment.began_at = floor.now;
  floor.touch(x);
  return segment;
}
}  // namespace

void open_segment(Floor& floor, InteractionNow& x, AgentId agent, Part part, std::optional<QueueId> through,
                  std::optional<AgentId> from) {
  close_segment(floor, x, agent, true);
  Segment& segment = add(floor, x, part);
  segment.agent = agent;
  segment.queue = through;
  if (from != agent) segment.from = from;
}

void close_segment(Floor& floor, InteractionNow& x, AgentId agent, bool done) {
  Segment* his = last_of(x, [agent](const Segment& s) { return s.agent == agent; });
  if (!his || his->ended_at) return;
  his->ended_at = floor.now;
  if (done) his->done_at = floor.now;
  floor.touch(x);
}

void finish_segments(Floor& floor, InteractionNow& x, AgentId agent) {
  for (Segment& segment : x.row.segments) {
    if (segment.agent != agent || segment.done_at) continue;
    if (!segment.ended_at) segment.ended_at = floor.now;
    segment.done_at = floor.now;
    floor.touch(x);
  }
}

void everybody_out(Floor& floor, InteractionNow& x) {
  for (Segment& segment : x.row.segments)
    if (!segment.ended_at) segment.ended_at = segment.done_at = floor.now;
  floor.touch(x);
}

void open_outside_segment(Floor& floor, InteractionNow& x, Part part) {
  close_outside_segment(floor, x);
  Segment& segment = add(floor, x, part);
  segment.outside = x.party.outside;
  segment.from = x.row.agent;
}

void close_outside_segment(Floor& floor, InteractionNow& x) {
  const auto is_guest = [&](const Segment& s) {
    return std::any_of(x.guests.begin(), x.guests.end(),
                       [&](const Guest& g) { return g.number == s.outside; });
  };
  Segment* theirs =
      last_of(x, [&](const Segment& s) { return !s.outside.empty() && !s.ended_at && !is_guest(s); });
  if (!theirs) return;
  theirs->ended_at = theirs->done_at = floor.now;
  floor.touch(x);
}

void leave_note(Floor& floor, InteractionNow& x, AgentId agent, const std::string& note) {
  Segment* his = last_talk(x, agent);
  if (!his || note.empty()) return;
  his->note = base::shorten(note, kMaxResultBytes);
  floor.touch(x);
}

void open_guest_segment(Floor& floor, InteractionNow& x, const std::string& number) {
  Segment& segment = add(floor, x, Part::conference);
  segment.outside = number;
  segment.from = x.row.agent;
}

void close_guest_segment(Floor& floor, InteractionNow& x, const std::string& number) {
  Segment* his = last_of(x, [&](const Segment& s) { return s.outside == number && !s.ended_at; });
  if (!his) return;
  his->ended_at = his->done_at = floor.now;
  floor.touch(x);
}

bool set_result(Floor& floor, InteractionNow& x, const WrapUpFinished& e) {
  Segment* his = last_talk(x, e.agent);
  if (his) {
    his->disposition = base::shorten(e.disposition, kMaxResultBytes);
    his->note = base::shorten(e.note, kMaxResultBytes);
  }
  const bool last = x.row.agent == e.agent;
  if (last || (his && x.row.disposition.empty() && x.row.note.empty())) {
    const std::string before = x.row.disposition;
    x.row.disposition = base::shorten(e.disposition, kMaxResultBytes);
    x.row.note = base::shorten(e.note, kMaxResultBytes);
    result_given(floor, x.row, before);
  }
  return last || his;
}
}  // namespace okno::core
