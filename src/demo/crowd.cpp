#include "demo/crowd.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace okno::demo {
namespace {
using base::Duration;
using base::Instant;
using base::kNever;

constexpr std::size_t kRegulars = 30;  // the first of the town ring again and again: their cards grow
constexpr int kVoices = 5;
constexpr Duration kBreath = 700ms;  // between the goodbye and the click
}  // namespace

Crowd::Crowd(CrowdSettings settings, std::vector<Caller> town)
    : settings_(settings), prng_(settings.seed), town_(std::move(town)) {
  OKNO_CHECK(!town_.empty());
}

Duration Crowd::between(Duration least, Duration most) {
  const auto width = static_cast<double>((most - least).count());
  return least + Duration(static_cast<std::int64_t>(prng_.uniform() * width));
}

bool Crowd::waits(const Call& call) {
  return !call.inbound && call.phase != Phase::talking && call.phase != Phase::gone;
}

std::size_t Crowd::unanswered() const {
  return static_cast<std::size_t>(
      std::count_if(calls_.begin(), calls_.end(), [](const auto& entry) { return waits(entry.second); }));
}

bool Crowd::busy(const std::string& number) const {
  return std::any_of(calls_.begin(), calls_.end(),
                     [&](const auto& entry) { return entry.second.caller.number == number; });
}

// Sets when the next one rings: only as many ring as there are agents who could talk, those who ring already
// counted.
void Crowd::plan(Instant now) {
  std::size_t fresh = 0;
  for (const auto& [id, call] : calls_) fresh += waits(call) && !call.overdue;
  const bool wanted = demand_ > 0 && fresh < static_cast<std::size_t>(demand_) &&
                      unanswered() < settings_.max_unanswered && calls_.size() < settings_.max_calls;
  if (!wanted)
    place_at_ = kNever;
  else if (place_at_ == kNever)
    place_at_ = now + (placed_ == 0 ? between(settings_.first_after, settings_.first_within)
                                    : between(settings_.next_after, settings_.next_within));
}

void Crowd::set_demand(int idle_ready_agents, Instant now) {
  demand_ = std::max(0, idle_ready_agents);
  plan(now);
}

// Мария first, then mostly regulars, a few others of the town, and now and then a number nobody knows.
Caller Crowd::choose() {
  for (int attempt = 0; attempt < 50; ++attempt) {
    const auto dice = prng_.below(100);
    Caller one;
    if (placed_ == 0 || dice < 12)
      one = town_.front();
    else if (dice < 52)
      one = town_[prng_.below(std::min(kRegulars, town_.size()))];
    else if (dice < 78)
      one = town_[prng_.below(town_.size())];
    else {
      char number[16];
      std::snprintf(number, sizeof number, "+7999%07d", static_cast<int>(prng_.below(9'999'999)));
      one.number = number;
      one.woman = prng_.below(2) == 0;
    }
    if (!busy(one.number) && one.number != last_number_) return one;
  }
  Caller unknown;
  unknown.number = "+79990000000";
  return unknown;
}

Voice Crowd::voice_of(const Caller& caller) const {
  unsigned sum = 0;
  for (const unsigned char c : caller.number)
    sum = sum * 31 + c;  // the same person always has the same voice
  return {caller.language, caller.woman, static_cast<int>(sum % kVoices)};
}

void Crowd::place(Instant now) {
  Call call;
  call.caller = choose();
  call.voice = voice_of(call.caller);
  call.dialogue = make_dialogue(prng_, call.caller);
  call.placed_at = now;
  last_number_ = call.caller.number;
  PlaceCall placed{++last_call_, "support", call.caller.number};
  const auto dice = prng_.below(100);
  if (placed_ > 0 && dice < 25) {
    static const std::array<const char*, 5> walks = {"1", "21", "22", "23", "0"};
    placed.to = "ivr";
    call.digits = walks[prng_.below(walks.size())];
    call.through_menu = true;
  } else if (placed_ > 0 && dice < 40) {
    placed.to = "sales";
  } else if (placed_ == 0 || dice < 70) {
    placed.to = "+78005550100";
  }
  // The first one waits a while: somebody may be reading the card for the first time.
  call.act_at = now + (placed_ == 0 ? settings_.patience_most
                                    : between(settings_.patience_least, settings_.patience_most));
  ++placed_;
  acts_.push_back(placed);
  calls_.emplace(placed.call, std::move(call));
}

std::int64_t Crowd::called(const std::string& number, Instant now) {
  const std::int64_t id = ++last_call_;
  const auto known =
      std::find_if(town_.begin(), town_.end(), [&](const Caller& c) { return c.number == number; });
  Call call;
  if (known != town_.end()) call.caller = *known;
  call.caller.number = number;
  call.inbound = true;
  call.voice = voice_of(call.caller);
  call.placed_at = now;
  const bool talks_already = busy(number);
  if (talks_already || calls_.size() >= settings_.max_calls) {
    acts_.push_back(RefuseCall{id, 486});
    return id;
  }
  call.dialogue = make_answering_dialogue(prng_, call.caller);
  call.act_at = now + between(settings_.pick_up_least, settings_.pick_up_most);
  calls_.emplace(id, std::move(call));
  return id;
}

void Crowd::join(Call& call, Duration stay, Instant now) {
  if (call.phase == Phase::talking || call.phase == Phase::gone) return;
  call.phase = Phase::talking;
  call.stay_until = now + stay;
  call.act_at = now + between(settings_.opening_least, settings_.opening_most);
}

void Crowd::answered(std::int64_t id, Instant now) {
  const auto found = calls_.find(id);
  if (found == calls_.end() || found->second.phase != Phase::ringing) return;
  Call& call = found->second;
  if (call.joined || (!settings_.joins_are_told && !call.through_menu)) {
    join(call, between(settings_.stay_least, settings_.stay_most), now);
  } else if (call.through_menu) {
    call.phase = Phase::menu;
    call.act_at = now + between(7s, 11s);  // he listens to the greeting and the first words of the menu
  } else {
    call.phase = Phase::waiting;  // with the patience that he has left
  }
  plan(now);
}

void Crowd::agent_joined(const std::string& number, Instant now) {
  for (auto& [id, call] : calls_) {
    if (call.caller.number != number || call.inbound) continue;
    call.joined = true;  // the news may overtake the answer on the line
    if (call.phase != Phase::ringing) join(call, between(settings_.stay_least, settings_.stay_most), now);
  }
  plan(now);
}

void Crowd::said(std::int64_t id, std::int64_t token, Instant now) {
  const auto found = calls_.find(id);
  if (found == calls_.end() || token == 0 || found->second.token != token) return;
  Call& call = found->second;
  call.token = 0;
  call.act_at = now + (call.said_goodbye ? kBreath : between(settings_.turn_least, settings_.turn_most));
}

void Crowd::ended(std::int64_t id, Instant now) {
  if (calls_.erase(id) == 0) return;
  plan(now);
}

void Crowd::speak(std::int64_t id, Call& call, Instant now) {
  const auto& lines = call.dialogue.lines;
  const auto& fillers = call.dialogue.fillers;
  Say say{id, ++last_token_, {}, call.voice};
  if (now >= call.stay_until) {
    say.words = call.dialogue.goodbye;
    call.said_goodbye = true;
  } else if (call.next_line < lines.size()) {
    say.words = lines[call.next_line++];
  } else {
    say.words = fillers[(call.next_line++ - lines.size()) % fillers.size()];
  }
  call.token = say.token;
  call.act_at = now + settings_.line_limit;
  acts_.push_back(std::move(say));
}

void Crowd::act(std::int64_t id, Call& call, Instant now) {
  call.act_at = kNever;
  switch (call.phase) {
    case Phase::gone:
      return;
    case Phase::ringing:
      if (call.inbound) {  // he picks up
        acts_.push_back(AnswerCall{id});
        join(call, between(settings_.stay_least, settings_.stay_most), now);
        return;
      }
      break;  // gives up
    case Phase::menu:
      acts_.push_back(Press{id, call.digits.substr(0, 1)});
      call.digits.erase(0, 1);
      call.act_at = now + between(3s, 6s);
      if (!call.digits.empty()) return;
      call.phase = Phase::waiting;
      if (settings_.joins_are_told)
        call.act_at = now + between(settings_.patience_least, settings_.patience_most);
      return;
    case Phase::waiting:
      if (!settings_.joins_are_told) return join(call, settings_.menu_stay, now);
      break;  // gives up
    case Phase::talking:
      if (call.said_goodbye) break;
      return speak(id, call, now);
  }
  call.phase = Phase::gone;  // until the exchange says that the line is down
  acts_.push_back(EndCall{id});
}

void Crowd::time_passed(Instant now) {
  for (auto& [id, call] : calls_) {
    call.overdue = call.overdue || now - call.placed_at >= settings_.overdue;
    if (call.act_at <= now) act(id, call, now);
  }
  plan(now);
  if (place_at_ <= now) {
    place_at_ = kNever;
    place(now);
    plan(now);
  }
}

Instant Crowd::next_deadline() const {
  Instant out = place_at_;
  for (const auto& [id, call] : calls_) {
    out = std::min(out, call.act_at);
    if (waits(call) && !call.overdue) out = std::min(out, call.placed_at + settings_.overdue);
  }
  return out;
}

std::vector<Act> Crowd::take_acts() {
  return std::exchange(acts_, {});
}
}  // namespace okno::demo
