#include "api/wire/tls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <set>

namespace okno::api {
namespace {
namespace ssl = boost::asio::ssl;
using base::Error;

constexpr int kCertificateDays = 825;  // what Apple's clients accept at most for a private authority

template <auto release>
struct Release {
  template <class T>
  void operator()(T* it) const {
    release(it);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Bytes = std::unique_ptr<BIO, Release<BIO_free>>;

std::string ssl_words() {
  const auto code = ERR_get_error();
  ERR_clear_error();
  const char* words = code == 0 ? nullptr : ERR_reason_error_string(code);
  return words == nullptr ? "OpenSSL refused" : words;
}

bool is_address(const std::string& name) {
  unsigned char parsed[16];
  return inet_pton(AF_INET, name.c_str(), parsed) == 1 || inet_pton(AF_INET6, name.c_str(), parsed) == 1;
}

std::set<std::string> names_of_this_machine() {
  std::set<std::string> names{"localhost", "127.0.0.1", "::1"};
  char host[256] = {};
  if (::gethostname(host, sizeof host - 1) == 0 && host[0] != 0) names.insert(host);
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return names;
  for (const auto* one = all; one != nullptr; one = one->ifa_next) {
    char text[INET6_ADDRSTRLEN] = {};
    if (one->ifa_addr == nullptr) continue;
    if (one->ifa_addr->sa_family == AF_INET)
      inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr, text, sizeof text);
    else if (one->ifa_addr->sa_family == AF_INET6)
      inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(one->ifa_addr)->sin6_addr, text,
                sizeof text);
    if (text[0] != 0) names.insert(text);
  }
  ::freeifaddrs(all);
  return names;
}

bool add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  if (extension == nullptr) return false;
  const bool added = X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

Certificate sign(EVP_PKEY* key, const std::string& alternative_names, base::Instant now) {
  Certificate certificate(X509_new());
  X509* raw = certificate.get();
  std::uint64_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(raw), serial >> 1);
  X509_set_version(raw, X509_VERSION_3);
  const std::time_t now_s = base::to_ms(now) / 1000;
  ASN1_TIME_set(X509_getm_notBefore(raw), now_s - 86'400);
  ASN1_TIME_set(X509_getm_notAfter(raw), now_s + std::time_t{86'400} * (kCertificateDays - 1));
  X509_NAME* name = X509_get_subject_name(raw);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>("Okno"), -1,
                             -1, 0);
  X509_set_issuer_name(raw, name);
  X509_set_pubkey(raw, key);
  const bool ready = add_extension(raw, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                     add_extension(raw, NID_key_usage, "critical,digitalSignature,keyCertSign") &&
                     add_extension(raw, NID_ext_key_usage, "serverAuth") &&
                     add_extension(raw, NID_subject_key_identifier, "hash") &&
                     add_extension(raw, NID_subject_alt_name, alternative_names) &&
                     X509_sign(raw, key, EVP_sha256()) > 0;
  return ready ? std::move(certificate) : nullptr;
}

std::string text_of(BIO* bytes) {
  char* start = nullptr;
  const auto size = BIO_get_mem_data(bytes, &start);
  return {start, static_cast<std::size_t>(size)};
}

base::Result<void> write_file(const std::string& path, const std::string& text, mode_t mode) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  const bool written =
      file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) ::close(file);
  if (written) return {};
  return Error{"bad_certificate", "The file " + path + " cannot be written."};
}
}  // namespace

base::Result<std::shared_ptr<ssl::context>> load_certificate(const std::string& certificate_file,
                                                             const std::string& key_file) {
  try {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    context->set_options(ssl::context::no_sslv2 | ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                         ssl::context::no_tlsv1_1);
    boost::system::error_code failure;
    context->use_certificate_chain_file(certificate_file, failure);
    if (failure)
      return Error{"bad_certificate",
                   "The certificate file " + certificate_file + " cannot be used: " + failure.message()};
    context->use_private_key_file(key_file, ssl::context::pem, failure);
    if (failure)
      return Error{"bad_certificate", "The key file " + key_file + " cannot be used: " + failure.message()};
    if (SSL_CTX_check_private_key(context->native_handle()) != 1)
      return Error{"bad_certificate", "The key of " + key_file + " does not belong to " + certificate_file};
    return context;
  } catch (const std::exception& problem) {
    return Error{"bad_certificate", std::string("TLS cannot start: ") + problem.what()};
  }
}

base::Result<void> make_certificate(const std::string& certificate_file, const std::string& key_file,
                                    const std::vector<std::string>& names, base::Instant now) {
  auto all = names_of_this_machine();
  all.insert(names.begin(), names.end());
  std::string alternative;
  for (const auto& name : all) {
    if (name.find_first_of(",; \n") != std::string::npos)
      return Error{"bad_certificate", "Not a name: " + name};
    alternative += (alternative.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
  }
  const Key key(EVP_EC_gen("P-256"));
  if (!key) return Error{"bad_certificate", "No key could be made: " + ssl_words()};
  const Certificate certificate = sign(key.get(), alternative, now);
  if (!certificate) return Error{"bad_certificate", "No certificate could be made: " + ssl_words()};
  const Bytes key_text(BIO_new(BIO_s_mem())), certificate_text(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  PEM_write_bio_X509(certificate_text.get(), certificate.get());
  if (auto done = write_file(key_file, text_of(key_text.get()), 0600); !done) return done;
  return write_file(certificate_file, text_of(certificate_text.get()), 0644);
}
}  // namespace okno::api
