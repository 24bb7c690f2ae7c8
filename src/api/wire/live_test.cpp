// The live socket over real connections.
#include "api/live.h"

#include "api/schema/json.h"
#include "api/testing/open_doors.h"

namespace okno::api::testing {
namespace {
class LiveTest : public OpenDoors {
 protected:
  using Kind = ports::Audience::Kind;
  std::unique_ptr<Client> window(const std::string& login) {
    auto client = std::make_unique<Client>(port());
    EXPECT_EQ(client->sign_in(login).status, 200);
    EXPECT_EQ(client->upgrade("/api/v1/live").status, 101);
    return client;
  }
  // The window has its snapshot and its phone's state.
  std::unique_ptr<Client> ready_window(const std::string& login) {
    auto client = window(login);
    client->wait_for("phone.state");
    return client;
  }
  void push(const ports::Audience& audience, const std::string& type, const std::string& json) {
    desk.thread.submit([this, audience, type, json] { hub.push(audience, type, json); });
  }
};

TEST_F(LiveTest, the_snapshot_comes_first_and_no_event_is_lost_or_doubled_around_it) {
  open();
  desk.thread.submit([this] {
    desk.before_snapshot = [this] { hub.push({}, "queue.changed", "{\"n\":\"before\"}"); };
    desk.after_snapshot = [this] { hub.push({}, "queue.changed", "{\"n\":\"after\"}"); };
  });
  auto client = window("anna");
  const std::string first = client->read_text();
  EXPECT_EQ(first.find("{\"seq\":1,\"type\":\"snapshot\",\"data\":{\"me\":{\"id\":"), 0u) << first;
  EXPECT_TRUE(has(client->read_text(),
                  "\"seq\":2,\"type\":\"phone.state\",\"data\":{\"connected\":false,\"here\":false}}"));
  EXPECT_EQ(client->read_text(), "{\"seq\":3,\"type\":\"queue.changed\",\"data\":{\"n\":\"after\"}}");
}

TEST_F(LiveTest, events_come_in_order_with_rising_seq) {
  open();
  auto client = ready_window("anna");
  for (int i = 0; i < 500; ++i) push({}, "queue.changed", std::to_string(i));
  for (int i = 0; i < 500; ++i)
    EXPECT_EQ(client->read_text(), "{\"seq\":" + std::to_string(i + 3) +
                                       ",\"type\":\"queue.changed\",\"data\":" + std::to_string(i) + "}");
}

TEST_F(LiveTest, an_event_reaches_only_those_who_may_see_it) {
  open();
  auto anna_window = ready_window("anna"), boris_window = ready_window("boris"),
       vera_window = ready_window("vera");
  push({Kind::agents, {anna}, false}, "card.changed", "\"for anna\"");
  push({Kind::agents, {anna}, true}, "interaction.changed", "\"for anna and supervisors\"");
  push({Kind::supervisors, {}, false}, "queue.changed", "\"for supervisors\"");
  push({}, "agent.changed", "\"for all\"");
  EXPECT_TRUE(has(anna_window->read_text(), "\"for anna\""));
  EXPECT_TRUE(has(anna_window->read_text(), "\"for anna and supervisors\""));
  EXPECT_TRUE(has(anna_window->read_text(), "\"for all\""));
  EXPECT_TRUE(has(boris_window->read_text(), "\"for all\""));
  EXPECT_TRUE(has(vera_window->read_text(), "\"for anna and supervisors\""));
  EXPECT_TRUE(has(vera_window->read_text(), "\"for supervisors\""));
  EXPECT_TRUE(has(vera_window->read_text(), "\"for all\""));
}

TEST_F(LiveTest, a_stranger_and_a_page_of_another_site_are_not_let_in) {
  open();
  Client stranger(port());
  EXPECT_EQ(stranger.upgrade("/api/v1/live").status, 401);
  Client page(port());
  page.sign_in("anna");
  EXPECT_EQ(code_of(page.upgrade("/api/v1/live", {{"Origin", "https://evil.example"}})), "bad_origin");
  Client plain(port());
  plain.sign_in("anna");
  EXPECT_EQ(plain.ask("GET", "/api/v1/live").status, 426);
  EXPECT_EQ(plain.upgrade("/api/v1/live", {{"Origin", "http://localhost"}}).status, 101);
}

TEST_F(LiveTest, what_a_window_says_reaches_the_desk) {
  open();
  auto client = ready_window("anna");
  EXPECT_TRUE(desk.saw("window opened " + std::to_string(anna.value())));
  client->send_text(R"({"type":"card.drawn","offer":42})");
  EXPECT_TRUE(desk.saw("card drawn " + std::to_string(anna.value()) + " 42"));
  client->send_text(R"({"type":"viewing","contact":3})");
  EXPECT_TRUE(desk.saw("viewing 3"));
  client->send_text(R"({"type":"viewing","contact":null})");
  EXPECT_TRUE(desk.saw("viewing nothing"));
  client->send_text(R"({"type":"ping"})");
  EXPECT_TRUE(has(client->read_text(), "\"type\":\"pong\",\"data\":{}}"));
  client->send_frame(9, "are you there");
  const auto pong = client->read_frame();
  EXPECT_EQ(pong.opcode, 10);
  EXPECT_EQ(pong.payload, "are you there");
  client->send_frame(8, "\x03\xe8");
  EXPECT_EQ(client->read_close(), 1000);
  EXPECT_TRUE(desk.saw("window closed " + std::to_string(anna.value())));
}

TEST_F(LiveTest, the_phone_is_in_the_window_that_offered_last_and_the_others_are_told) {
  open();
  const std::string who = std::to_string(anna.value());
  auto first = ready_window("anna");
  first->send_text(R"({"type":"phone.offer","sdp":"one"})");
  EXPECT_TRUE(has(first->wait_for("phone.answer"), "\"sdp\":\"answer to one\""));
  EXPECT_TRUE(has(first->wait_for("phone.state"), "{\"connected\":true,\"here\":true}"));
  auto second = window("anna");
  EXPECT_TRUE(has(second->wait_for("phone.state"), "{\"connected\":true,\"here\":false}"));
  second->send_text(R"({"type":"phone.close"})");
  EXPECT_TRUE(has(second->wait_for("phone.error"), "phone_not_here"));
  second->send_text(R"({"type":"phone.offer","sdp":"bad"})");
  EXPECT_TRUE(has(second->wait_for("phone.error"), "bad_sdp"));
  second->send_text(R"({"type":"phone.offer","sdp":"two"})");
  EXPECT_TRUE(has(second->wait_for("phone.state"), "{\"connected\":true,\"here\":true}"));
  EXPECT_TRUE(has(first->wait_for("phone.state"), "{\"connected\":true,\"here\":false}"));
  first.reset();  // it no longer holds the phone: nothing happens to it
  EXPECT_TRUE(desk.saw("window closed " + who));
  second->send_text(R"({"type":"phone.echo","on":true})");
  EXPECT_TRUE(has(second->wait_for("phone.echo"), "{\"on\":true}"));
  EXPECT_EQ(desk.count("phone closed " + who), 0u);
  auto third = ready_window("anna");
  second.reset();
  EXPECT_TRUE(has(third->wait_for("phone.state"), "{\"connected\":false,\"here\":false}"));
  EXPECT_TRUE(desk.saw("phone closed " + who));
  EXPECT_EQ(desk.count("phone closed " + who), 1u);
}

TEST_F(LiveTest, a_frame_that_is_no_json_gets_an_error_and_the_close) {
  open();
  const std::vector<std::pair<std::string, std::string>> bad{
      {"{\"type\":", "bad_json"},
      {"[1]", "bad_frame"},
      {"{\"type\":5}", "bad_frame"},
      {std::string(100, '[') + std::string(100, ']'), "json_too_deep"},
      {std::string(200'000, ' '), "frame_too_large"},
  };
  for (const auto& [text, code] : bad) {
    auto client = ready_window("anna");
    client->send_text(text);
    EXPECT_TRUE(has(client->wait_for("error"), "\"code\":\"" + code + "\"")) << code;
    EXPECT_EQ(client->read_close(), code == "frame_too_large" ? kCloseTooBig : kClosePolicy) << code;
  }
  auto binary = ready_window("anna");
  binary->send_frame(2, "xx");
  EXPECT_TRUE(has(binary->wait_for("error"), "not_text"));
  EXPECT_EQ(binary->read_close(), kCloseUnreadable);
  auto not_utf8 = ready_window("anna");
  not_utf8->send_text("\xff\xfe");
  EXPECT_EQ(not_utf8->read_close(), 1007);
  auto unmasked = ready_window("anna");
  unmasked->send_frame(1, "{\"type\":\"ping\"}", false);
  EXPECT_EQ(unmasked->read_close(), 1002);
}

TEST_F(LiveTest, a_wrong_field_gets_an_error_and_the_socket_lives_on) {
  open();
  auto client = ready_window("anna");
  client->send_text(R"({"type":"card.drawn","offer":"x"})");
  EXPECT_TRUE(has(client->wait_for("error"), "\\\"offer\\\" must be a whole number"));
  client->send_text(R"({"type":"viewing","contct":1})");
  EXPECT_TRUE(has(client->wait_for("error"), "unknown_field"));
  client->send_text(R"({"type":"dance"})");
  EXPECT_TRUE(has(client->wait_for("error"), "unknown_type"));
  client->send_text(R"({"type":"ping"})");
  EXPECT_FALSE(client->wait_for("pong").empty());
}

TEST_F(LiveTest, too_many_frames_close_the_socket) {
  settings.limits.live_burst = 5;
  open();
  auto client = ready_window("anna");
  for (int i = 0; i < 6; ++i)
    client->send_text(R"({"type":"ping"})");  // told time stands: no frame comes back
  EXPECT_TRUE(has(client->wait_for("error"), "too_many_frames"));
  EXPECT_EQ(client->read_close(), kClosePolicy);
}

TEST_F(LiveTest, a_window_that_does_not_read_is_closed_and_gets_a_new_picture_when_it_comes_back) {
  settings.limits.live_queue_frames = 50;
  settings.limits.live_close_time = std::chrono::milliseconds(100);
  open();
  auto lazy = ready_window("anna");
  auto quick = ready_window("boris");
  const std::string big(200'000, 'x');
  for (int i = 0; i < 100; ++i) push({Kind::agents, {anna}, false}, "card.changed", "\"" + big + "\"");
  EXPECT_TRUE(desk.saw("window closed " + std::to_string(anna.value())));
  push({}, "agent.changed", "1");
  EXPECT_FALSE(quick->wait_for("agent.changed").empty());
  EXPECT_EQ(hub.counts().overflows, 1);
  lazy.reset();
  auto again = window("anna");
  EXPECT_TRUE(has(again->read_text(), "\"seq\":1,\"type\":\"snapshot\""));
}

TEST_F(LiveTest, signing_out_and_the_session_s_end_close_the_windows) {
  open();
  Client http(port());
  http.sign_in("anna");
  Client live(port());
  live.always = http.always;
  ASSERT_EQ(live.upgrade("/api/v1/live").status, 101);
  live.wait_for("phone.state");
  EXPECT_EQ(http.ask("DELETE", "/api/v1/session").status, 204);
  EXPECT_EQ(live.read_close(), kCloseSignedOut);
  auto later = ready_window("boris");
  clock.pass(std::chrono::hours(24));
  later->send_text(R"({"type":"ping"})");
  EXPECT_TRUE(has(later->wait_for("error"), "no_session"));
  EXPECT_EQ(later->read_close(), kCloseSignedOut);
}

TEST_F(LiveTest, who_only_listens_hears_nothing_more_when_his_session_is_over) {
  kept.session_length = std::chrono::milliseconds(400);
  records = app::make_records(*store, kept);
  open();
  auto client = ready_window("anna");
  EXPECT_EQ(client->read_close(), kCloseSignedOut);
  EXPECT_TRUE(desk.saw("window closed " + std::to_string(anna.value())));
}

TEST_F(LiveTest, stopping_tells_windows_to_come_back) {
  settings.limits.stop_time = std::chrono::seconds(20);
  open();
  auto client = ready_window("anna");
  std::thread stopping([this] { server->stop(); });
  EXPECT_EQ(client->read_close(), kCloseGoingAway);
  client->send_frame(8, "\x03\xe9");
  client.reset();
  stopping.join();
  EXPECT_TRUE(desk.saw("window closed " + std::to_string(anna.value())));
}

TEST_F(LiveTest, a_silent_line_is_pinged_and_then_closed) {
  settings.limits.live_quiet_time = std::chrono::milliseconds(300);
  open();
  auto client = ready_window("anna");
  const auto ping = client->read_frame();
  EXPECT_EQ(ping.opcode, 9);  // not answered
  EXPECT_TRUE(desk.saw("window closed " + std::to_string(anna.value())));
}

TEST_F(LiveTest, one_agent_has_so_many_windows_and_no_more) {
  settings.limits.live_windows_per_agent = 2;
  open();
  auto one = ready_window("anna"), two = ready_window("anna");
  auto three = window("anna");
  EXPECT_EQ(three->read_close(), kClosePolicy);
  push({}, "agent.changed", "1");
  EXPECT_FALSE(one->wait_for("agent.changed").empty());
}
}  // namespace
}  // namespace okno::api::testing
