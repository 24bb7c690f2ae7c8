// The whole server from a Settings value to its last breath: wiring and nothing else.
#pragma once
#include "server/settings.h"

namespace okno::server {
// Starts everything, prints `ready http=… sip=…` to standard output, runs until SIGTERM or SIGINT, stops
// within 5 s. Returns the process's exit status; complaints are single lines on standard error. SIGHUP reads
// the certificates of [https] and [sip.tls] again.
int run(const Invocation& invocation, const std::string& version);
}  // namespace okno::server
