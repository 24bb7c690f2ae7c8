// The words of the live socket (GET /api/v1/live): what the server sends as `data` beside the views, and what
// the window may send. The tables of shapes.cpp join each type's name with its shape.
#pragma once
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "app/rules/views.h"
#include "app/views.h"

namespace okno::api {
// --- from the server
struct PhoneAnswerView {  // "phone.answer", to the socket that offered
  std::string sdp;
};
BOOST_DESCRIBE_STRUCT(PhoneAnswerView, (), (sdp))
struct PhoneStateView {  // "phone.state": has this agent a browser phone, and is it this window's
  bool connected = false;
  bool here = false;
};
BOOST_DESCRIBE_STRUCT(PhoneStateView, (), (connected, here))
struct PhoneEchoView {  // "phone.echo": what the microphone test does now
  bool on = false;
};
BOOST_DESCRIBE_STRUCT(PhoneEchoView, (), (on))
struct RefusedView {  // "refused", "phone.error", "error": a stable code and words for people
  std::string code;
  std::string words;
};
BOOST_DESCRIBE_STRUCT(RefusedView, (), (code, words))
struct NothingView {};
BOOST_DESCRIBE_STRUCT(NothingView, (), ())

// --- from the window
struct CardDrawnFrame {
  std::string type;
  std::int64_t offer = 0;
};
BOOST_DESCRIBE_STRUCT(CardDrawnFrame, (), (type, offer))
struct ViewingFrame {
  std::string type;
  std::optional<std::int64_t> contact;  // null: no card is open
};
BOOST_DESCRIBE_STRUCT(ViewingFrame, (), (type, contact))
struct PhoneOfferFrame {
  std::string type;
  std::string sdp;
};
BOOST_DESCRIBE_STRUCT(PhoneOfferFrame, (), (type, sdp))
struct PhoneEchoFrame {
  std::string type;
  bool on = false;
};
BOOST_DESCRIBE_STRUCT(PhoneEchoFrame, (), (type, on))
struct BareFrame {  // "phone.close", "ping"
  std::string type;
};
BOOST_DESCRIBE_STRUCT(BareFrame, (), (type))

// --- answers and requests that only the API has
struct IceServerView {  // as RTCPeerConnection takes it
  std::vector<std::string> urls;
  std::string username, credential;  // "": it asks for none
};
BOOST_DESCRIBE_STRUCT(IceServerView, (), (urls, username, credential))

struct IceView {
  std::vector<IceServerView> servers;
  app::Ms until_ms = 0;  // names and passwords end then
};
BOOST_DESCRIBE_STRUCT(IceView, (), (servers, until_ms))

struct SignedInView {
  std::string csrf;  // goes back in X-CSRF-Token on every write
  app::IdNumber id = 0;
  app::Role role = app::Role::agent;
  app::Ms expires_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(SignedInView, (), (csrf, id, role, expires_at_ms))
struct HealthView {
  std::string status;  // "ok"
  bool demo = false;
};
BOOST_DESCRIBE_STRUCT(HealthView, (), (status, demo))
struct ProblemView {  // RFC 9457; `code` is stable, `detail` says what to do next
  std::string type;
  std::string title;
  int status = 0;
  std::string detail;
  std::string code;
  std::optional<std::vector<app::ProblemPlaceView>> problems;  // of bad_configuration: each with its place
};
BOOST_DESCRIBE_STRUCT(ProblemView, (), (type, title, status, detail, code, problems))
}  // namespace okno::api
