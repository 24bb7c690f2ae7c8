// What callers hear while they wait: a calm piece, composed here and rendered by our own code, so it is free
// of anybody's rights. It ends where it begins and may be looped.
#pragma once
#include <string>

#include "base/result.h"
#include "speech/sound.h"

namespace okno::speech {
Sound compose_music();  // 72 s; half a second of a core
// Renders it to `path` unless it is there already. Errors: "sound_unwritable".
base::Result<void> make_music(const std::string& path);
}  // namespace okno::speech
