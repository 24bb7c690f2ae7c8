// Every bound of the API, each with its reason. The defaults hold in production; tests shorten the times.
#pragma once
#include <cstddef>

#include "base/instant.h"

namespace okno::api {
using namespace std::chrono_literals;

struct Limits {
  std::size_t header_bytes = 16 * 1024;       // browsers send 1–4 kB
  std::size_t body_bytes = 1024 * 1024;       // our largest request, a note, is 1000 times smaller
  std::size_t connections = 4000;             // 1,000 agents with two windows each, and programs
  std::size_t connections_per_source = 2000;  // one address (but not the loopback) leaves room for others
  bool loopback_is_free = true;               // a proxy on this machine brings everybody
  base::Duration idle_time = 75s;             // between two requests; over the 60 s of usual proxies
  base::Duration header_time = 10s;           // from a header's first byte to its last: slow-loris
  base::Duration body_time = 20s;             // 1 MB at 50 kB/s
  base::Duration write_time = 30s;            // one piece of an answer
  base::Duration answer_time = 120s;          // an hour's recording is encoded in about 40 s
  base::Duration stop_time = 1500ms;  // requests under way at the stop; the program must end within 5 s

  std::size_t live_frame_bytes = 128 * 1024;  // an SDP offer has 2–10 kB
  std::size_t live_queue_frames = 2000;       // a window that is so far behind gets a new snapshot instead
  std::size_t live_queue_bytes = 8 * 1024 * 1024;
  std::size_t live_inbox = 100'000;  // events on their way to all windows
  int live_frames_s = 50;            // from one window; a person makes 2 a second
  int live_burst = 200;
  std::size_t live_windows_per_agent = 20;
  base::Duration live_quiet_time = 30s;  // a socket without a sign of life is closed; pings at half of it

  base::Duration live_close_time = 3s;  // for the far end's close frame; then the connection is cut

  int sign_in_failures = 10;              // wrong passwords in a window of time, per login and source
  int sign_in_failures_per_source = 100;  // an office behind one address
  base::Duration sign_in_window = 60s;
  std::size_t sign_in_remembered = 50'000;  // sources and logins kept in mind; past it the oldest window goes
  std::size_t idempotency_key_bytes = 200;
  base::Duration answers_kept = std::chrono::hours(24);  // for repeated Idempotency-Keys
};
}  // namespace okno::api
