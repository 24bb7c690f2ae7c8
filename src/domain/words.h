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
BOOST_DEFINE_ENUM_CLASS(Direction, inbound, outbound)
BOOST_DEFINE_ENUM_CLASS(Role, agent, supervisor, admin)
// What an agent is at this moment.
BOOST_DEFINE_ENUM_CLASS(AgentState, offline, ready, pause, offered, talking, wrap_up)
// Where an interaction is: greeting/ivr → waiting → offered → active (⇄ held) → wrap_up → ended; dialling: an
// outbound call before the customer answers.
BOOST_DEFINE_ENUM_CLASS(InteractionState, ivr, dialling, waiting, offered, active, held, wrap_up, ended)
// Why an interaction ended. answered = finished after talking; lost = the customer left while waiting;
// refused = nobody may take it (blacklist, overload, closed); interrupted = the server stopped under it.
BOOST_DEFINE_ENUM_CLASS(EndCause, answered, lost, left_in_ivr, refused, busy, no_answer, failed, interrupted,
                        media_timeout)
BOOST_DEFINE_ENUM_CLASS(Strategy, longest_idle, round_robin, fewest_contacts, by_qualification)

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
