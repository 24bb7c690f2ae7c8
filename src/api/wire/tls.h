// Certificates: read from PEM files, or made at the first start.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace boost::asio::ssl {
class context;
}

namespace okno::api {
// A server's context of TLS 1.2 and up. "bad_certificate": the words name the file and what is wrong with it.
base::Result<std::shared_ptr<boost::asio::ssl::context>> load_certificate(const std::string& certificate_file,
                                                                          const std::string& key_file);
// Writes a P-256 key (mode 0600) and a certificate signed by itself, valid from a day before `now` for 825
// days, for localhost, the loopback and this machine's addresses, its host name, and `names` (host names or
// addresses).
base::Result<void> make_certificate(const std::string& certificate_file, const std::string& key_file,
                                    const std::vector<std::string>& names, base::Instant now);
}  // namespace okno::api
