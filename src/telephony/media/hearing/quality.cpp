#include "telephony/media/hearing/quality.h"

#include <algorithm>
#include <cmath>

namespace okno::telephony::media {
namespace {
// R0 − Is with all other values of G.107, table 2, at their defaults.
constexpr double kBest = 93.2;
// Packing 20 ms of sound, and the least that a hearer holds back; against jitter he holds back twice as much
// as it is.
constexpr double kPackingMs = 20, kPlayOutMs = 20, kPlayOutPerJitter = 2;

// G.107, 7.4, Idd: nothing up to 100 ms.
double delay_impairment(double delay_ms) {
  if (delay_ms <= 100) return 0;
  const double x = std::log2(delay_ms / 100);
  return 25 * (std::pow(1 + std::pow(x, 6), 1.0 / 6) - 3 * std::pow(1 + std::pow(x / 3, 6), 1.0 / 6) + 2);
}
}  // namespace

double rating_of(double loss, double delay_ms, const Impairment& codec) {
  const double percent = std::clamp(loss, 0.0, 1.0) * 100;
  // G.107, 7.5, Ie,eff with random loss (BurstR = 1).
  const double equipment = codec.ie + (95 - codec.ie) * percent / (percent + codec.bpl);
  return std::clamp(kBest - delay_impairment(delay_ms) - equipment, 0.0, 100.0);
}

double mos_of(double rating) {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  // Below R = 6.5 the formula falls under 1, which no opinion does.
  return std::max(1.0, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}

std::optional<ports::LegQuality> Judge::judge(const Counts& counts, const std::optional<FarReport>& theirs,
                                              double lost_before, const Impairment& codec,
                                              base::Instant now) {
  if (!begun_) {
    begun_ = now;
    then_ = counts;
    return std::nullopt;
  }
  if (!due(now)) return std::nullopt;
  const auto since = [](std::uint64_t before,
                        std::uint64_t after) {  // a packet that was late is lost no more
    return static_cast<double>(after > before ? after - before : 0);
  };
  const double came = since(then_.packets, counts.packets), lost = since(then_.lost, counts.lost);
  ports::LegQuality word;
  word.lasted = now - *begun_;
  begun_ = now;
  then_ = counts;
  loss_in_ = came + lost > 0 ? lost / (came + lost) : 0;
  if (came + lost == 0 && !theirs) return std::nullopt;

  const double way_ms = theirs ? theirs->round_trip_ms / 2 : 0;
  const auto opinion = [&](double loss, double jitter_ms) {
    const double held_ms = std::max(kPlayOutMs, kPlayOutPerJitter * jitter_ms);
    return mos_of(rating_of(loss, kPackingMs + held_ms + way_ms, codec));
  };
  word.delay_ms = way_ms;
  word.loss = loss_in_;
  word.jitter_ms = came > 0 ? counts.jitter_ms : 0;
  word.mos = opinion(word.loss, word.jitter_ms);
  if (!theirs) return word;
  const double before = std::clamp(lost_before, 0.0, 0.99);
  const double out = std::max(0.0, (theirs->loss - before) / (1 - before));
  const double heard_there = opinion(out, theirs->jitter_ms);
  if (heard_there < word.mos) word.mos = heard_there, word.loss = out, word.jitter_ms = theirs->jitter_ms;
  return word;
}
}  // namespace okno::telephony::media
