// Assertions that stay on in release: a broken assertion is our mistake, never bad input.
#pragma once
#include <cstdio>
#include <cstdlib>

namespace okno::base {
[[noreturn]] inline void check_failed(const char* what, const char* file, int line) {
  std::fprintf(stderr, "okno: assertion failed: %s (%s:%d)\n", what, file, line);
  std::abort();
}
}  // namespace okno::base

// Stops the program when `condition` is false. Only for what our own code guarantees.
#define OKNO_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::okno::base::check_failed(#condition, __FILE__, __LINE__))
