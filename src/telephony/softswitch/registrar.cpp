#include "telephony/softswitch/registrar.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace okno::telephony::softswitch {
namespace {
bool is_sip_uri(const std::string& uri) {
  return uri.size() <= kMaxContactBytes && (uri.rfind("sip:", 0) == 0 || uri.rfind("sips:", 0) == 0);
}
sip::RegistrationAnswer refusal(int status) {
  sip::RegistrationAnswer answer;
  answer.status = status;
  return answer;
}
}  // namespace

Registrar::Registrar(std::string realm)
    : realm_(std::move(realm)), nobody_ha1_(sip::md5_hex(nonces_.make(base::Instant{}, "nobody"))) {}

void Registrar::set_phone(const std::string& user, const std::string& ha1_md5_hex) {
  phones_[user].ha1 = ha1_md5_hex;
}

sip::RegistrationAnswer Registrar::prove(const std::optional<sip::Credentials>& given,
                                         const std::string& address, base::Instant now) {
  sip::RegistrationAnswer answer = refusal(401);
  const auto standing = given ? nonces_.check(given->nonce, now, address) : sip::Nonces::Standing::forged;
  if (standing != sip::Nonces::Standing::good || given->realm != realm_) {
    answer.challenge = nonces_.challenge(realm_, now, address, standing == sip::Nonces::Standing::stale);
    return answer;
  }
  const auto phone = phones_.find(given->username);
  const bool known = phone != phones_.end() && !phone->second.ha1.empty();
  const bool fits = sip::same_text(sip::expected_response(known ? phone->second.ha1 : nobody_ha1_, *given),
                                   given->response);
  if (!known || !fits) return refusal(403);
  if (is_fresh(phone->second, *given)) return refusal(0);
  answer.challenge = nonces_.challenge(realm_, now, address, true);
  return answer;
}

bool Registrar::is_fresh(Phone& phone, const sip::Credentials& proof) {
  std::uint32_t count = 0;  // without qop there is no nc: such a nonce is good once
  if (!proof.qop.empty()) {
    const char* end = proof.nc.data() + proof.nc.size();
    const auto parsed = std::from_chars(proof.nc.data(), end, count, 16);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return false;
  }
  const auto seen = std::find_if(phone.used.begin(), phone.used.end(),
                                 [&](const UsedNonce& used) { return used.nonce == proof.nonce; });
  if (seen != phone.used.end()) {
    if (count <= seen->count) return false;
    seen->count = count;
    return true;
  }
  if (phone.used.size() >= kMaxNoncesPerUser) phone.used.erase(phone.used.begin());
  phone.used.push_back({proof.nonce, count});
  return true;
}

sip::RegistrationAnswer Registrar::apply(const sip::Registration& wish, base::Instant now) {
  sip::RegistrationAnswer proof = prove(wish.credentials, wish.source.address, now);
  if (proof.status != 0) return proof;
  if (wish.credentials->username != wish.user) return refusal(403);
  Phone& phone = phones_.at(wish.user);
  expire(now);
  const bool before = !phone.bindings.empty();
  if (wish.remove_all && (!wish.contacts.empty() || wish.expires_s != 0))
    return refusal(400);  // RFC 3261 10.3 step 6
  for (const Binding& binding : phone.bindings) {
    if (binding.call_id == wish.call_id && wish.cseq < binding.cseq)
      return refusal(400);  // out of order, step 7
  }
  std::vector<int> granted;
  for (const sip::ContactWish& contact : wish.contacts) {
    if (!is_sip_uri(contact.uri)) return refusal(400);
    const int wanted = contact.expires_s.value_or(wish.expires_s.value_or(kDefaultExpires));
    if (wanted != 0 && wanted < kMinExpires) {
      sip::RegistrationAnswer brief = refusal(423);
      brief.min_expires_s = kMinExpires;
      return brief;
    }
    granted.push_back(std::min(wanted, kMaxExpires));
  }
  if (wish.remove_all) {
    for (const Binding& binding : phone.bindings) count(binding, -1);
    phone.bindings.clear();
  }
  for (std::size_t i = 0; i < granted.size(); ++i) bind(phone, wish, wish.contacts[i], granted[i], now);
  note(wish.user, before, phone);
  sip::RegistrationAnswer answer;
  for (const Binding& binding : phone.bindings) {
    const double left = base::to_seconds(binding.expires - now);
    answer.contacts.emplace_back(binding.uri, static_cast<int>(left + 0.5));
  }
  return answer;
}

void Registrar::bind(Phone& phone, const sip::Registration& wish, const sip::ContactWish& contact,
                     int seconds, base::Instant now) {
  auto& all = phone.bindings;
  const auto old =
      std::find_if(all.begin(), all.end(), [&](const Binding& b) { return b.uri == contact.uri; });
  if (old != all.end()) {
    count(*old, -1);
    all.erase(old);
  }
  if (seconds == 0) return;
  if (all.size() >= kMaxBindingsPerUser) {  // the one longest unheard of makes room
    count(all.front(), -1);
    all.erase(all.begin());
  }
  all.push_back({contact.uri, wish.source, wish.call_id, wish.cseq, now + std::chrono::seconds(seconds)});
  count(all.back(), 1);
}

void Registrar::count(const Binding& binding, int by) {
  int& bindings = address_bindings_[binding.source.address];
  bindings += by;
  if (bindings == 0) address_bindings_.erase(binding.source.address);
}

void Registrar::note(const std::string& user, bool before, const Phone& phone) {
  if (before != !phone.bindings.empty()) changes_.push_back({user, !before});
}

std::vector<Binding> Registrar::bindings(const std::string& user, base::Instant now) const {
  std::vector<Binding> out;
  const auto phone = phones_.find(user);
  if (phone == phones_.end()) return out;
  for (const Binding& binding : phone->second.bindings) {
    if (binding.expires > now) out.push_back(binding);
  }
  return out;
}

bool Registrar::comes_from(const sip::Peer& peer, const std::string& user) const {
  const auto phone = phones_.find(user);
  if (phone == phones_.end()) return false;
  return std::any_of(phone->second.bindings.begin(), phone->second.bindings.end(), [&](const Binding& b) {
    return b.source.address == peer.address && b.source.port == peer.port &&
           b.source.transport == peer.transport;
  });
}

bool Registrar::knows_address(const std::string& address) const {
  return address_bindings_.count(address) != 0;
}

void Registrar::expire(base::Instant now) {
  for (auto& [user, phone] : phones_) {
    const bool before = !phone.bindings.empty();
    std::erase_if(phone.bindings, [&](const Binding& binding) {
      if (binding.expires > now) return false;
      count(binding, -1);
      return true;
    });
    note(user, before, phone);
  }
}

base::Instant Registrar::next_expiry() const {
  base::Instant next = base::kNever;
  for (const auto& [user, phone] : phones_) {
    for (const Binding& binding : phone.bindings) next = std::min(next, binding.expires);
  }
  return next;
}

std::vector<PhoneChange> Registrar::take_changes() {
  return std::exchange(changes_, {});
}
}  // namespace okno::telephony::softswitch
