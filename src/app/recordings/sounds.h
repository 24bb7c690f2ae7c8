// Recordings for people: who may hear and download them, the line of the audit for each time, remarks at
// moments, and their bytes. Blocks; belongs on the store's pool. Any thread.
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "app/recordings/views.h"
#include "base/instant.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/words.h"
#include "ports/recording_book.h"
#include "ports/store.h"

namespace okno::app {
using base::Result;

struct SoundsSettings {
  std::string recordings;         // directory, absolute
  std::int64_t warn_free_mb = 0;  // 0: nobody is warned
  // Of a file on the disk, opened if it is sealed.
  std::function<Result<std::uint64_t>(const std::string& path)> size;
  std::function<Result<std::string>(const std::string& path, std::uint64_t offset, std::uint64_t length)>
      part;
};

struct Listener {
  domain::AgentId agent;
  domain::Role role = domain::Role::agent;
};

class Sounds {
 public:
  Sounds(ports::Store& store, ports::RecordingBook& book, SoundsSettings settings)
      : store_(store), book_(book), settings_(std::move(settings)) {}

  Result<RecordingView> recording(domain::InteractionId id, const Listener& who);
  // "not_allowed" by the project's rule; else it goes into the audit: a player asks many times, that is one
  // line within kOneListening.
  Result<void> opened(domain::InteractionId id, const Listener& who, bool download, base::Instant now);
  // Errors: bad_text (empty or over 2,000 bytes), bad_moment, too_many.
  Result<MomentView> add_moment(domain::InteractionId id, const MomentRequest& wish, const Listener& who,
                                base::Instant now);
  Result<void> remove_moment(domain::InteractionId id, std::int64_t moment, const Listener& who);
  Result<SpaceView> space() const;
  Result<std::uint64_t> size(const std::string& path) { return settings_.size(path); }
  Result<std::string> part(const std::string& path, std::uint64_t offset, std::uint64_t length) {
    return settings_.part(path, offset, length);
  }

 private:
  struct Kept {
    domain::Interaction row;
    domain::Project project;
    std::map<domain::AgentId, std::string> names;
  };
  Result<Kept> kept(domain::InteractionId id);

  ports::Store& store_;
  ports::RecordingBook& book_;
  const SoundsSettings settings_;
  std::mutex mutex_;
  std::map<std::tuple<domain::AgentId, domain::InteractionId, bool>, base::Instant> heard_;
};
}  // namespace okno::app
