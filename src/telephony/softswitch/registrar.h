// Who may register, and where each desk phone is (RFC 3261 chapter 10). Time is an argument; no sockets, no
// threads.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "base/instant.h"
#include "telephony/sip/digest.h"
#include "telephony/sip/stack.h"

namespace okno::telephony::softswitch {
inline constexpr std::size_t kMaxBindingsPerUser =
    8;  // a desk, a soft and a mobile phone, and their ghosts after reboots
inline constexpr std::size_t kMaxContactBytes = 512;  // longer than any phone writes
inline constexpr std::size_t kMaxNoncesPerUser =
    16;                                       // all the proofs of a user's phones within a nonce's life
inline constexpr int kMinExpires = 15;        // seconds; a shorter wish gets 423
inline constexpr int kMaxExpires = 3600;      // a longer wish is shortened
inline constexpr int kDefaultExpires = 3600;  // RFC 3261 10.2.1.1

struct Binding {
  std::string uri;
  sip::Peer source;
  std::string call_id;
  std::uint32_t cseq = 0;
  base::Instant expires{};
};
struct PhoneChange {
  std::string user;
  bool registered = false;
};

class Registrar {
 public:
  explicit Registrar(std::string realm);
  void set_phone(const std::string& user, const std::string& ha1_md5_hex);
  sip::RegistrationAnswer apply(const sip::Registration& wish, base::Instant now);
  // Empty `status`-0 answer when the credentials prove to be of a known phone; else 401 with a challenge or
  // 403. Does the same work whether the name exists or not. A proof is good once (RFC 7616 3.4, nc): who
  // listened and sends it again is challenged.
  sip::RegistrationAnswer prove(const std::optional<sip::Credentials>& given, const std::string& address,
                                base::Instant now);
  std::vector<Binding> bindings(const std::string& user, base::Instant now) const;
  bool comes_from(const sip::Peer& peer, const std::string& user) const;  // this socket registered this user
  bool knows_address(const std::string& address) const;                   // somebody registered from there
  void expire(base::Instant now);
  base::Instant next_expiry() const;  // kNever: nobody is registered
  std::vector<PhoneChange> take_changes();

 private:
  struct UsedNonce {
    std::string nonce;
    std::uint32_t count = 0;  // the highest nc seen with it
  };
  struct Phone {
    std::string ha1;
    std::vector<Binding> bindings;
    std::vector<UsedNonce> used;  // the latest last
  };
  static bool is_fresh(Phone& phone, const sip::Credentials& proof);
  void bind(Phone& phone, const sip::Registration& wish, const sip::ContactWish& contact, int seconds,
            base::Instant now);
  void note(const std::string& user, bool before, const Phone& phone);
  void count(const Binding& binding, int by);

  std::string realm_;
  std::string nobody_ha1_;  // stands in for names that do not exist
  sip::Nonces nonces_;
  std::unordered_map<std::string, Phone> phones_;          // by user
  std::unordered_map<std::string, int> address_bindings_;  // how many bindings came from an address
  std::vector<PhoneChange> changes_;
};
}  // namespace okno::telephony::softswitch
