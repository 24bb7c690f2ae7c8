#include "telephony/sip/tls_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace okno::telephony::sip {
namespace {
base::Result<std::string> text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || text.str().find("-----BEGIN") == std::string::npos)
    return base::Error{"bad_certificate", "SIP over TLS: " + file + " is no PEM file that can be read"};
  return text.str();
}

base::Result<void> write(const std::string& file, const std::string& text) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (fd >= 0) ::close(fd);
  if (written) return {};
  return base::Error{"bad_certificate", "SIP over TLS: " + file + " cannot be written"};
}
}  // namespace

base::Result<void> lay_out_tls_files(const Settings::Tls& tls) {
  const auto certificate = text_of(tls.certificate), key = text_of(tls.key),
             believed = text_of(tls.authorities);
  for (const auto* one : {&certificate, &key, &believed})
    if (!*one) return one->error();
  ::mkdir(tls.directory.c_str(), 0700);
  if (auto done = write(tls.directory + "/agent.pem", *certificate + "\n" + *key); !done) return done;
  return write(tls.directory + "/cafile.pem", *believed);
}
}  // namespace okno::telephony::sip
