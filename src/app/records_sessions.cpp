// Who may come in: passwords (argon2id), sessions, keys of programs. Secrets are kept as hashes only.
#include <sodium.h>

#include <array>

#include "app/records_stored.h"
#include "base/check.h"
#include "base/text.h"

namespace okno::app {
using base::Error;
using SignedIn = Records::SignedIn;

namespace {
// OWASP's smallest argon2id: 19 MiB and two passes, about 20 ms of a core. libsodium's "interactive" takes 64
// MiB for each sign-in at the same time, too much for a server that idles under 150 MB.
constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = 19u << 20;
constexpr std::size_t kSecretBytes = 32;     // of a token, a key: not to be guessed
constexpr std::size_t kMaxPassword = 1024;   // bytes; hashing more only heats
constexpr const char* kKeyPrefix = "okno_";  // lets people and scanners see what it is

void start_sodium() {
  static const bool started = sodium_init() >= 0;
  OKNO_CHECK(started);
}

std::string hex(const unsigned char* bytes, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, size);
  text.pop_back();
  return text;
}

std::string new_secret() {
  std::array<unsigned char, kSecretBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return hex(bytes.data(), bytes.size());
}

std::string sha256(const std::string& text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return hex(hash.data(), hash.size());
}

Error wrong_password() {
  return {"wrong_password",
          "The login or the password is wrong. Try again, or ask your administrator for a new one."};
}
Error no_session() {
  return {"no_session", "You are not signed in, or the session is over. Sign in."};
}
}  // namespace

std::string hash_password(const std::string& password) {
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  // Fails only when the memory cannot be had.
  OKNO_CHECK(crypto_pwhash_str(text.data(), password.data(), password.size(), kPasses, kMemory) == 0);
  return text.data();
}

Result<std::string> create_api_key(ports::Store& store, domain::AgentId agent, const std::string& name,
                                   Instant now) {
  start_sodium();
  const std::string key = kKeyPrefix + new_secret();
  ports::ApiKey row;
  row.key_hash = sha256(key);
  row.agent = agent;
  row.name = base::shorten(base::printable(base::trim(name)), 200);
  row.created_at = now;
  if (const auto saved = store.save_api_key(row); !saved) return saved.error();
  return key;
}

StoredRecords::StoredRecords(ports::Store& store, RecordsSettings settings)
    : store_(store), settings_(std::move(settings)), dummy_hash_(hash_password(new_secret())) {}

std::unique_ptr<Records> make_records(ports::Store& store, RecordsSettings settings) {
  return std::make_unique<StoredRecords>(store, std::move(settings));
}

Result<SignedIn> StoredRecords::sign_in(const SignInRequest& request, Instant now) {
  const auto accounts = store_.accounts();
  if (!accounts) return accounts.error();
  const ports::Account* account = nullptr;
  for (const auto& one : *accounts)
    if (one.agent.login == request.login) account = &one;
  // The same work and the same answer whether the login, the password or both are wrong.
  const bool known = account && !account->password_hash.empty();
  const std::string& hash = known ? account->password_hash : dummy_hash_;
  const std::string password = request.password.substr(0, kMaxPassword);
  const bool right = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
  const bool usable =
      request.password.size() <= kMaxPassword && (settings_.demo || request.password != "demo");
  if (!known || !right || !usable) return wrong_password();

  SignedIn signed_in;
  signed_in.token = new_secret();
  signed_in.csrf = new_secret();
  signed_in.agent = account->agent.id;
  signed_in.role = account->agent.role;
  signed_in.expires_at = now + settings_.session_length;
  ports::Session row;
  row.token_hash = sha256(signed_in.token);
  row.agent = signed_in.agent;
  row.csrf = signed_in.csrf;
  row.expires_at = signed_in.expires_at;
  if (const auto saved = store_.save_session(row); !saved) return saved.error();
  if (const auto swept = store_.forget_sessions_before(now); !swept) return swept.error();
  return signed_in;
}

Result<SignedIn> StoredRecords::session(const std::string& token, Instant now) {
  if (token.empty()) return no_session();
  const auto row = store_.session(sha256(token));
  if (!row) return row.error();
  if (!*row || (*row)->expires_at <= now) return no_session();
  const auto names = directory();
  if (!names) return names.error();
  const auto agent = (*names)->agents.find((*row)->agent);
  if (agent == (*names)->agents.end() || (*names)->gone.contains(agent->first)) return no_session();
  SignedIn signed_in;
  signed_in.token = token;
  signed_in.csrf = (*row)->csrf;
  signed_in.agent = (*row)->agent;
  signed_in.role = agent->second.role;
  signed_in.expires_at = (*row)->expires_at;
  return signed_in;
}

Result<void> StoredRecords::sign_out(const std::string& token) {
  return store_.end_session(sha256(token));
}

Result<SignedIn> StoredRecords::api_key(const std::string& key, Instant) {
  const Error unknown{"no_session", "This API key is not known. Ask your administrator for a new one."};
  if (key.rfind(kKeyPrefix, 0) != 0) return unknown;
  const auto row = store_.api_key(sha256(key));
  if (!row) return row.error();
  if (!*row) return unknown;
  const auto names = directory();
  if (!names) return names.error();
  const auto agent = (*names)->agents.find((*row)->agent);
  if (agent == (*names)->agents.end() || (*names)->gone.contains(agent->first)) return unknown;
  SignedIn signed_in;
  signed_in.agent = (*row)->agent;
  signed_in.role = agent->second.role;
  signed_in.expires_at = base::kNever;
  return signed_in;
}
}  // namespace okno::app
