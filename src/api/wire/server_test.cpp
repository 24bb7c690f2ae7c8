#include "api/server.h"

#include "api/routes.h"
#include "api/schema/json.h"
#include "api/testing/open_doors.h"

namespace okno::api::testing {
namespace {
using ServerTest = OpenDoors;

TEST_F(ServerTest, signing_in_gives_a_cookie_that_scripts_cannot_read_and_a_csrf_token) {
  open();
  Client client(port());
  const Response response = client.sign_in("anna");
  ASSERT_EQ(response.status, 200) << response.body;
  const std::string cookie = response.headers.at("set-cookie");
  EXPECT_TRUE(has(cookie, "okno_session=") && has(cookie, "HttpOnly") && has(cookie, "SameSite=Strict"))
      << cookie;
  EXPECT_FALSE(has(cookie, "Secure")) << cookie;
  EXPECT_TRUE(has(response.body, "\"role\":\"agent\"")) << response.body;
  const Response me = client.ask("GET", "/api/v1/me");
  EXPECT_EQ(me.status, 200);
  EXPECT_TRUE(has(me.body, "\"id\":" + std::to_string(anna.value()))) << me.body;
  EXPECT_EQ(me.headers.at("x-csrf-token"), client.always["X-CSRF-Token"]);
  EXPECT_EQ(me.headers.at("x-content-type-options"), "nosniff");
}

TEST_F(ServerTest, a_wrong_password_and_a_wrong_login_get_the_same_answer) {
  open();
  Client client(port());
  const Response password = client.sign_in("anna", "wrong"), login = client.sign_in("nobody", "wrong");
  EXPECT_EQ(password.status, 401);
  EXPECT_EQ(code_of(password), "wrong_password");
  EXPECT_EQ(password.body, login.body);
}

TEST_F(ServerTest, too_many_wrong_passwords_wait_and_a_right_one_does_too_until_the_window_ends) {
  settings.limits.sign_in_failures = 3;
  open();
  Client client(port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.sign_in("anna", "wrong").status, 401);
  const Response refused = client.sign_in("anna");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code_of(refused), "too_many");
  EXPECT_GT(std::stoi(refused.headers.at("retry-after")), 0);
  EXPECT_EQ(client.sign_in("boris").status, 200);  // another login from here is free
  clock.pass(settings.limits.sign_in_window);
  EXPECT_EQ(client.sign_in("anna").status, 200);
}

TEST_F(ServerTest, without_a_session_everything_but_the_open_paths_is_refused) {
  open();
  Client client(port());
  for (const auto& route : routes()) {
    const std::string target = std::string(route.pattern);
    if (route.verb != Verb::get || has(target, "{")) continue;
    const Response response = client.ask("GET", target);
    const bool open_path = target == "/openapi.json" || target == "/healthz" || target == "/metrics";
    EXPECT_EQ(response.status, open_path ? 200 : 401) << target;
    EXPECT_EQ(code_of(response), open_path ? "" : "no_session") << target;
  }
}

TEST_F(ServerTest, a_write_with_the_cookie_needs_the_csrf_token) {
  open();
  Client client(port());
  client.sign_in("anna");
  const std::string token = client.always["X-CSRF-Token"];
  client.always["X-CSRF-Token"] = "guess";
  EXPECT_EQ(code_of(client.ask("PUT", "/api/v1/me/state", R"({"state":"ready"})")), "bad_csrf");
  client.always.erase("X-CSRF-Token");
  EXPECT_EQ(client.ask("PUT", "/api/v1/me/state", R"({"state":"ready"})").status, 403);
  EXPECT_EQ(client.ask("GET", "/api/v1/me").status, 200);
  client.always["X-CSRF-Token"] = token;
  EXPECT_EQ(client.ask("PUT", "/api/v1/me/state", R"({"state":"pause","reason":"lunch"})").status, 200);
  EXPECT_TRUE(desk.saw("state pause lunch"));
}

TEST_F(ServerTest, an_api_key_needs_no_csrf_token) {
  open();
  const auto key = app::create_api_key(*store, anna, "integration", clock.now());
  ASSERT_TRUE(key.ok());
  Client client(port());
  client.always["Authorization"] = "Bearer " + *key;
  EXPECT_EQ(client.ask("PUT", "/api/v1/me/state", R"({"state":"ready"})").status, 200);
  client.always["Authorization"] = "Bearer okno_nonsense";
  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/me")), "bad_api_key");
}

TEST_F(ServerTest, a_page_of_another_site_cannot_write) {
  open();
  Client client(port());
  client.sign_in("anna");
  const std::string ready = R"({"state":"ready"})";
  EXPECT_EQ(code_of(client.ask("PUT", "/api/v1/me/state", ready, {{"Origin", "https://evil.example"}})),
            "bad_origin");
  EXPECT_EQ(code_of(client.ask("POST", "/api/v1/session", R"({"login":"anna","password":"demo"})",
                               {{"Origin", "null"}})),
            "bad_origin");
  EXPECT_EQ(client.ask("PUT", "/api/v1/me/state", ready, {{"Origin", "http://LOCALHOST"}}).status, 200);
}

TEST_F(ServerTest, signing_out_ends_the_session) {
  open();
  Client client(port());
  client.sign_in("anna");
  const Response out = client.ask("DELETE", "/api/v1/session");
  EXPECT_EQ(out.status, 204);
  EXPECT_TRUE(has(out.headers.at("set-cookie"), "Max-Age=0"));
  EXPECT_EQ(client.ask("GET", "/api/v1/me").status, 401);
}

TEST_F(ServerTest, customers_are_made_found_changed_and_noted) {
  open();
  Client client(port());
  client.sign_in("anna");
  const Response made =
      client.ask("POST", "/api/v1/contacts", R"({"name":"Мария Иванова","phones":["+7 916 123-45-67"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = made.headers.at("location");
  EXPECT_TRUE(has(made.body, "\"phones\":[\"+79161234567\"]")) << made.body;
  EXPECT_EQ(client.ask("GET", path).body, made.body);
  const Response found = client.ask("GET", "/api/v1/contacts?q=%D0%B8%D0%B2%D0%B0%D0%BD&limit=10");
  EXPECT_TRUE(has(found.body, "{\"items\":[{\"id\":") && has(found.body, "\"next\":\"\"}")) << found.body;
  EXPECT_TRUE(has(client.ask("GET", "/api/v1/contacts?phone=%2B79161234567").body, "Мария"));
  const Response changed = client.ask("PATCH", path, R"({"vip":true,"version":1})");
  EXPECT_TRUE(changed.status == 200 || changed.status == 409) << changed.body;
  EXPECT_EQ(client.ask("PATCH", path, R"({"vip":true})").status, 200);
  const std::string id = path.substr(path.rfind('/') + 1);
  EXPECT_TRUE(desk.saw("contact changed " + id));
  EXPECT_EQ(code_of(client.ask("PATCH", path, R"({"vip":false,"version":999})")), "conflict");
  const Response note = client.ask("POST", path + "/notes", R"({"text":"<script>alert(1)</script>"})");
  EXPECT_EQ(note.status, 201) << note.body;
  const Response timeline = client.ask("GET", path + "/timeline");
  EXPECT_TRUE(has(timeline.body, "\"kind\":\"note\"") && has(timeline.body, "<script>alert(1)</script>"))
      << timeline.body;
  EXPECT_TRUE(has(client.ask("GET", path + "/card").body, "\"number_pretty\"")) << path;
  EXPECT_TRUE(has(client.ask("GET", "/api/v1/companies").body, "{\"items\":["));
}

TEST_F(ServerTest, what_is_wrong_with_a_request_is_named) {
  open();
  Client client(port());
  client.sign_in("anna");
  const auto post = [&](const std::string& body) { return client.ask("POST", "/api/v1/contacts", body); };
  EXPECT_EQ(code_of(post("{")), "bad_json");
  EXPECT_EQ(code_of(post("{\"name\":\"\xff\"}")), "bad_json");
  EXPECT_EQ(code_of(post(std::string(100, '[') + std::string(100, ']'))), "json_too_deep");
  EXPECT_EQ(code_of(post(R"({"name":"x"})")), "missing_field");
  const Response unknown = post(R"({"name":"x","phones":[],"<b>":1})");
  EXPECT_EQ(code_of(unknown), "unknown_field");
  EXPECT_TRUE(has(unknown.body, "\\\"<b>\\\"")) << unknown.body;
  const Response type = post(R"({"name":"x","phones":["1",5]})");
  EXPECT_EQ(type.status, 400);
  EXPECT_TRUE(has(type.body, "phones[1]")) << type.body;
  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/contacts?lmit=5")), "unknown_parameter");
  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/contacts?limit=0")), "bad_parameter");
  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/contacts?cursor=nonsense")), "bad_cursor");
  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/interactions?state=sleeping")), "bad_parameter");
  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/contacts/999999")), "not_found");
  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/contacts/abc")), "not_found");
  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/nothing")), "no_such_path");
  const Response method = client.ask("PUT", "/api/v1/contacts", "{}");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.headers.at("allow"), "GET, HEAD, POST");
  EXPECT_EQ(code_of(client.ask("POST", "/api/v1/contacts", "<x/>", {{"Content-Type", "text/xml"}})),
            "bad_media_type");
  EXPECT_EQ(code_of(client.ask("PUT", "/api/v1/me/state", R"({"state":"asleep"})")), "bad_state");
}

TEST_F(ServerTest, calls_and_their_verbs_reach_the_desk) {
  open();
  live_call(7, anna);
  live_call(8, boris);
  Client client(port());
  client.sign_in("anna");
  const Response made = client.ask("POST", "/api/v1/calls", R"({"to":"+79161234567"})");
  EXPECT_EQ(made.status, 201);
  EXPECT_TRUE(desk.saw("call +79161234567"));
  for (const std::string verb : {"answer", "decline", "hangup", "hold", "unhold", "mute", "unmute"}) {
    EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/" + verb).status, 200) << verb;
    EXPECT_TRUE(desk.saw(verb + " 7")) << verb;
  }
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/dtmf", R"({"digits":"12#"})").status, 200);
  EXPECT_TRUE(desk.saw("dtmf 12# 7"));
  EXPECT_EQ(code_of(client.ask("POST", "/api/v1/calls/7/dtmf", R"({"digits":"x"})")), "bad_digits");
  EXPECT_EQ(code_of(client.ask("POST", "/api/v1/calls/7/hold", R"({"x":1})")), "unknown_field");
  EXPECT_EQ(code_of(client.ask("POST", "/api/v1/calls/8/hangup")), "not_your_call");
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/9/hangup", "{}").status, 404);
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/record", R"({"on":false,"reason":"card"})").status, 200);
  EXPECT_TRUE(desk.saw("pause_recording card 7"));
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/record", R"({"action":"resume"})").status, 200);
  EXPECT_TRUE(desk.saw("record 7"));
  for (const std::string wrong : {"{}", R"({"on":true,"action":"start"})", R"({"action":"erase"})"})
    EXPECT_EQ(code_of(client.ask("POST", "/api/v1/calls/7/record", wrong)), "bad_parameter") << wrong;
}

TEST_F(ServerTest, colleagues_calls_are_picked_up_parked_and_fetched) {
  open();
  live_call(7, anna);
  live_call(8, boris);
  Client client(port());
  client.sign_in("anna");
  EXPECT_EQ(client.ask("PUT", "/api/v1/me/absence", R"({"absence":"meeting"})").status, 200);
  EXPECT_TRUE(desk.saw("absence meeting"));
  const Response taken = client.ask("POST", "/api/v1/calls/pickup", R"({"agent":2})");
  EXPECT_EQ(taken.status, 200);
  EXPECT_NE(taken.body.find("\"id\":8"), std::string::npos) << taken.body;
  const Response parked = client.ask("GET", "/api/v1/parked");
  EXPECT_EQ(parked.status, 200);
  EXPECT_EQ(client.ask("POST", "/api/v1/parked/7/fetch").status, 200);
  EXPECT_TRUE(desk.saw("fetch 7"));
}

TEST_F(ServerTest, customers_are_handed_over_and_colleagues_asked) {
  open();
  live_call(7, anna);
  live_call(8, boris);
  Client client(port());
  client.sign_in("anna");
  for (const std::string of : {"/api/v1/calls/7/", "/api/v1/interactions/7/"}) {
    EXPECT_EQ(client.ask("POST", of + "transfer", R"({"to":" boris "})").status, 200);
    EXPECT_TRUE(desk.saw("transfer boris 7"));
    EXPECT_EQ(client.ask("POST", of + "transfer", R"({"to":"boris","note":"a bill"})").status, 200);
    EXPECT_TRUE(desk.saw("transfer boris saying a bill 7"));
    EXPECT_EQ(client.ask("POST", of + "transfer", "{}").status, 200);
    EXPECT_TRUE(desk.saw("hand over 7"));
    EXPECT_EQ(client.ask("POST", of + "consult", R"({"to":"sales"})").status, 200);
    EXPECT_TRUE(desk.saw("consult sales 7"));
    EXPECT_EQ(code_of(client.ask("POST", of + "transfer", R"({"to":" "})")), "no_such_target");
    EXPECT_EQ(code_of(client.ask("POST", of + "consult", R"({"to":""})")), "no_such_target");
    EXPECT_EQ(code_of(client.ask("POST", of + "consult", "{}")), "missing_field");
  }
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/conference").status, 200);
  EXPECT_TRUE(desk.saw("conference 7"));
  EXPECT_EQ(code_of(client.ask("POST", "/api/v1/calls/8/transfer", R"({"to":"anna"})")), "not_your_call");
}

TEST_F(ServerTest, supervisors_listen_and_nobody_else) {
  open();
  live_call(7, anna);
  Client client(port());
  client.sign_in("anna");
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/listen", R"({"mode":"listen"})").status, 403);
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/take-over").status, 403);
  EXPECT_EQ(client.ask("DELETE", "/api/v1/calls/7/listen").status, 403);
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/members", R"({"to":"+79035550101"})").status, 200);
  EXPECT_TRUE(desk.saw("invite +79035550101 7"));
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/members/mute", R"({"member":"customer"})").status, 200);
  EXPECT_TRUE(desk.saw("mute member customer 7"));
  EXPECT_EQ(client.ask("POST", "/api/v1/calls/7/members/drop", R"({"member":"agent:3"})").status, 200);
  EXPECT_TRUE(desk.saw("drop member agent:3 7"));
  EXPECT_EQ(code_of(client.ask("POST", "/api/v1/calls/7/members/drop", R"({"member":""})")),
            "no_such_member");
  client.sign_in("vera");
  const Response heard = client.ask("POST", "/api/v1/calls/7/listen", R"({"mode":"whisper"})");
  EXPECT_EQ(heard.status, 200) << heard.body;
  EXPECT_TRUE(has(heard.body, "\"mode\":\"whisper\"")) << heard.body;
  EXPECT_TRUE(desk.saw("whisper 7"));
  EXPECT_EQ(code_of(client.ask("POST", "/api/v1/calls/7/listen", R"({"mode":"spy"})")), "bad_mode");
  EXPECT_EQ(client.ask("DELETE", "/api/v1/calls/7/listen").status, 200);
  EXPECT_TRUE(desk.saw("leave line 7"));
}

TEST_F(ServerTest, conversations_are_listed_read_and_finished) {
  ended_call(5, anna);
  ended_call(6, boris);
  open();
  live_call(7, anna);
  Client client(port());
  client.sign_in("anna");
  const Response all = client.ask("GET", "/api/v1/interactions");
  EXPECT_TRUE(has(all.body, "\"id\":5") && has(all.body, "\"id\":6")) << all.body;
  const Response mine = client.ask("GET", "/api/v1/interactions?agent=me&state=ended&channel=voice&limit=5");
  EXPECT_TRUE(has(mine.body, "\"id\":5") && !has(mine.body, "\"id\":6")) << mine.body;
  EXPECT_TRUE(has(client.ask("GET", "/api/v1/interactions/7").body, "\"state\":\"active\""));
  EXPECT_TRUE(has(client.ask("GET", "/api/v1/interactions/5").body, "\"state\":\"ended\""));
  EXPECT_EQ(client.ask("GET", "/api/v1/interactions/99").status, 404);
  EXPECT_EQ(client.ask("GET", "/api/v1/interactions/5/decisions").body, "{\"items\":[],\"next\":\"\"}");
  EXPECT_EQ(client.ask("POST", "/api/v1/interactions/7/accept").status, 200);
  EXPECT_TRUE(desk.saw("answer 7"));
  EXPECT_EQ(
      client.ask("POST", "/api/v1/interactions/7/finish", R"({"disposition":"solved","note":"ok"})").status,
      200);
  EXPECT_TRUE(desk.saw("finish solved 7"));
  EXPECT_EQ(client.ask("POST", "/api/v1/interactions/7/message", "{}").status, 501);
  EXPECT_EQ(client.ask("PUT", "/api/v1/interactions/7/contact", R"({"contact":3})").status, 200);
  EXPECT_TRUE(desk.saw("attach 7 to 3"));
  const std::string chat = R"({"channel":"chat","queue":"support","from":"Вася","text":"Привет"})";
  EXPECT_EQ(client.ask("POST", "/api/v1/interactions", chat).status, 201);
  EXPECT_EQ(code_of(client.ask("POST", "/api/v1/interactions",
                               R"({"channel":"voice","queue":"support","from":"1","text":""})")),
            "bad_channel");
  EXPECT_EQ(
      client
          .ask("POST", "/api/v1/interactions", R"({"channel":"chat","queue":"nowhere","from":"1","text":""})")
          .status,
      422);
  EXPECT_TRUE(has(client.ask("GET", "/api/v1/queues").body, "\"name\":\"support\""));
  EXPECT_TRUE(has(client.ask("GET", "/api/v1/queues/support").body, "{\"id\":1,"));
  EXPECT_TRUE(has(client.ask("GET", "/api/v1/queues/1").body, "{\"id\":1,"));
  EXPECT_EQ(client.ask("GET", "/api/v1/queues/none").status, 404);
  EXPECT_TRUE(has(client.ask("GET", "/api/v1/agents").body, "Анна"));
}

TEST_F(ServerTest, a_recording_is_played_in_parts_by_those_who_may) {
  const std::string sound = "ID3" + std::string(200'000, 'x') + "end";
  ended_call(5, anna, sound);
  ended_call(6, boris, "his");
  ended_call(9, anna);
  open();
  Client client(port());
  client.sign_in("anna");
  const std::string path = "/api/v1/interactions/5/recording.mp3";
  const Response whole = client.ask("GET", path);
  ASSERT_EQ(whole.status, 200) << whole.body.substr(0, 300);
  EXPECT_EQ(whole.body, sound);
  EXPECT_EQ(whole.headers.at("content-type"), "audio/mpeg");
  EXPECT_EQ(whole.headers.at("accept-ranges"), "bytes");
  const Response part = client.ask("GET", path, "", {{"Range", "bytes=3-5"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "xxx");
  EXPECT_EQ(part.headers.at("content-range"), "bytes 3-5/" + std::to_string(sound.size()));
  EXPECT_EQ(client.ask("GET", path, "", {{"Range", "bytes=-3"}}).body, "end");
  const Response beyond = client.ask("GET", path, "", {{"Range", "bytes=999999-"}});
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(beyond.headers.at("content-range"), "bytes */" + std::to_string(sound.size()));
  const Response head = client.ask("HEAD", path);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), std::to_string(sound.size()));
  const std::string etag = whole.headers.at("etag");
  EXPECT_EQ(client.ask("GET", path, "", {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(client.ask("GET", path, "", {{"Range", "bytes=0-1"}, {"If-Range", "\"other\""}}).status, 200);

  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/interactions/6/recording.mp3")), "not_yours");
  EXPECT_EQ(code_of(client.ask("GET", "/api/v1/interactions/9/recording.mp3")), "no_recording");
  EXPECT_EQ(client.ask("GET", "/api/v1/interactions/99/recording.mp3").status, 404);
  Client chief(port());
  chief.sign_in("vera");
  EXPECT_EQ(chief.ask("GET", "/api/v1/interactions/6/recording.mp3").body, "his");
}

TEST_F(ServerTest, a_repeated_post_with_the_same_key_does_the_thing_once) {
  open();
  Client client(port());
  client.sign_in("anna");
  const Headers key{{"Idempotency-Key", "k-1"}};
  const std::string body = R"({"name":"Один","phones":["+79160000001"]})";
  const Response first = client.ask("POST", "/api/v1/contacts", body, key);
  const Response second = client.ask("POST", "/api/v1/contacts", body, key);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(second.headers.at("idempotency-replayed"), "true");
  const Response other = client.ask("POST", "/api/v1/contacts", R"({"name":"Два","phones":[]})", key);
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(code_of(other), "idempotency_conflict");
  EXPECT_EQ(
      code_of(client.ask("POST", "/api/v1/contacts", body, {{"Idempotency-Key", std::string(300, 'a')}})),
      "bad_idempotency_key");
  Client boris_client(port());
  boris_client.sign_in("boris");  // another person's key is another key
  const Response his = boris_client.ask("POST", "/api/v1/calls", R"({"to":"+79160000001"})", key);
  EXPECT_EQ(his.status, 201);
  EXPECT_EQ(his.headers.count("idempotency-replayed"), 0u);
}

TEST_F(ServerTest, a_full_pool_answers_busy_at_once) {
  open();
  Client client(port());
  client.sign_in("anna");
  store_pool.full = true;
  const Response response = client.ask("GET", "/api/v1/contacts");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(code_of(response), "busy");
  EXPECT_EQ(response.headers.at("retry-after"), "1");
  store_pool.full = false;
  EXPECT_EQ(client.ask("GET", "/api/v1/contacts").status, 200);
}

TEST_F(ServerTest, what_is_too_large_is_refused_with_words) {
  settings.limits.body_bytes = 10'000;
  open();
  Client body(port());
  const Response large = body.ask("POST", "/api/v1/session", std::string(20'000, ' '));
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(code_of(large), "body_too_large");
  Client header(port());
  const Response long_header = header.ask("GET", "/healthz", "", {{"X-Long", std::string(20'000, 'x')}});
  EXPECT_EQ(long_header.status, 431);
  Client nonsense(port());
  nonsense.send_raw("BREW coffee\r\n\r\n");
  EXPECT_EQ(nonsense.read_response().status, 400);
  EXPECT_TRUE(nonsense.at_end());
  Client no_host(port());
  no_host.send_raw("GET /healthz HTTP/1.1\r\n\r\n");
  EXPECT_EQ(no_host.read_response().status, 400);
}

TEST_F(ServerTest, who_sends_his_header_too_slowly_is_cut) {
  settings.limits.header_time = std::chrono::milliseconds(100);
  settings.limits.idle_time = std::chrono::milliseconds(200);
  open();
  Client slow(port());
  slow.send_raw("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow:");
  EXPECT_TRUE(slow.at_end());
  Client silent(port());
  EXPECT_TRUE(silent.at_end());
}

TEST_F(ServerTest, connections_over_the_limit_are_closed_and_a_closed_one_makes_room) {
  settings.limits.connections = 2;
  open();
  auto first = std::make_unique<Client>(port());
  Client second(port());
  EXPECT_EQ(first->ask("GET", "/healthz").status, 200);
  EXPECT_EQ(second.ask("GET", "/healthz").status, 200);
  Client third(port());
  EXPECT_TRUE(third.at_end());
  EXPECT_TRUE(has(second.ask("GET", "/metrics").body, "okno_http_connections_refused_total 1"));
  first.reset();
  for (;;) {  // the server notices the end in its own time
    if (has(second.ask("GET", "/metrics").body, "okno_http_connections 1\n")) break;
  }
  Client fourth(port());
  EXPECT_EQ(fourth.ask("GET", "/healthz").status, 200);
}

TEST_F(ServerTest, several_requests_and_a_body_in_pieces_share_one_connection) {
  open();
  Client client(port());
  client.send_raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_response().status, 200);
  EXPECT_EQ(client.read_response().status, 200);
  client.send_raw(
      "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 34\r\n\r\n");
  EXPECT_EQ(client.read_response().status, 100);
  client.send_raw(R"({"login":"anna","password":"demo"})");
  EXPECT_EQ(client.read_response().status, 200);
}

TEST_F(ServerTest, the_desk_is_served_with_caching_and_without_inline_scripts) {
  files = {{"/assets/a-1.js", "text/javascript", "\"j1\"", "let a=1", "GZ", true},
           {"/index.html", "text/html; charset=utf-8", "\"h1\"", "<html>desk</html>", "", false}};
  open();
  Client client(port());
  for (const std::string path : {"/", "/index.html", "/contacts/7", "/board"}) {
    const Response page = client.ask("GET", path);
    EXPECT_EQ(page.body, "<html>desk</html>") << path;
    EXPECT_TRUE(has(page.headers.at("content-security-policy"), "script-src 'self';")) << path;
    EXPECT_TRUE(has(page.headers.at("content-security-policy"), "frame-ancestors 'none'")) << path;
    EXPECT_EQ(page.headers.at("cache-control"), "no-cache");
  }
  const Response script = client.ask("GET", "/assets/a-1.js");
  EXPECT_EQ(script.body, "let a=1");
  EXPECT_TRUE(has(script.headers.at("cache-control"), "immutable"));
  EXPECT_EQ(client.ask("GET", "/assets/a-1.js", "", {{"Accept-Encoding", "br, gzip"}}).body, "GZ");
  EXPECT_EQ(client.ask("GET", "/assets/a-1.js", "", {{"If-None-Match", "\"j1\""}}).status, 304);
  EXPECT_EQ(client.ask("GET", "/assets/none.js").status, 404);
  EXPECT_EQ(client.ask("GET", "/../../etc/passwd").body, "<html>desk</html>");
  EXPECT_EQ(client.ask("GET", "/%2e%2e/%2e%2e/etc/passwd").body, "<html>desk</html>");
  EXPECT_EQ(client.ask("POST", "/board", "{}").status, 405);
}

TEST_F(ServerTest, without_a_built_desk_the_page_says_how_to_build_it) {
  open();
  Client client(port());
  EXPECT_TRUE(has(client.ask("GET", "/").body, "make build"));
}

TEST_F(ServerTest, numbers_for_prometheus_include_what_the_house_adds) {
  metrics = [] { return std::string("okno_calls_live 3\n"); };
  open();
  Client client(port());
  client.ask("GET", "/healthz");
  const Response response = client.ask("GET", "/metrics");
  EXPECT_EQ(response.headers.at("content-type").substr(0, 10), "text/plain");
  EXPECT_TRUE(has(response.body, "okno_http_answers_total{status=\"2xx\"} 1")) << response.body;
  EXPECT_TRUE(has(response.body, "okno_calls_live 3"));
}

TEST_F(ServerTest, a_wrong_address_is_named) {
  settings.http = "nonsense";
  auto bad = start(
      settings, {desk, *records, *store, store_pool, password_pool, sound_pool, clock, hub, files, metrics});
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().code, "bad_address");
  settings.http = "127.0.0.1:0";
  open();
  const std::string taken = server->http_address();
  settings.http = taken;
  LiveHub other;
  auto busy = start(settings, {desk, *records, *store, store_pool, password_pool, sound_pool, clock, other,
                               files, metrics});
  ASSERT_FALSE(busy.ok());
  EXPECT_EQ(busy.error().code, "bind_failed");
  EXPECT_TRUE(has(busy.error().words, taken)) << busy.error().words;
}

TEST_F(ServerTest, stopping_closes_idle_connections_and_refuses_new_ones) {
  settings.limits.stop_time = std::chrono::seconds(20);
  open();
  Client idle(port());
  EXPECT_EQ(idle.ask("GET", "/healthz").status, 200);
  server->stop();
  EXPECT_TRUE(idle.at_end());
}
}  // namespace
}  // namespace okno::api::testing
