// What an empty store is given, so that somebody can sign in and a call has somewhere to go.
#pragma once
#include <string>

#include "base/result.h"
#include "ports/store.h"

namespace okno::server {
// Administrator `admin` with a fresh password (returned once, kept only as argon2id), one project, one queue
// `support`. Empty text: the store has accounts already and was left as it is.
base::Result<std::string> first_start(ports::Store& store);
}  // namespace okno::server
