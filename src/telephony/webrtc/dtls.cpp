#include "telephony/webrtc/dtls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace okno::telephony::webrtc {
namespace {
// Passes through tunnels as well; libwebrtc takes 1200 too.
constexpr long kMtu = 1200;

std::string last_error() {
  std::array<char, 160> text{};
  const unsigned long code = ERR_get_error();
  if (code == 0) return "no further word from OpenSSL";
  ERR_error_string_n(code, text.data(), text.size());
  return text.data();
}

const EVP_MD* digest_of(const std::string& algorithm) {
  if (algorithm == "sha-256") return EVP_sha256();
  if (algorithm == "sha-384") return EVP_sha384();
  if (algorithm == "sha-512") return EVP_sha512();
  return nullptr;
}
}  // namespace

// A BIO that gives one datagram at a time and sends each write as one: memory BIOs forget where datagrams
// end.
class Dtls::Pipe {
 public:
  explicit Pipe(Send send) : send_(std::move(send)) {}
  BIO* bio() {
    BIO* out = BIO_new(method());
    OKNO_CHECK(out != nullptr);
    BIO_set_data(out, this);
    BIO_set_init(out, 1);
    return out;
  }
  void give(std::span<const std::uint8_t> datagram) { waiting_ = datagram; }

 private:
  static Pipe& of(BIO* bio) { return *static_cast<Pipe*>(BIO_get_data(bio)); }
  static int write(BIO* bio, const char* bytes, int size) {
    of(bio).send_({reinterpret_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(size)});
    return size;
  }
  static int read(BIO* bio, char* bytes, int size) {
    auto& waiting = of(bio).waiting_;
    BIO_clear_retry_flags(bio);
    if (waiting.empty()) {
      BIO_set_retry_read(bio);
      return -1;
    }
    const auto count = std::min(waiting.size(), static_cast<std::size_t>(size));
    std::memcpy(bytes, waiting.data(), count);
    waiting = {};
    return static_cast<int>(count);
  }
  static long ctrl(BIO* bio, int what, long, void*) {
    switch (what) {
      case BIO_CTRL_FLUSH:
        return 1;
      case BIO_CTRL_DGRAM_QUERY_MTU:
      case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
        return kMtu;
      case BIO_CTRL_PENDING:
        return static_cast<long>(of(bio).waiting_.size());
      default:
        return 0;
    }
  }
  static BIO_METHOD* method() {
    static BIO_METHOD* const made = [] {
      BIO_METHOD* out = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "okno datagrams");
      OKNO_CHECK(out != nullptr);
      BIO_meth_set_write(out, &Pipe::write);
      BIO_meth_set_read(out, &Pipe::read);
      BIO_meth_set_ctrl(out, &Pipe::ctrl);
      return out;
    }();
    return made;
  }
  Send send_;
  std::span<const std::uint8_t> waiting_;
};

Dtls::Dtls(const Identity& identity, Fingerprint theirs, Send send)
    : theirs_(std::move(theirs)), pipe_(std::make_unique<Pipe>(std::move(send))) {
  ssl_ = SSL_new(identity.context());
  OKNO_CHECK(ssl_ != nullptr);
  BIO* bio = pipe_->bio();
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_accept_state(ssl_);
  SSL_set_mtu(ssl_, kMtu);
}

Dtls::~Dtls() {
  SSL_free(ssl_);
}

void Dtls::received(std::span<const std::uint8_t> datagram) {
  if (state_ == State::closed || state_ == State::failed) return;
  pipe_->give(datagram);
  go_on();
  pipe_->give({});
}

void Dtls::go_on() {
  ERR_clear_error();
  int outcome = 0;
  if (state_ == State::shaking_hands) {
    outcome = SSL_do_handshake(ssl_);
    if (outcome == 1) return finish();
  } else {
    // Nobody sends data over this DTLS; reading shows retransmissions and the close.
    std::array<std::uint8_t, 2048> unused;
    outcome = SSL_read(ssl_, unused.data(), unused.size());
    if (outcome > 0) return;
  }
  const int why = SSL_get_error(ssl_, outcome);
  if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return;
  if (why == SSL_ERROR_ZERO_RETURN) {
    state_ = State::closed;
    return;
  }
  fail(last_error());
}

void Dtls::fail(std::string why) {
  state_ = State::failed;
  failure_ = std::move(why);
}

void Dtls::finish() {
  X509* certificate = SSL_get1_peer_certificate(ssl_);
  const EVP_MD* digest = digest_of(theirs_.algorithm);
  if (certificate == nullptr || digest == nullptr) {
    X509_free(certificate);
    return fail("no certificate, or none of a known fingerprint algorithm");
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> print{};
  unsigned size = 0;
  X509_digest(certificate, digest, print.data(), &size);
  X509_free(certificate);
  if (colon_hex(print.data(), size) != theirs_.value)
    return fail("the certificate is not the one that the SDP names");
  const SRTP_PROTECTION_PROFILE* chosen = SSL_get_selected_srtp_profile(ssl_);
  if (chosen == nullptr) return fail("no SRTP profile in common");
  const SrtpProfile profile =
      chosen->id == SRTP_AEAD_AES_128_GCM ? SrtpProfile::aead_aes_128_gcm : SrtpProfile::aes128_cm_sha1_80;
  // RFC 5764, 4.2: client's key, server's key, client's salt, server's salt.
  const std::size_t salt = master_salt_size(profile);
  std::array<std::uint8_t, 2 * (kSrtpMasterKey + 14)> material{};
  constexpr char kLabel[] = "EXTRACTOR-dtls_srtp";
  if (SSL_export_keying_material(ssl_, material.data(), 2 * (kSrtpMasterKey + salt), kLabel,
                                 sizeof kLabel - 1, nullptr, 0, 0) != 1) {
    return fail(last_error());
  }
  Keys keys;
  keys.ours.profile = keys.theirs.profile = profile;
  const std::uint8_t* from = material.data();
  std::memcpy(keys.theirs.key.data(), from, kSrtpMasterKey);
  std::memcpy(keys.ours.key.data(), from + kSrtpMasterKey, kSrtpMasterKey);
  std::memcpy(keys.theirs.salt.data(), from + 2 * kSrtpMasterKey, salt);
  std::memcpy(keys.ours.salt.data(), from + 2 * kSrtpMasterKey + salt, salt);
  OPENSSL_cleanse(material.data(), material.size());
  keys_ = keys;
  state_ = State::up;
}

void Dtls::retransmit_if_due() {
  if (state_ != State::shaking_hands) return;
  ERR_clear_error();
  if (DTLSv1_handle_timeout(ssl_) < 0) fail("the browser did not answer the handshake");
}

void Dtls::close() {
  if (state_ != State::up) return;
  ERR_clear_error();
  SSL_shutdown(ssl_);
  state_ = State::closed;
}
}  // namespace okno::telephony::webrtc
