// How a leg sounds to who hears it, estimated from what the network does to it: the E-model of ITU-T G.107
// with its default values (narrow band, no echo). Pure: time is an argument.
#pragma once
#include <cstdint>
#include <optional>

#include "base/instant.h"
#include "ports/telephony.h"

namespace okno::telephony::media {
// What a codec costs by itself, and how well it bears random loss (ITU-T G.113, appendix I).
struct Impairment {
  double ie = 0;
  double bpl = 25.1;  // G.711 whose hearer conceals what is lost
};

// The rating R, 0..93.2. `loss` 0..1, `delay_ms` one way.
double rating_of(double loss, double delay_ms, const Impairment& codec);
// The mean opinion that goes with a rating, 1..4.41 (G.107, annex B).
double mos_of(double rating);

// What a report of the far end says of what it hears from us (RFC 3550, 6.4.1).
struct FarReport {
  double loss = 0;  // 0..1, since its report before
  double jitter_ms = 0;
  double round_trip_ms = 0;  // 0: not known
};

// Makes words about a leg out of its counts, for as long as it is in a conversation.
class Judge {
 public:
  static constexpr base::Duration kEvery =
      std::chrono::seconds(3);  // 150 packets: enough to tell 5 % from none
  struct Counts {
    std::uint64_t packets = 0, lost = 0;  // that came in, and that did not
    double jitter_ms = 0;
  };
  // A few times a second. `theirs`: the newest report, if there is one since the last word. `lost_before`:
  // the share of what we passed on that was lost before it came to us: it is not this leg's.
  std::optional<ports::LegQuality> judge(const Counts& counts, const std::optional<FarReport>& theirs,
                                         double lost_before, const Impairment& codec, base::Instant now);
  void forget() { begun_.reset(); }  // no conversation: what comes meanwhile counts for nothing
  bool due(base::Instant now) const { return !begun_ || now - *begun_ >= kEvery; }
  double loss_in() const { return loss_in_; }  // of the last word, before it came to us

 private:
  std::optional<base::Instant> begun_;
  Counts then_;
  double loss_in_ = 0;
};
}  // namespace okno::telephony::media
