// Calls by providers' lines: one after another until one takes the call, and whether they live.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "telephony/softswitch/exchange.h"
#include "telephony/softswitch/refusal.h"

namespace okno::telephony::softswitch {
void Exchange::dial(LegId leg, const ports::DialNumber& to, const ports::CallerId& from) {
  stack_->post([this, leg, to, from] {
    if (alive(leg)) return;
    if (to.to.empty()) return listener_.leg_ended(leg, ports::LegEnd::unreachable, 404);
    try_next(leg, {to.to, from, trunks_.choose(to.to, to.trunk)}, ports::LegEnd::unreachable, 404);
  });
}

sip::Target Exchange::target_by(const Trunk& trunk, const std::string& number,
                                const ports::CallerId& from) const {
  sip::Target target;
  target.uri = trunk_uri(trunk, number);
  if (!trunk.domain.empty()) {
    target.route = trunk_uri(trunk, "");
    target.uri = "sip:" + sip::escaped_user(number) + "@" + trunk.domain;
    target.from_host = trunk.domain;
  }
  target.from_user = from.number.empty() ? trunk.caller_id : from.number;
  target.from_name = from.name;
  target.asserted_user = target.from_user;
  target.remote_party_id = trunk.remote_party_id;
  target.login = trunks_.login(trunk.name);
  return target;
}

// The next line of those left; when none is, the call ends as the last one said.
void Exchange::try_next(LegId id, Way way, ports::LegEnd why, int status) {
  while (!way.left.empty()) {
    const Trunk trunk = way.left.front();
    way.left.erase(way.left.begin());
    if (!trunks_.take_channel(trunk.name, clock_.now())) {
      why = ports::LegEnd::failed;
      status = 503;
      continue;
    }
    Leg* leg = open_leg(id, host_without_port(trunk.address));
    if (leg == nullptr) {
      trunks_.give_channel(trunk.name);
      trunks_changed();
      return listener_.leg_ended(id, ports::LegEnd::failed, 503);
    }
    leg->announced = true;
    leg->trunk = trunk.name;
    leg->since = trunks_.generation(trunk.name);
    leg->terms = terms_of(trunk);
    leg->way = std::move(way);
    leg->attempt = ++attempts_;
    const sip::Target target = target_by(trunk, leg->way.number, leg->way.from);
    if (!leg->way.left.empty())
      stack_->after(settings_.trunk_patience,
                    [this, id, attempt = leg->attempt] { line_silent(id, attempt); });
    auto branch = std::make_shared<Branch>(*this, id);
    leg->branches.push_back(branch);
    branch->session = stack_->dial(target, branch);
    return trunks_changed();
  }
  listener_.leg_ended(id, why, status);
}

void Exchange::line_silent(LegId id, std::uint64_t attempt) {
  Leg* leg = find(id);
  if (leg == nullptr || leg->attempt != attempt || leg->heard || leg->answered || leg->why) return;
  leg->line_dead = true;
  const auto branches = leg->branches;
  for (const auto& branch : branches)
    if (branch->session != nullptr) branch->session->hang_up();  // comes back by branch_ended
}

void Exchange::line_heard(Leg& leg) {
  if (leg.trunk.empty() || std::exchange(leg.heard, true)) return;
  trunks_.call_heard(leg.trunk, leg.since, true, clock_.now());
  trunks_changed();
}

// A call out has ended before anybody answered. True: another line has it now.
bool Exchange::go_on(Leg& leg, sip::Ending why, int status) {
  if (leg.answered || leg.why || leg.attempt == 0) return false;
  const bool silent = leg.line_dead || (why == sip::Ending::failed && (status == 408 || status == 503));
  if (silent && !leg.heard) trunks_.call_heard(leg.trunk, leg.since, false, clock_.now());
  if (!silent && why == sip::Ending::refused) line_heard(leg);
  const bool line_failed = silent || (why == sip::Ending::refused && speaks_of_the_line(status));
  if (!line_failed || leg.rang ||
      leg.way.left.empty()) {  // who was rung has his say: not again by another line
    trunks_changed();
    return false;
  }
  const LegId id = leg.id;
  const auto meaning = silent ? ports::LegEnd::unreachable : meaning_of_refusal(status);
  Way way = std::move(leg.way);
  const std::unique_ptr<Leg> gone = std::move(legs_.at(id));
  legs_.erase(id);
  let_go(*gone);
  try_next(id, std::move(way), meaning, status);
  return true;
}

// --- which there are

void Exchange::set_trunks(const std::vector<Trunk>& trunks) {
  stack_->post([this, trunks] {
    std::string wrong;
    if (!trunks_.set(trunks, clock_.now(), wrong)) spdlog::error("bad_setting: {}", wrong);
    say_farewell(trunks_.take_farewells());
    trunks_changed();
  });
}

// The provider would ring us in vain until the registration runs out.
void Exchange::say_farewell(std::vector<sip::Question> questions) {
  for (const sip::Question& question : questions) stack_->ask(question, [](const sip::Reply&) {});
}

// --- whether they live

void Exchange::trunks_changed() {
  for (const ports::TrunkState& state : trunks_.take_changes()) listener_.trunk_changed(state);
  if (settings_.only_trials) return;
  const base::Instant now = clock_.now(), next = trunks_.next_due();
  if (next >= tend_at_) return;
  tend_at_ = next;
  const auto wait = std::max(next - now, base::Duration::zero());
  stack_->after(std::chrono::ceil<std::chrono::milliseconds>(wait), [this, next] {
    if (tend_at_ != next) return;  // an earlier one has been
    tend_at_ = base::kNever;
    tend_trunks();
  });
}

void Exchange::tend_trunks() {
  for (const Trunks::Due& due : trunks_.due(clock_.now())) {
    stack_->ask(due.question, [this, due](const sip::Reply& reply) {
      trunks_.heard(due, reply, clock_.now());
      say_farewell(trunks_.take_farewells());
      trunks_changed();
    });
  }
  trunks_changed();
}
}  // namespace okno::telephony::softswitch
