// Fills a fresh store with the demo: staff, configuration, customers and a month of history.
#pragma once
#include <functional>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "demo/town.h"
#include "ports/store.h"

namespace okno::demo {
// A password to its argon2id string; fails when there is no memory for it.
using HashPassword = std::function<base::Result<std::string>(const std::string& password)>;

struct SeedSettings {
  std::uint64_t seed = kTownSeed;
  std::string realm = "okno";  // of the desk phones' passwords
};
struct Seeded {
  bool fresh = false;  // false: the store held the demo already and was left as it is
  domain::AgentId admin, anna, boris, vera;
  domain::ContactId maria;  // none unless fresh
};
// Users admin, anna, boris, vera with the password "demo", and everything around them, as seen at `now`.
// Blocks for about a second. Errors: those of the store and of `hash`; "not_a_demo" when the store holds
// something else or a half made demo: it is left alone.
base::Result<Seeded> seed(ports::Store& store, base::Instant now, const HashPassword& hash,
                          const SeedSettings& settings = {});

// MD5(user:realm:password) in hex (RFC 2617, A1).
std::string digest_ha1(const std::string& user, const std::string& realm, const std::string& password);
}  // namespace okno::demo
