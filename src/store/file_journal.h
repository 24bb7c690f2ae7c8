// ports::Journal as one append-only file.
#pragma once
#include <memory>
#include <string>

#include "base/result.h"
#include "ports/journal.h"

namespace okno::store {
struct JournalSettings {
  std::string path;
  bool sync = false;  // fdatasync after each record: survives a power cut as well
  std::int64_t max_bytes = std::int64_t{8} << 30;  // past it append answers "journal_full"
};
// "journal_failed" with the system's reason when the file cannot be opened or is no journal of ours.
base::Result<std::unique_ptr<ports::Journal>> open_journal(const JournalSettings& settings);
}  // namespace okno::store
