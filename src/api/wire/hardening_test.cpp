// What a hostile or unlucky far end tries.
#include <gmock/gmock.h>

#include <future>
#include <thread>

#include "api/testing/open_doors.h"

namespace okno::api::testing {
namespace {
class HardeningTest : public OpenDoors {
 protected:
  int status_of_raw(const std::string& bytes) {
    Client client(port());
    client.send_raw(bytes);
    return client.read_response().status;
  }
};

TEST_F(HardeningTest, a_recording_in_the_making_holds_nobody_else_up) {
  std::promise<void> begun, go_on;
  kept.encode_mp3 = [&](const std::string&, const std::string& mp3) -> base::Result<void> {
    begun.set_value();
    go_on.get_future().wait();
    std::ofstream(mp3) << "sound";
    return {};
  };
  records = app::make_records(*store, kept);
  ended_call(5, anna, "sound");
  std::filesystem::rename(directory + "/5.mp3", directory + "/5.wav");
  open();
  Client listener(port()), other(port());
  listener.sign_in("anna");
  other.sign_in("boris");
  std::thread listening(
      [&] { EXPECT_EQ(listener.ask("GET", "/api/v1/interactions/5/recording.mp3").body, "sound"); });
  begun.get_future().wait();
  EXPECT_EQ(other.ask("GET", "/api/v1/contacts").status, 200);
  go_on.set_value();
  listening.join();
  Client again(port());
  again.sign_in("anna");
  EXPECT_EQ(again.ask("GET", "/api/v1/interactions/5/recording.mp3").body, "sound") << "it is kept";
}

TEST_F(HardeningTest, wrong_passwords_at_the_same_moment_count_like_one_after_another) {
  settings.limits.sign_in_failures = 3;
  open();
  std::promise<void> go_on;
  auto wait = go_on.get_future().share();
  password_pool.submit([wait] { wait.wait(); });
  std::vector<std::unique_ptr<Client>> clients;
  const std::string body = R"({"login":"anna","password":"wrong"})";
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<Client>(port()));
    clients.back()->send_raw("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                             std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  Client watching(port());
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!has(watching.ask("GET", "/metrics").body, "okno_sign_in_refusals_total 7\n"))
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "more than three are let through";
  go_on.set_value();
  std::map<int, int> statuses;
  for (auto& client : clients) ++statuses[client->read_response().status];
  EXPECT_EQ(statuses, (std::map<int, int>{{401, 3}, {429, 7}}));
}

TEST_F(HardeningTest, a_body_with_two_lengths_is_refused_and_what_follows_is_not_read) {
  open();
  for (const std::string lengths :
       {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: +4\r\n", "Content-Length: 4, 5\r\n"}) {
    Client client(port());
    client.send_raw("POST /api/v1/session HTTP/1.1\r\nHost: x\r\n" + lengths +
                    "\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.read_response().status, 400) << lengths;
    EXPECT_TRUE(client.at_end()) << lengths;
  }
}

TEST_F(HardeningTest, one_host_and_the_absolute_form_are_taken_and_nothing_else) {
  open();
  EXPECT_EQ(status_of_raw("GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"), 400);
  EXPECT_EQ(status_of_raw("GET http://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
  EXPECT_EQ(status_of_raw("GET ftp://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status_of_raw("GET /healthz HTTP/1.0\r\n\r\n"), 200);
  for (const char* path :
       {"/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fetc/passwd.txt"})
    EXPECT_THAT(
        (std::vector{200, 400, 404}),
        ::testing::Contains(status_of_raw("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n")));
  Client window(port());
  window.sign_in("anna");
  const Response plain = window.ask("GET", "/api/v1/live");
  EXPECT_EQ(plain.status, 426);
  EXPECT_EQ(plain.headers.at("upgrade"), "websocket");
}

TEST_F(HardeningTest, a_moment_beyond_the_calendar_is_refused) {
  open();
  Client client(port());
  client.sign_in("anna");
  for (const char* moment : {"9223372036854775807", "-9223372036854775808", "-1", "253402300800000"})
    EXPECT_EQ(code_of(client.ask("GET", "/api/v1/interactions?since_ms=" + std::string(moment))),
              "bad_parameter")
        << moment;
  EXPECT_EQ(client.ask("GET", "/api/v1/interactions?since_ms=253402300799999").status, 200);
}

TEST_F(HardeningTest, one_address_cannot_hold_all_connections) {
  settings.limits.connections_per_source = 2;
  settings.limits.loopback_is_free = false;
  open();
  auto first = std::make_unique<Client>(port());
  Client second(port());
  EXPECT_EQ(first->ask("GET", "/healthz").status, 200);
  EXPECT_EQ(second.ask("GET", "/healthz").status, 200);
  Client third(port());
  EXPECT_TRUE(third.at_end());
  first.reset();
  while (!has(second.ask("GET", "/metrics").body, "okno_http_connections 1\n")) {
  }
  Client fourth(port());
  EXPECT_EQ(fourth.ask("GET", "/healthz").status, 200);
}

TEST_F(HardeningTest, the_explanations_of_what_has_just_come_are_there) {
  open();
  Client client(port());
  client.sign_in("anna");
  const auto row = ended_call(5, anna);
  EXPECT_EQ(client.ask("GET", "/api/v1/interactions/" + std::to_string(row.value()) + "/decisions").status,
            200);
  EXPECT_EQ(client.ask("GET", "/api/v1/interactions/99/decisions").status, 404);
}
}  // namespace
}  // namespace okno::api::testing
