// The providers: which of them lives, who of them has registered us, which of them carries a number, in which
// order. Time is an argument; no sockets, no threads.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "ports/telephony.h"
#include "telephony/sip/access.h"
#include "telephony/sip/sdp.h"
#include "telephony/sip/stack.h"
#include "telephony/softswitch/softswitch.h"

namespace okno::telephony::softswitch {
// A provider that fails is asked again after this, each time twice as late, up to the second figure: a wrong
// password must not look like an attack, and a repaired line must not wait for long.
inline constexpr base::Duration kFirstRetry = std::chrono::seconds(15);
inline constexpr base::Duration kLastRetry = std::chrono::minutes(10);
inline constexpr int kMissedToDie = 2;  // keep-alives without an answer, one may be lost on the way
// Of the seconds granted by a registrar, when we ask anew: early enough for two more attempts.
inline constexpr double kRenewAt = 0.8;
inline constexpr int kShortestRegistration = 15;  // seconds; who grants less is asked each so often

class Trunks {
 public:
  // Replaces all. Who is as he was keeps his standing and his channels; false: `wrong` names the block that
  // is none.
  bool set(const std::vector<Trunk>& trunks, base::Instant now, std::string& wrong);
  bool empty() const { return lines_.empty(); }
  // Registrations to be taken back: of lines that are gone or stand elsewhere since the last call.
  std::vector<sip::Question> take_farewells() { return std::exchange(farewells_, {}); }
  // … of all lines, at the program's end.
  std::vector<sip::Question> all_farewells(base::Instant now) const;

  // What is to be asked now: each at most once until `heard`.
  struct Due {
    std::string trunk;
    std::uint64_t generation = 0;
    sip::Question question;
  };
  std::vector<Due> due(base::Instant now);
  base::Instant next_due() const;  // kNever: nobody is to be asked
  void heard(const Due& due, const sip::Reply& reply, base::Instant now);
  // Another after each change by which a line may stand otherwise; what was asked or called before it says
  // nothing of the line any more. 0: there is no such line.
  std::uint64_t generation(const std::string& trunk) const;
  // What a call over it that began at `since` (a generation) came to: an answer from outside shows that it
  // lives, silence that it does not.
  void call_heard(const std::string& trunk, std::uint64_t since, bool lives, base::Instant now);

  // Who may carry a call to `number`, in order: those that live first. `wanted`: only this one.
  std::vector<Trunk> choose(const std::string& number, const std::string& wanted) const;
  bool take_channel(const std::string& trunk,
                    base::Instant now);     // false: all are taken, or too many a second
  void count_in(const std::string& trunk);  // a call that came by it; the provider knows his own limit
  void give_channel(const std::string& trunk);
  // Whose call comes from this address: by the allowed blocks, or where its registrar answered from, as long
  // as it has us registered. Of several at one address the one whose login is called (`to_user`), else the
  // first.
  const Trunk* from(const std::string& address, const std::string& to_user, base::Instant now) const;
  const Trunk* find(const std::string& name) const;
  sip::Question question_of(const std::string& trunk, sip::Question::Kind kind) const;  // for a trial
  std::optional<sip::Login> login(const std::string& trunk) const;  // with the realm learnt

  std::vector<ports::TrunkState> take_changes();  // since the last call

 private:
  struct Line {
    Trunk trunk;
    std::uint64_t generation = 0;
    sip::AddressBlocks allowed;
    std::string answered_from;  // its registrar's address
    base::Instant registered_until{};
    std::string realm;
    ports::TrunkState state;
    bool asked_registration = false, asked_options = false;
    base::Instant register_at = base::kNever, probe_at = base::kNever;
    base::Duration retry = kFirstRetry;
    int missed = 0;
    int wished_s = 0;     // of registration
    std::string call_id;  // of the registration
    std::uint32_t cseq = 0;
    std::string seen_as;  // where the provider sees us, when there is a translator of addresses between us
    bool moved = false;   // … and he has just been told: not again before the next renewal
    sip::FloodLimit rate;
    explicit Line(const Trunk& t) : trunk(t), rate(t.max_calls_per_s, 4) {}
  };
  Line* line(const std::string& name);
  sip::Question question_to(const Line& line, sip::Question::Kind kind) const;
  void part_from(const std::vector<Line>& fresh, base::Instant now);
  void stand(Line& line, ports::TrunkStanding standing, int status, const std::string& why,
             base::Instant now);
  void heard_late(const Due& due, const sip::Reply& reply);
  void on_registration(Line& line, const sip::Reply& reply, base::Instant now);
  void on_options(Line& line, const sip::Reply& reply, base::Instant now);

  std::vector<Line> lines_;  // in the order of choice
  std::uint64_t generations_ = 0;
  std::vector<ports::TrunkState> changes_;
  std::vector<sip::Question> farewells_;
};

sip::Sealing sealing_of(const std::string& media_encryption);
sip::Terms terms_of(const Trunk& trunk);  // what its calls may sound like

// Whether another provider may do better than one that ended the call so (RFC 3261 21): what speaks of the
// line, not of who is called.
bool speaks_of_the_line(int status);
}  // namespace okno::telephony::softswitch
