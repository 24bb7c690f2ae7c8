// Independent days, one a seed: their means are independent and nearly normal, whatever happens within a day.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

namespace okno::sim {
struct Estimate {
  double mean = 0, error = 0;  // standard error of the mean
  double off(double wanted) const { return (mean - wanted) / error; }
};
inline double mean_of(const std::vector<double>& days) {
  return std::accumulate(days.begin(), days.end(), 0.0) / static_cast<double>(days.size());
}
// How a day went depends much on how much work it brought, and of that the true mean is known (0): what the
// days' burdens explain is taken away (control variates; S. Lavenberg, P. Welch 1981).
inline Estimate estimate(const std::vector<double>& days, const std::vector<double>& burdens) {
  const auto n = static_cast<double>(days.size());
  const double mean = mean_of(days), burden = mean_of(burdens);
  double together = 0, square = 0;
  for (std::size_t i = 0; i < days.size(); ++i) {
    together += (days[i] - mean) * (burdens[i] - burden);
    square += (burdens[i] - burden) * (burdens[i] - burden);
  }
  const double slope = together / square;
  double rest = 0;
  for (std::size_t i = 0; i < days.size(); ++i)
    rest += std::pow(days[i] - mean - slope * (burdens[i] - burden), 2);
  return {mean - slope * burden, std::sqrt(rest / (n - 2) * (1 / n + burden * burden / square))};
}

// OKNO_SOAK=n: so many times longer days.
inline std::int64_t longer() {
  const char* soak = std::getenv("OKNO_SOAK");
  return soak ? std::max(1, std::atoi(soak)) : 1;
}

// The verdict over all values of a test: each within 3.5 standard errors, at least 85 % within 2.
class Verdict {
 public:
  explicit Verdict(std::string seeds) : seeds_(std::move(seeds)) {}
  double take(const std::string& what, const Estimate& got, double wanted) {
    const double off = got.off(wanted);
    ++values_;
    close_ += std::abs(off) <= 2;
    std::printf("%-44s %10.4f, closed form %10.4f: %+.2f standard errors (%s)\n", what.c_str(), got.mean,
                wanted, off, seeds_.c_str());
    return std::abs(off);
  }
  double share_close() const { return static_cast<double>(close_) / values_; }

 private:
  std::string seeds_;
  int values_ = 0, close_ = 0;
};
}  // namespace okno::sim
