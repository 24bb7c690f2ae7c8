// The closed lists of the trade. Enumerators are spelled as JSON and SQL spell them (Boost.Describe gives the
// names).
#pragma once
#include <boost/describe/enum.hpp>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace okno::domain {
BOOST_DEFINE_ENUM_CLASS(Channel, voice, chat, email, sms, social)
// Letters and posts wait for a quiet hour; chats and text messages want an answer now.
constexpr bool is_letter(Channel channel) {
  return channel == Channel::email || channel == Channel::social;
}
// internal: a colleague calls a colleague.
BOOST_DEFINE_ENUM_CLASS(Direction, inbound, outbound, internal)
BOOST_DEFINE_ENUM_CLASS(Role, agent, supervisor, admin)
// What an agent is at this moment.
BOOST_DEFINE_ENUM_CLASS(AgentState, offline, ready, pause, offered, talking, wrap_up)
// Where an interaction is: greeting/ivr → waiting → offered → active (⇄ held) → wrap_up → ended; dialling: an
// outbound call before the customer answers; planned: a call that is dialled when its time has come.
BOOST_DEFINE_ENUM_CLASS(InteractionState, ivr, dialling, waiting, offered, active, held, wrap_up, ended,
                        planned)
// Why an interaction ended. answered = finished after talking; lost = the customer left while waiting;
// refused = nobody may take it (blacklist, overload, closed); interrupted = the server stopped under it;
// voicemail = he left a message; announced = he heard the message he was sent to; transferred = he was handed
// over to somebody outside; given_up = no try of a callback reached him; cancelled = a planned call was
// called off.
BOOST_DEFINE_ENUM_CLASS(EndCause, answered, lost, left_in_ivr, refused, busy, no_answer, failed, interrupted,
                        media_timeout, voicemail, announced, transferred, given_up, cancelled)
// What a missed ring makes of an agent. stay: he is offered the next one.
BOOST_DEFINE_ENUM_CLASS(NoAnswer, pause, stay, offline)
// What somebody is in a conversation: it is his, he was asked for advice, all three hear each other.
BOOST_DEFINE_ENUM_CLASS(Part, talk, consult, conference)
BOOST_DEFINE_ENUM_CLASS(Strategy, longest_idle, round_robin, fewest_contacts, by_qualification)

// Why calls to him by name do not ring: he sits in a meeting, or wants to hear nothing.
BOOST_DEFINE_ENUM_CLASS(Absence, none, meeting, do_not_disturb)
// When a call to him by name goes elsewhere. closed: outside of his hours; away: he is on a break or not at
// work, or no phone of his is there.
BOOST_DEFINE_ENUM_CLASS(ForwardWhen, always, busy, no_answer, away, meeting, closed)
BOOST_DEFINE_ENUM_CLASS(DeviceKind, browser, desk, mobile)

template <class E>
constexpr std::string_view to_text(E value) {
  return boost::describe::enum_to_string(value, "");
}
template <class E>
std::optional<E> from_text(std::string_view text) {
  E value{};
  if (!boost::describe::enum_from_string(std::string(text).c_str(), value)) return std::nullopt;
  return value;
}
}  // namespace okno::domain
