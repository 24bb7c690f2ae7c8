// Makes the CRM's use cases (records.h) on a store.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "app/records.h"
#include "app/show.h"

namespace okno::app {
struct RecordsSettings {
  std::string recordings;      // directory under which Interaction::recording lies
  std::string country = "RU";  // of numbers written without a country code
  bool demo = false;           // outside the demo the password "demo" is refused
  base::Duration session_length = std::chrono::hours(12);
  // Writes `mp3` from `wav` (absolute paths); blocks. Empty: recordings that have no mp3 yet answer
  // "no_recording".
  std::function<Result<void>(const std::string& wav, const std::string& mp3)> encode_mp3;
  // Speaks what callers hear by these settings and is not spoken yet; answers what is only a beep. Blocks.
  // Empty: nothing is spoken.
  std::function<Result<std::vector<std::string>>(const domain::Configuration&)> make_prompts;
  // Who else works with this customer at this moment; empty: nobody. Any thread.
  std::function<Colleagues(domain::ContactId contact, domain::AgentId reader)> colleagues;
};
// `store` must outlive what comes back. Methods may be called from several threads at once.
std::unique_ptr<Records> make_records(ports::Store& store, RecordsSettings settings);

// argon2id in libsodium's string form, for Account::password_hash; costs about 20 ms of a core and 19 MiB.
std::string hash_password(const std::string& password);
// A new key for programs, shown once; only its SHA-256 is kept.
Result<std::string> create_api_key(ports::Store& store, domain::AgentId agent, const std::string& name,
                                   base::Instant now);
}  // namespace okno::app
