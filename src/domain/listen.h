// How a supervisor is in a conversation of others: hears it and is heard by nobody, by the agent alone, by
// all.
#pragma once
#include "domain/words.h"

namespace okno::domain {
BOOST_DEFINE_ENUM_CLASS(ListenMode, listen, whisper, barge)
}  // namespace okno::domain
