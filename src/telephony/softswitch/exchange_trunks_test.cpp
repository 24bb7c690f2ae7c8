// Providers' lines against a second exchange of ours that knows us as its phone "anna-desk", and against
// peers that say nothing or no.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <future>
#include <set>

#include "telephony/softswitch/town_test.h"

namespace okno::telephony::softswitch {
namespace {
Trunk line_to(const Town& provider, const std::string& password = "demo") {
  Trunk trunk;
  trunk.name = "provider";
  trunk.address = "127.0.0.1:" + std::to_string(provider.running.sip_port);
  trunk.login = "anna-desk";
  trunk.password = password;
  trunk.registers = true;
  trunk.keep_alive_s = 0;
  return trunk;
}
// A provider that knows its customers by their passwords alone.
void by_password(Settings& settings) {
  settings.trunks.clear();
}
// One who hears all and says nothing.
class Nobody {
 public:
  Nobody() : port_(free_port()), fd_(socket(AF_INET, SOCK_DGRAM, 0)) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_port = htons(port_);
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&own), sizeof own), 0) << port_;
  }
  ~Nobody() { close(fd_); }
  Nobody(const Nobody&) = delete;
  Nobody& operator=(const Nobody&) = delete;
  std::uint16_t port() const { return port_; }
  // Calls that have come, however often their INVITE was repeated.
  std::size_t calls() const {
    std::set<std::string> seen;
    char text[4096];
    for (ssize_t size; (size = recv(fd_, text, sizeof text, MSG_DONTWAIT)) > 0;) {
      const std::string message(text, static_cast<std::size_t>(size));
      if (message.rfind("INVITE ", 0) == 0) seen.insert(message.substr(message.find("Call-ID:"), 60));
    }
    return seen.size();
  }

 private:
  std::uint16_t port_;
  int fd_;
};
// "first" and "second", both to him.
std::function<void(Settings&)> two_lines_to(const Town& provider, int max_channels = 0) {
  Trunk line;
  line.address = "127.0.0.1:" + std::to_string(provider.running.sip_port);
  line.keep_alive_s = 0;
  line.max_channels = max_channels;
  return [line](Settings& settings) mutable {
    line.name = "first";
    settings.trunks = {line};
    line.name = "second";
    settings.trunks.push_back(line);
  };
}
Trunk silent_line(const Nobody& peer) {
  Trunk trunk;
  trunk.name = "silent";
  trunk.address = "127.0.0.1:" + std::to_string(peer.port());
  trunk.keep_alive_s = 30;
  return trunk;
}
}  // namespace

TEST(ExchangeTrunks, we_register_with_a_provider_and_call_both_ways) {
  Town provider(by_password);
  Town ours([&](Settings& settings) { settings.trunks = {line_to(provider)}; });
  ASSERT_TRUE(ours.witness.saw("trunk provider registered 200")) << ours.witness.all();
  ASSERT_TRUE(provider.witness.saw("phone anna-desk on")) << provider.witness.all();

  // Out: the provider asks who we are, and is told.
  provider.witness.on_call = [&](const ports::IncomingCall& call) { provider.line().answer(call.leg); };
  const LegId out = ours.line().next_leg();
  ours.line().dial(out, ports::DialNumber{"+79161234567", ""}, {"+74950001122", "Okno"});
  EXPECT_TRUE(ours.witness.saw("answered 1")) << ours.witness.all() << provider.witness.all();
  EXPECT_EQ(provider.witness.last_call().to_user, "+79161234567");
  EXPECT_EQ(provider.witness.last_call().registered_user, "anna-desk");
  ours.line().hang_up(out);
  EXPECT_TRUE(provider.witness.saw("ended 1 hung_up")) << provider.witness.all();

  // In: the provider's call comes to where we registered, and is that trunk's.
  const LegId in = provider.line().next_leg();
  provider.line().dial(in, ports::DialDeskPhone{"anna-desk"}, {"+79161234567", "Мария"});
  EXPECT_TRUE(ours.witness.saw("arrived")) << ours.witness.all();
  EXPECT_EQ(ours.witness.last_call().trunk, "provider");
  EXPECT_EQ(ours.witness.last_call().from_number, "+79161234567");
  provider.line().hang_up(in);
  EXPECT_TRUE(ours.witness.saw("ended 2")) << ours.witness.all();
}

TEST(ExchangeTrunks, a_wrong_password_is_named_and_calls_out_end_as_declined) {
  Town provider(by_password);
  Town ours([&](Settings& settings) { settings.trunks = {line_to(provider, "wrong")}; });
  EXPECT_TRUE(ours.witness.saw("trunk provider refused")) << ours.witness.all();
  EXPECT_NE(ours.witness.all().find("wrong_login"), std::string::npos);
  ours.line().dial(ours.line().next_leg(), ports::DialNumber{"+79161234567", ""}, {"+74950001122", ""});
  EXPECT_TRUE(ours.witness.saw("ended 1 ")) << ours.witness.all();
  EXPECT_EQ(provider.witness.count("arrived"), 0U);
}

TEST(ExchangeTrunks, a_line_that_says_nothing_is_left_for_the_next_one) {
  Town provider;
  const Nobody nobody;
  provider.witness.on_call = [&](const ports::IncomingCall& call) { provider.line().answer(call.leg); };
  Town ours([&](Settings& settings) {
    Trunk second;
    second.name = "second";
    second.address = "127.0.0.1:" + std::to_string(provider.running.sip_port);
    second.keep_alive_s = 0;
    settings.trunks = {silent_line(nobody), second};
    settings.trunk_patience = std::chrono::milliseconds(50);
  });
  const LegId leg = ours.line().next_leg();
  ours.line().dial(leg, ports::DialNumber{"+79161234567", ""}, {"+74950001122", ""});
  EXPECT_TRUE(ours.witness.saw("answered 1")) << ours.witness.all();
  EXPECT_TRUE(ours.witness.saw("trunk silent silent 0 no_answer")) << ours.witness.all();
  EXPECT_EQ(ours.witness.count("ended"), 0U) << "who waits hears nothing of it";
  // The next call does not try it first.
  const LegId next = ours.line().next_leg();
  ours.line().dial(next, ports::DialNumber{"+79161234568", ""}, {"+74950001122", ""});
  EXPECT_TRUE(ours.witness.saw("answered 2")) << ours.witness.all();
  EXPECT_EQ(nobody.calls(), 1U);
}

TEST(ExchangeTrunks, who_was_rung_is_not_rung_again_by_the_next_line) {
  Town provider;
  provider.witness.on_call = [&](const ports::IncomingCall& call) {
    provider.line().ring_back(call.leg);
    provider.line().reject(call.leg, 504, "nobody picks up");
  };
  Town ours(two_lines_to(provider));
  ours.line().dial(ours.line().next_leg(), ports::DialNumber{"+79161234567", ""}, {"+74950001122", ""});
  EXPECT_TRUE(ours.witness.saw("ended 1 ")) << ours.witness.all();
  EXPECT_EQ(provider.witness.count("arrived"), 1U);
}

TEST(ExchangeTrunks, busy_is_the_callees_word_and_no_reason_to_try_another_line) {
  Town provider;
  provider.witness.on_call = [&](const ports::IncomingCall& call) {
    provider.line().reject(call.leg, 486, "busy");
  };
  Town ours(two_lines_to(provider));
  ours.line().dial(ours.line().next_leg(), ports::DialNumber{"+79161234567", ""}, {"+74950001122", ""});
  EXPECT_TRUE(ours.witness.saw("ended 1 busy 486")) << ours.witness.all();
  EXPECT_EQ(provider.witness.count("arrived"), 1U);
}

TEST(ExchangeTrunks, an_overloaded_line_sends_the_call_to_the_next_and_all_full_is_503) {
  Town provider;
  int came = 0;
  provider.witness.on_call = [&](const ports::IncomingCall& call) {
    if (++came == 1)
      provider.line().reject(call.leg, 503, "full");
    else
      provider.line().answer(call.leg);
  };
  Town ours(two_lines_to(provider, 1));
  const auto dial = [&] {
    ours.line().dial(ours.line().next_leg(), ports::DialNumber{"+79161234567", ""}, {"+74950001122", ""});
  };
  dial();
  EXPECT_TRUE(ours.witness.saw("answered 1")) << ours.witness.all();
  EXPECT_EQ(provider.witness.count("arrived"), 2U);
  dial();
  EXPECT_TRUE(ours.witness.saw("answered 2")) << ours.witness.all();
  dial();
  EXPECT_TRUE(ours.witness.saw("ended 3 failed 503")) << ours.witness.all();
}

TEST(ExchangeTrunks, keep_alives_show_a_living_line) {
  Town provider;
  Town ours([&](Settings& settings) {
    Trunk line;
    line.name = "line";
    line.address = "127.0.0.1:" + std::to_string(provider.running.sip_port);
    settings.trunks = {line};
  });
  EXPECT_TRUE(ours.witness.saw("trunk line alive 200")) << ours.witness.all();
}

TEST(ExchangeTrunks, a_call_that_comes_while_a_silent_line_is_asked_is_taken) {
  const Nobody nobody;
  Town ours([&](Settings& settings) { settings.trunks.push_back(silent_line(nobody)); });
  ours.witness.on_call = [&](const ports::IncomingCall& call) { ours.line().answer(call.leg); };
  Sipp sipp(ours, "uac-plain-call");
  EXPECT_TRUE(sipp.finish()) << sipp.errors() << ours.witness.all();
}

// `okno doctor` beside a server: the provider keeps one address for an account, and it stays the server's.
TEST(ExchangeTrunks, an_exchange_that_only_tries_leaves_the_registration_as_it_was) {
  Town provider(by_password);
  Town server([&](Settings& settings) { settings.trunks = {line_to(provider)}; });
  ASSERT_TRUE(provider.witness.saw("phone anna-desk on")) << provider.witness.all();
  {
    Town doctor([&](Settings& settings) {
      settings.trunks = {line_to(provider)};
      settings.only_trials = true;
    });
    std::vector<std::string> steps;
    std::promise<void> over;
    doctor.running.trials->try_trunk(
        {"provider", "", "", 0, ""},
        [&](const ports::TrialStep& step) {
          if (step.state != ports::TrialStep::State::running) steps.push_back(step.step + " " + step.code);
        },
        [&](bool) { over.set_value(); });
    over.get_future().wait();
    EXPECT_EQ(std::count(steps.begin(), steps.end(), "registration known_here"), 1) << steps.size();
    EXPECT_EQ(std::count(steps.begin(), steps.end(), "authentication believed"), 1);
    EXPECT_EQ(doctor.witness.count("trunk provider registered"), 0U);
  }
  const LegId in = provider.line().next_leg();
  provider.line().dial(in, ports::DialDeskPhone{"anna-desk"}, {"+79161234567", ""});
  EXPECT_TRUE(server.witness.saw("arrived")) << server.witness.all() << provider.witness.all();
  EXPECT_EQ(provider.witness.count("phone anna-desk"), 1U) << provider.witness.all();
}
}  // namespace okno::telephony::softswitch
