// The keys of recordings at work: `okno rotate-recording-keys`, and a new one each so many days.
#pragma once
#include <memory>

#include "base/instant.h"
#include "base/result.h"
#include "sealing/key_ring.h"
#include "server/settings.h"

namespace okno::server {
// Refuses a start that would make new keys where recordings lie that lost ones have sealed. Reads the first
// bytes of recordings, and only while there is no file of keys.
base::Result<void> keys_are_there(const Settings& settings);
// Prints what it did; the program's exit status.
int new_recording_key(const Invocation& invocation);
// Makes a new key when the newest is old enough by the settings, and wraps all recordings with it. Blocks for
// a fraction of a millisecond a recording.
void renew_recording_key(const Settings& settings, sealing::KeyRing& ring, base::Instant now);
}  // namespace okno::server
