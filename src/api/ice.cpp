#include "api/ice.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <chrono>

#include "base/check.h"

namespace okno::api {
namespace {
std::string password_for(const std::string& secret, const std::string& user) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mark{};
  unsigned int length = 0;
  const auto* made =
      HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(user.data()), user.size(), mark.data(), &length);
  OKNO_CHECK(made != nullptr);
  std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> text{};
  const int written = EVP_EncodeBlock(text.data(), mark.data(), static_cast<int>(length));
  return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(written)};
}
}  // namespace

IceView ice_for(const TurnSettings& turn, domain::AgentId who, base::Instant now) {
  IceView view;
  const auto ends = now + std::chrono::seconds(turn.valid_s);
  view.until_ms = base::to_ms(ends);
  IceServerView open, closed;
  for (const auto& url : turn.urls) (url.starts_with("stun") ? open : closed).urls.push_back(url);
  if (!open.urls.empty()) view.servers.push_back(std::move(open));
  if (closed.urls.empty()) return view;
  closed.username = std::to_string(base::to_ms(ends) / 1000) + ":agent" + std::to_string(who.value());
  closed.credential = password_for(turn.secret, closed.username);
  view.servers.push_back(std::move(closed));
  return view;
}
}  // namespace okno::api
