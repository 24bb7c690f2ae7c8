#include "api/wire/tls.h"

#include <sys/stat.h>

#include "api/testing/open_doors.h"

namespace okno::api::testing {
namespace {
class TlsTest : public OpenDoors {
 protected:
  TlsTest() {
    settings.https = "127.0.0.1:0";
    settings.certificate_file = directory + "/tls/okno.crt";
    settings.key_file = directory + "/tls/okno.key";
    settings.self_made_certificate = true;
    settings.certificate_names = {"crm.example", "192.0.2.7"};
    std::filesystem::create_directories(directory + "/tls");
  }
};

TEST_F(TlsTest, a_self_made_certificate_serves_https_and_wss_beside_http) {
  open();
  struct stat key {};
  ASSERT_EQ(::stat(settings.key_file.c_str(), &key), 0);
  EXPECT_EQ(key.st_mode & 0777, 0600u);
  Client client(server->https_port(), settings.certificate_file);
  const Response response = client.sign_in("anna");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(has(response.headers.at("set-cookie"), "Secure"));
  EXPECT_EQ(client.upgrade("/api/v1/live").status, 101);
  EXPECT_TRUE(has(client.read_text(), "snapshot"));
  Client plain(port());
  EXPECT_EQ(plain.ask("GET", "/healthz").status, 200);
}

TEST_F(TlsTest, a_new_certificate_is_used_for_new_connections_and_old_ones_stay) {
  open();
  Client old(server->https_port(), settings.certificate_file);
  EXPECT_EQ(old.ask("GET", "/healthz").status, 200);
  ASSERT_TRUE(make_certificate(settings.certificate_file, settings.key_file, {}, clock.now()).ok());
  ASSERT_TRUE(server->reload_certificate().ok());
  Client fresh(server->https_port(), settings.certificate_file);
  EXPECT_EQ(fresh.ask("GET", "/healthz").status, 200);
  EXPECT_NE(old.certificate_serial(), fresh.certificate_serial());
  EXPECT_EQ(old.ask("GET", "/healthz").status, 200);
}

TEST_F(TlsTest, a_broken_certificate_is_named_and_the_old_one_stays) {
  open();
  std::ofstream(settings.certificate_file) << "not a certificate";
  const auto reloaded = server->reload_certificate();
  ASSERT_FALSE(reloaded.ok());
  EXPECT_EQ(reloaded.error().code, "bad_certificate");
  EXPECT_TRUE(has(reloaded.error().words, settings.certificate_file)) << reloaded.error().words;
  ASSERT_TRUE(make_certificate(directory + "/other.crt", directory + "/other.key", {}, clock.now()).ok());
  EXPECT_FALSE(load_certificate(directory + "/other.crt", settings.key_file).ok());
  EXPECT_THROW(Client(server->https_port(), directory + "/other.crt"), std::runtime_error);
}

TEST_F(TlsTest, plain_words_on_the_tls_port_are_cut_off) {
  open();
  Client client(server->https_port());
  client.send_raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  try {
    static_cast<void>(client.read_response());
    FAIL() << "a plain answer came";
  } catch (const std::runtime_error& words) {
    SUCCEED() << words.what();
  }
}
}  // namespace
}  // namespace okno::api::testing
