// The low-level SHA-1 is deprecated in OpenSSL 3 but lets us keep the keyed inner and outer states: a tenth
// of the price of EVP_MAC for packets of 180 bytes.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "telephony/webrtc/srtp.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <cstring>

#include "base/check.h"

namespace okno::telephony::webrtc {
namespace {
constexpr std::size_t kGcmTag = 16, kCmTag = 10, kRtpHeader = 12, kRtcpHeader = 8, kRtcpIndex = 4;
constexpr std::uint32_t kEncrypted = 0x80000000;
enum Label : std::uint8_t {
  kRtpCipher = 0,
  kRtpAuth = 1,
  kRtpSalt = 2,
  kRtcpCipher = 3,
  kRtcpAuth = 4,
  kRtcpSalt = 5
};

std::uint32_t get32(const std::uint8_t* p) {
  return (std::uint32_t{p[0]} << 24) | (std::uint32_t{p[1]} << 16) | (std::uint32_t{p[2]} << 8) | p[3];
}
void put32(std::uint8_t* p, std::uint32_t v) {
  for (int i = 0; i < 4; ++i) p[i] = static_cast<std::uint8_t>(v >> (24 - 8 * i));
}

// RFC 3711, 4.3.3: AES in counter mode over (label and salt), key derivation rate 0.
template <std::size_t N>
std::array<std::uint8_t, N> derive(const SrtpKeys& keys, Label label) {
  std::array<std::uint8_t, 16> iv{};
  std::memcpy(iv.data(), keys.salt.data(), keys.salt.size());
  iv[7] ^= label;
  std::array<std::uint8_t, N> zeros{}, out{};
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  int size = 0;
  OKNO_CHECK(EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), nullptr, keys.key.data(), iv.data()) == 1 &&
             EVP_EncryptUpdate(context, out.data(), &size, zeros.data(), static_cast<int>(N)) == 1);
  EVP_CIPHER_CTX_free(context);
  return out;
}

// HMAC-SHA1 with the key already worked in.
class Hmac {
 public:
  explicit Hmac(const std::array<std::uint8_t, 20>& key) {
    std::array<std::uint8_t, 64> block{};
    for (std::size_t i = 0; i < block.size(); ++i)
      block[i] = static_cast<std::uint8_t>((i < key.size() ? key[i] : 0) ^ 0x36);
    SHA1_Init(&inner_);
    SHA1_Update(&inner_, block.data(), block.size());
    for (auto& byte : block) byte ^= 0x36 ^ 0x5C;
    SHA1_Init(&outer_);
    SHA1_Update(&outer_, block.data(), block.size());
  }
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> of(std::span<const std::uint8_t> bytes,
                                                 std::span<const std::uint8_t> more) const {
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> out;
    SHA_CTX context = inner_;
    SHA1_Update(&context, bytes.data(), bytes.size());
    SHA1_Update(&context, more.data(), more.size());
    SHA1_Final(out.data(), &context);
    context = outer_;
    SHA1_Update(&context, out.data(), out.size());
    SHA1_Final(out.data(), &context);
    return out;
  }

 private:
  SHA_CTX inner_, outer_;
};

// The bytes of the header that stay readable: contributing sources and extension with it. 0: no RTP.
std::size_t header_size(std::span<const std::uint8_t> packet) {
  if (packet.size() < kRtpHeader || (packet[0] >> 6) != 2) return 0;
  std::size_t size = kRtpHeader + 4U * (packet[0] & 0x0F);
  if ((packet[0] & 0x10) != 0) {
    if (size + 4 > packet.size()) return 0;
    size += 4 + 4U * static_cast<std::size_t>((packet[size + 2] << 8) | packet[size + 3]);
  }
  return size <= packet.size() ? size : 0;
}
}  // namespace

// The ciphers of RTP or of RTCP, keyed.
class Srtp::Seal {
 public:
  Seal(const SrtpKeys& keys, Label cipher, Label auth, Label salt)
      : gcm_(keys.profile == SrtpProfile::aead_aes_128_gcm),
        hmac_(derive<20>(keys, auth)),
        salt_(derive<14>(keys, salt)) {
    const auto key = derive<16>(keys, cipher);
    for (auto** context : {&seal_, &open_}) {
      *context = EVP_CIPHER_CTX_new();
      const bool seals = context == &seal_;
      OKNO_CHECK(EVP_CipherInit_ex(*context, gcm_ ? EVP_aes_128_gcm() : EVP_aes_128_ctr(), nullptr,
                                   key.data(), nullptr, seals || !gcm_ ? 1 : 0) == 1);
    }
  }
  ~Seal() {
    EVP_CIPHER_CTX_free(seal_);
    EVP_CIPHER_CTX_free(open_);
  }
  Seal(const Seal&) = delete;
  Seal& operator=(const Seal&) = delete;
  bool gcm() const { return gcm_; }

  void gcm_seal(std::uint32_t ssrc, std::uint64_t index, std::span<const std::uint8_t> aad,
                std::span<const std::uint8_t> more, std::span<std::uint8_t> text, std::uint8_t* tag) const {
    int size = 0;
    const auto iv = gcm_iv(ssrc, index);
    EVP_EncryptInit_ex(seal_, nullptr, nullptr, nullptr, iv.data());
    EVP_EncryptUpdate(seal_, nullptr, &size, aad.data(), static_cast<int>(aad.size()));
    if (!more.empty()) EVP_EncryptUpdate(seal_, nullptr, &size, more.data(), static_cast<int>(more.size()));
    EVP_EncryptUpdate(seal_, text.data(), &size, text.data(), static_cast<int>(text.size()));
    EVP_EncryptFinal_ex(seal_, text.data() + text.size(), &size);
    EVP_CIPHER_CTX_ctrl(seal_, EVP_CTRL_GCM_GET_TAG, kGcmTag, tag);
  }
  bool gcm_open(std::uint32_t ssrc, std::uint64_t index, std::span<const std::uint8_t> aad,
                std::span<const std::uint8_t> more, std::span<std::uint8_t> text, std::uint8_t* tag) const {
    int size = 0;
    const auto iv = gcm_iv(ssrc, index);
    EVP_DecryptInit_ex(open_, nullptr, nullptr, nullptr, iv.data());
    EVP_DecryptUpdate(open_, nullptr, &size, aad.data(), static_cast<int>(aad.size()));
    if (!more.empty()) EVP_DecryptUpdate(open_, nullptr, &size, more.data(), static_cast<int>(more.size()));
    EVP_DecryptUpdate(open_, text.data(), &size, text.data(), static_cast<int>(text.size()));
    EVP_CIPHER_CTX_ctrl(open_, EVP_CTRL_GCM_SET_TAG, kGcmTag, tag);
    return EVP_DecryptFinal_ex(open_, text.data() + text.size(), &size) == 1;
  }
  // RFC 3711, 4.1.1; the same both ways.
  void cm(std::uint32_t ssrc, std::uint64_t index, std::span<std::uint8_t> text) const {
    std::array<std::uint8_t, 16> iv{};
    std::memcpy(iv.data(), salt_.data(), salt_.size());
    for (std::size_t i = 0; i < 4; ++i) iv[4 + i] ^= static_cast<std::uint8_t>(ssrc >> (24 - 8 * i));
    for (std::size_t i = 0; i < 6; ++i) iv[8 + i] ^= static_cast<std::uint8_t>(index >> (40 - 8 * i));
    int size = 0;
    EVP_EncryptInit_ex(seal_, nullptr, nullptr, nullptr, iv.data());
    EVP_EncryptUpdate(seal_, text.data(), &size, text.data(), static_cast<int>(text.size()));
  }
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> tag(std::span<const std::uint8_t> bytes,
                                                  std::span<const std::uint8_t> more) const {
    return hmac_.of(bytes, more);
  }

 private:
  // RFC 7714, 8.1 and 9.1: for RTCP the index has 31 bits, so that both look alike.
  std::array<std::uint8_t, 12> gcm_iv(std::uint32_t ssrc, std::uint64_t index) const {
    std::array<std::uint8_t, 12> iv;
    std::memcpy(iv.data(), salt_.data(), iv.size());
    for (std::size_t i = 0; i < 4; ++i) iv[2 + i] ^= static_cast<std::uint8_t>(ssrc >> (24 - 8 * i));
    for (std::size_t i = 0; i < 6; ++i) iv[6 + i] ^= static_cast<std::uint8_t>(index >> (40 - 8 * i));
    return iv;
  }
  bool gcm_;
  Hmac hmac_;
  std::array<std::uint8_t, 14> salt_;
  EVP_CIPHER_CTX *seal_ = nullptr, *open_ = nullptr;
};

Srtp::Srtp(const SrtpKeys& keys)
    : rtp_seal_(std::make_unique<Seal>(keys, kRtpCipher, kRtpAuth, kRtpSalt)),
      rtcp_seal_(std::make_unique<Seal>(keys, kRtcpCipher, kRtcpAuth, kRtcpSalt)) {}

Srtp::~Srtp() = default;

// RFC 3711, 3.3.1: the roll-over count that puts `seq` nearest to the highest seen.
std::uint64_t Srtp::Stream::index_of(std::uint16_t seq) const {
  if (!started) return seq;
  const auto low = static_cast<std::uint16_t>(highest);
  const auto step = static_cast<std::int16_t>(seq - low);
  if (step < 0 && highest < static_cast<std::uint64_t>(-step)) return seq;
  return highest + static_cast<std::uint64_t>(static_cast<std::int64_t>(step));
}

bool Srtp::Stream::may_use(std::uint64_t index) const {
  if (!started || index > highest) return true;
  const std::uint64_t back = highest - index;
  if (back >= 128) return false;
  return (seen[back / 64] >> (back % 64) & 1) == 0;
}

void Srtp::Stream::use(std::uint64_t index) {
  if (!started) {
    started = true;
    highest = index;
    seen = {1, 0};
    return;
  }
  if (index <= highest) {
    const std::uint64_t back = highest - index;
    seen[back / 64] |= std::uint64_t{1} << (back % 64);
    return;
  }
  const std::uint64_t on = index - highest;
  if (on >= 128) {
    seen = {0, 0};
  } else if (on >= 64) {
    seen = {0, seen[0] << (on - 64)};
  } else {
    seen = {seen[0] << on, (seen[1] << on) | (seen[0] >> (64 - on))};
  }
  seen[0] |= 1;
  highest = index;
}

Srtp::Stream* Srtp::stream_of(Streams& streams, std::uint32_t ssrc) {
  for (auto& stream : streams) {
    if (!stream.started || stream.ssrc == ssrc) {
      stream.ssrc = ssrc;
      return &stream;
    }
  }
  return nullptr;
}

std::span<std::uint8_t> Srtp::protect(std::span<std::uint8_t> rtp) {
  const std::size_t header = header_size(rtp);
  if (header == 0) return {};
  const std::uint32_t ssrc = get32(&rtp[8]);
  Stream* stream = stream_of(streams_, ssrc);
  if (stream == nullptr) return {};
  const std::uint64_t index = stream->index_of(static_cast<std::uint16_t>((rtp[2] << 8) | rtp[3]));
  if (!stream->may_use(index)) return {};
  stream->use(index);
  std::uint8_t* end = rtp.data() + rtp.size();
  if (rtp_seal_->gcm()) {
    rtp_seal_->gcm_seal(ssrc, index, rtp.first(header), {}, rtp.subspan(header), end);
    return {rtp.data(), rtp.size() + kGcmTag};
  }
  rtp_seal_->cm(ssrc, index, rtp.subspan(header));
  std::array<std::uint8_t, 4> roll_over;
  put32(roll_over.data(), static_cast<std::uint32_t>(index >> 16));
  std::memcpy(end, rtp_seal_->tag(rtp, roll_over).data(), kCmTag);
  return {rtp.data(), rtp.size() + kCmTag};
}

std::span<std::uint8_t> Srtp::open(std::span<std::uint8_t> srtp) {
  const std::size_t tag = rtp_seal_->gcm() ? kGcmTag : kCmTag;
  if (srtp.size() < kRtpHeader + tag) return {};
  const auto packet = srtp.first(srtp.size() - tag);
  const std::size_t header = header_size(packet);
  if (header == 0) return {};
  const std::uint32_t ssrc = get32(&packet[8]);
  Stream* stream = stream_of(streams_, ssrc);
  if (stream == nullptr) return {};
  const std::uint64_t index = stream->index_of(static_cast<std::uint16_t>((packet[2] << 8) | packet[3]));
  if (!stream->may_use(index)) return {};
  std::uint8_t* end = packet.data() + packet.size();
  if (rtp_seal_->gcm()) {
    if (!rtp_seal_->gcm_open(ssrc, index, packet.first(header), {}, packet.subspan(header), end)) return {};
  } else {
    std::array<std::uint8_t, 4> roll_over;
    put32(roll_over.data(), static_cast<std::uint32_t>(index >> 16));
    if (CRYPTO_memcmp(rtp_seal_->tag(packet, roll_over).data(), end, kCmTag) != 0) return {};
    rtp_seal_->cm(ssrc, index, packet.subspan(header));
  }
  stream->use(index);
  return packet;
}

std::span<std::uint8_t> Srtp::protect_rtcp(std::span<std::uint8_t> rtcp) {
  if (rtcp.size() < kRtcpHeader) return {};
  const std::uint32_t ssrc = get32(&rtcp[4]);
  rtcp_index_ = (rtcp_index_ + 1) & ~kEncrypted;
  std::uint8_t* end = rtcp.data() + rtcp.size();
  const auto header = rtcp.first(kRtcpHeader), text = rtcp.subspan(kRtcpHeader);
  if (rtcp_seal_->gcm()) {
    put32(end + kGcmTag, rtcp_index_ | kEncrypted);
    rtcp_seal_->gcm_seal(ssrc, rtcp_index_, header, {end + kGcmTag, kRtcpIndex}, text, end);
    return {rtcp.data(), rtcp.size() + kGcmTag + kRtcpIndex};
  }
  rtcp_seal_->cm(ssrc, rtcp_index_, text);
  put32(end, rtcp_index_ | kEncrypted);
  std::memcpy(end + kRtcpIndex, rtcp_seal_->tag(rtcp, {end, kRtcpIndex}).data(), kCmTag);
  return {rtcp.data(), rtcp.size() + kRtcpIndex + kCmTag};
}

std::span<std::uint8_t> Srtp::open_rtcp(std::span<std::uint8_t> srtcp) {
  const std::size_t added = kRtcpIndex + (rtcp_seal_->gcm() ? kGcmTag : kCmTag);
  if (srtcp.size() < kRtcpHeader + added || (srtcp[0] >> 6) != 2) return {};
  const auto packet = srtcp.first(srtcp.size() - added);
  std::uint8_t* end = packet.data() + packet.size();
  const std::uint8_t* word = rtcp_seal_->gcm() ? end + kGcmTag : end;
  const std::uint32_t ssrc = get32(&packet[4]), index = get32(word) & ~kEncrypted;
  if ((get32(word) & kEncrypted) == 0) return {};  // browsers always encrypt
  Stream* stream = stream_of(rtcp_streams_, ssrc);
  if (stream == nullptr || !stream->may_use(index)) return {};
  if (rtcp_seal_->gcm()) {
    if (!rtcp_seal_->gcm_open(ssrc, index, packet.first(kRtcpHeader), {word, kRtcpIndex},
                              packet.subspan(kRtcpHeader), end)) {
      return {};
    }
  } else {
    if (CRYPTO_memcmp(rtcp_seal_->tag(packet, {word, kRtcpIndex}).data(), end + kRtcpIndex, kCmTag) != 0)
      return {};
    rtcp_seal_->cm(ssrc, index, packet.subspan(kRtcpHeader));
  }
  stream->use(index);
  return packet;
}
}  // namespace okno::telephony::webrtc
