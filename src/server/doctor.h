// okno doctor: tries the lines to the providers step by step, from the command line.
#pragma once
#include "server/settings.h"

namespace okno::server {
// Prints to standard output, in Russian when the locale says so. 0: no step has failed; 1: one has; 2: there
// is no such line.
int doctor(const Invocation& invocation);
}  // namespace okno::server
