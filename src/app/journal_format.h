// Events as text for the journal, and back.
#pragma once
#include <string>

#include "base/result.h"
#include "core/event.h"

namespace okno::app {
std::string journal_text(const core::Event& event);
base::Result<core::Event> event_from_journal(const std::string& record);  // "bad_record"
}  // namespace okno::app
