// The lines to the providers as the API shows them. The password goes in and never comes out.
#pragma once
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace okno::app {
struct LineView {
  std::int64_t id = 0;  // 0: of the settings file, which is changed there
  std::string name;
  std::string address;    // host or host:port
  std::string transport;  // udp, tcp, tls
  std::string login;
  bool password_known = false;
  bool registers = false;
  std::string caller_id;
  std::vector<std::string> allowed;   // whose calls are this line's
  std::vector<std::string> prefixes;  // of numbers that go out here; none: all
  std::int64_t max_channels = 0;      // 0: any number
  std::vector<std::string> codecs;    // in the order of choice; none: all
  std::string media_encryption;       // off, offer, required
};
BOOST_DESCRIBE_STRUCT(LineView, (),
                      (id, name, address, transport, login, password_known, registers, caller_id, allowed,
                       prefixes, max_channels, codecs, media_encryption))

// What is absent stays as it was, or is chosen: the name from the address, the registration from the login.
struct LineRequest {
  std::optional<std::string> name, address, transport, login, password;
  std::optional<bool> registers;
  std::optional<std::string> caller_id;
  std::optional<std::vector<std::string>> allowed, prefixes;
  std::optional<std::int64_t> max_channels;
  std::optional<std::vector<std::string>> codecs;
  std::optional<std::string> media_encryption;
};
BOOST_DESCRIBE_STRUCT(LineRequest, (),
                      (name, address, transport, login, password, registers, caller_id, allowed, prefixes,
                       max_channels, codecs, media_encryption))
struct LineTestRequest {
  std::optional<std::string> number;  // to be called; none: no call
};
BOOST_DESCRIBE_STRUCT(LineTestRequest, (), (number))

struct LineTestStepView {
  std::string step;   // dns, transport, registration, authentication, call, audio, nat
  std::string state;  // running, passed, failed, skipped, unsure
  std::string code;
  std::string ru, en;                // what came of it
  std::string remedy_ru, remedy_en;  // what to do; "" when there is nothing to do
};
BOOST_DESCRIBE_STRUCT(LineTestStepView, (), (step, state, code, ru, en, remedy_ru, remedy_en))

struct LineTestView {  // live event "line.tested", told anew with each step
  std::string trunk;
  bool over = false;
  bool passed = false;  // no step has failed
  std::vector<LineTestStepView> steps;
};
BOOST_DESCRIBE_STRUCT(LineTestView, (), (trunk, over, passed, steps))
}  // namespace okno::app
