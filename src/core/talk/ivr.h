// The IVR: greeting, menus, digits. What was heard and pressed is written into the row's ivr_path as it
// happens.
#pragma once
#include <string>
#include <string_view>

#include "core/floor.h"

namespace okno::core {
// Takes the call and begins with the greeting; other channels have no ears and go where the menu leads the
// silent.
void start_ivr(Floor& floor, InteractionNow& x, std::string_view menu);
const IvrMenu* find_menu(const Project& project, std::string_view name);
// From a conversation back to a menu, without the greeting.
void go_to_menu(Floor& floor, InteractionNow& x, const IvrMenu& menu);
// Its end is awaited, but not for ever.
void play_prompt(Floor& floor, InteractionNow& x, const std::string& prompt);
void digit_pressed(Floor& floor, const DigitPressed& e);
void prompt_finished(Floor& floor, const PromptFinished& e);
// Nobody has pressed a key, or told that the prompt is over.
void digit_limit_passed(Floor& floor, InteractionNow& x);
}  // namespace okno::core
