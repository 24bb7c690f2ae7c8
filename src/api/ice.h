// What a browser outside the office needs to reach us: the relays (TURN, RFC 8656) and a name and password
// for them that end by themselves (draft-uberti-behave-turn-rest: HMAC-SHA1 of "expiry:user"). Pure.
#pragma once
#include <string>

#include "api/schema/live_frames.h"
#include "api/server.h"

namespace okno::api {
IceView ice_for(const TurnSettings& turn, domain::AgentId who, base::Instant now);
}  // namespace okno::api
