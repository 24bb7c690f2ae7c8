// Closed forms that the simulated centre must agree with. Rates are per second, times in seconds.
//   Erlang B, C: A. K. Erlang 1917; recursion of B and C = nB / (n - a(1 - B)) as in any textbook.
//   M/M/n+M (Erlang A): C. Palm 1957; Garnett, Mandelbaum, Reiman 2002; offered wait by Baccelli & Hebuterne
//   1981: density v(x) = lambda p[n-1] exp(lambda H(x) - n mu x), H(x) = (1 - exp(-theta x)) / theta.
// src/sim/oracle/ has the same in Python, checked there against published tables.
#pragma once

namespace okno::sim {
struct Load {
  double arrivals_per_s = 0;
  double service_s = 0;  // mean, exponential
  int agents = 1;
  double patience_s = 0;  // mean, exponential; 0: nobody leaves
};

struct Expected {
  double wait_probability = 0;
  double lost_rate = 0;
  double asa_s = 0;  // mean wait of those who are answered
  double occupancy = 0;
  double answered_within = 0;  // share of all offered answered within the limit asked for
};

double erlang_b(double load, int agents);
double erlang_c(double load, int agents);
// Load without patience must be stable (load < agents); `limit_s` is for answered_within.
Expected expected(const Load& load, double limit_s = 20);
}  // namespace okno::sim
