#include "sim/erlang.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace okno::sim {
namespace {
constexpr int kSteps = 40'000;      // midpoint rule: error below 1e-6 in all cells
constexpr double kNegligible = 45;  // e^-45: where the tail of the density is cut

Expected without_patience(const Load& load, double limit_s) {
  const double a = load.arrivals_per_s * load.service_s;
  const double spare = load.agents - a;
  OKNO_CHECK(spare > 0);
  const double c = erlang_c(a, load.agents);
  return {c, 0, c * load.service_s / spare, a / load.agents,
          1 - c * std::exp(-spare * limit_s / load.service_s)};
}

Expected with_patience(const Load& load, double limit_s) {
  const double lambda = load.arrivals_per_s, mu = 1 / load.service_s, theta = 1 / load.patience_s;
  const int n = load.agents;
  const double a = lambda / mu;
  double below = 1, term = 1;  // sum of p[0..n-1] in units of p[n-1]
  for (int j = n - 1; j > 0; --j) {
    term *= j / a;
    below += term;
  }
  const auto log_density = [&](double x) { return -lambda * std::expm1(-theta * x) / theta - n * mu * x; };
  double end = 1 / mu, peak = 0;
  for (;; end *= 1.6) {
    for (int k = 0; k <= 200; ++k) peak = std::max(peak, log_density(end * k / 200));
    if (log_density(end) < peak - kNegligible) break;
  }
  const double h = end / kSteps;
  double all = 0, lost = 0, served_wait = 0, in_time = 0;
  for (int k = 0; k < kSteps; ++k) {
    const double x = h * (k + 0.5);
    const double v = h * lambda * std::exp(log_density(x));
    const double stays = std::exp(-theta * x);
    all += v;
    lost += v * (1 - stays);
    served_wait += v * stays * x;
    if (x <= limit_s) in_time += v * stays;
  }
  const double total = below + all;
  const double lost_rate = lost / total;
  return {all / total, lost_rate, served_wait / total / (1 - lost_rate), a * (1 - lost_rate) / n,
          (below + in_time) / total};
}
}  // namespace

double erlang_b(double load, int agents) {
  double b = 1;
  for (int k = 1; k <= agents; ++k) b = load * b / (k + load * b);
  return b;
}

double erlang_c(double load, int agents) {
  if (load >= agents) return 1;
  const double b = erlang_b(load, agents);
  return agents * b / (agents - load * (1 - b));
}

Expected expected(const Load& load, double limit_s) {
  return load.patience_s > 0 ? with_patience(load, limit_s) : without_patience(load, limit_s);
}
}  // namespace okno::sim
