// Calls: start one, and the verbs of the one I am in. A call's id is its interaction's id.
#include "api/turns.h"

namespace okno::api {
namespace {
using app::InteractionView;
using domain::InteractionId;

constexpr std::size_t kMaxDigits = 64;        // a card number with pauses has 20
constexpr std::size_t kMaxNumberBytes = 128;  // a SIP address; E.164 has 16

void start_call(const ExchangePtr& x) {
  const auto wish = body_of<app::CallRequest>(x);
  if (!wish) return;
  if (base::trim(wish->to).empty() || wish->to.size() > kMaxNumberBytes)
    return x->refuse({"bad_number", "\"to\" must be a number to call."});
  x->house().parts.desk.call(x->who.agent, *wish, answers<InteractionView>(x));
}

using Act = void (app::Desk::*)(domain::AgentId, InteractionId, app::Done<InteractionView>);
using Switch = void (app::Desk::*)(domain::AgentId, InteractionId, bool, app::Done<InteractionView>);

template <Act act>
void run_act(const ExchangePtr& x) {
  if (const auto id = id_of(x); id && no_body(x))
    (x->house().parts.desk.*act)(x->who.agent, InteractionId(*id), answers<InteractionView>(x));
}

template <Switch act, bool on>
void run_switch(const ExchangePtr& x) {
  if (const auto id = id_of(x); id && no_body(x))
    (x->house().parts.desk.*act)(x->who.agent, InteractionId(*id), on, answers<InteractionView>(x));
}

void send_digits(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::DigitsRequest>(x);
  if (!wish) return;
  if (wish->digits.empty() || wish->digits.size() > kMaxDigits ||
      wish->digits.find_first_not_of("0123456789*#ABCD") != std::string::npos)
    return x->refuse({"bad_digits", "\"digits\" takes 1 to 64 of 0-9 * # A-D."});
  x->house().parts.desk.send_digits(x->who.agent, InteractionId(*id), wish->digits,
                                    answers<InteractionView>(x));
}

// Trims it; not one: it has been refused.
bool is_target(const ExchangePtr& x, std::string& to) {
  to = std::string(base::trim(to));
  if (!to.empty() && to.size() <= kMaxNumberBytes) return true;
  x->refuse({"no_such_target", "\"to\" names a colleague, a queue or a number."});
  return false;
}

// Without "to": who was asked takes the customer over.
void transfer(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  auto wish = body_of<app::HandOverRequest>(x);
  if (!wish || (wish->to && !is_target(x, *wish->to))) return;
  x->house().parts.desk.transfer(x->who.agent, InteractionId(*id), *wish, answers<InteractionView>(x));
}

void consult(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  auto wish = body_of<app::TransferRequest>(x);
  if (!wish || !is_target(x, wish->to)) return;
  x->house().parts.desk.consult(x->who.agent, InteractionId(*id), *wish, answers<InteractionView>(x));
}

// {on} or {action}: both say the same, for people and for programs.
void record(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::RecordRequest>(x);
  if (!wish) return;
  const std::string action = wish->action.value_or("");
  const bool pause = action == "pause";
  if (wish->on.has_value() == wish->action.has_value() ||
      (wish->action && !pause && action != "start" && action != "resume"))
    return x->refuse(
        {"bad_parameter", "Say {\"on\": true or false}, or {\"action\": start, pause or resume}."});
  if (wish->reason && *wish->reason != "card")
    return x->refuse({"bad_parameter", "\"reason\" may be \"card\", or absent."});
  x->house().parts.desk.record(x->who.agent, InteractionId(*id), wish->on.value_or(!pause),
                               wish->reason.has_value(), answers<InteractionView>(x));
}

void listen(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::ListenRequest>(x);
  if (!wish) return;
  const auto mode = domain::from_text<domain::ListenMode>(wish->mode);
  if (!mode) return x->refuse({"bad_mode", "\"mode\" is one of: listen, whisper, barge."});
  x->house().parts.desk.listen(x->who.agent, InteractionId(*id), *mode, answers<app::ListeningView>(x));
}

void leave_line(const ExchangePtr& x) {
  if (const auto id = id_of(x); id && no_body(x))
    x->house().parts.desk.stop_listening(x->who.agent, InteractionId(*id), answers<app::ListeningView>(x));
}

void invite(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::TransferRequest>(x);
  if (!wish) return;
  if (base::trim(wish->to).empty() || wish->to.size() > kMaxNumberBytes)
    return x->refuse({"bad_number", "\"to\" must be a number to bring in."});
  x->house().parts.desk.invite(x->who.agent, InteractionId(*id), wish->to, answers<InteractionView>(x));
}

std::optional<std::string> member_of(const ExchangePtr& x) {
  const auto wish = body_of<app::MemberRequest>(x);
  if (!wish) return std::nullopt;
  if (!wish->member.empty() && wish->member.size() <= kMaxNumberBytes) return wish->member;
  x->refuse({"no_such_member", "\"member\" names one of the conference, as its members are listed."});
  return std::nullopt;
}

template <bool on>
void mute_member(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  if (const auto member = member_of(x))
    x->house().parts.desk.mute_member(x->who.agent, InteractionId(*id), *member, on,
                                      answers<InteractionView>(x));
}

void drop_member(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  if (const auto member = member_of(x))
    x->house().parts.desk.drop_member(x->who.agent, InteractionId(*id), *member, answers<InteractionView>(x));
}
}  // namespace

std::vector<Route> call_routes() {
  using app::Desk;
  return {
      {Verb::post, "/api/v1/calls", "start_call", start_call, "", "CallRequest", "InteractionView", 201,
       "Call somebody: my phone first, then the number."},
      {Verb::post, "/api/v1/calls/{id}/answer", "answer_call", run_act<&Desk::answer>, "", "",
       "InteractionView", 200, "Take the offered call."},
      {Verb::post, "/api/v1/calls/{id}/decline", "decline_call", run_act<&Desk::decline>, "", "",
       "InteractionView", 200, "Give the offered call back."},
      {Verb::post, "/api/v1/calls/{id}/hangup", "hang_up_call", run_act<&Desk::hang_up>, "", "",
       "InteractionView", 200, "End the call."},
      {Verb::post, "/api/v1/calls/{id}/hold", "hold_call", run_switch<&Desk::hold, true>, "", "",
       "InteractionView", 200, "Music to the customer."},
      {Verb::post, "/api/v1/calls/{id}/unhold", "unhold_call", run_switch<&Desk::hold, false>, "", "",
       "InteractionView", 200, "Talk again."},
      {Verb::post, "/api/v1/calls/{id}/mute", "mute_call", run_switch<&Desk::mute, true>, "", "",
       "InteractionView", 200, "The customer does not hear me."},
      {Verb::post, "/api/v1/calls/{id}/unmute", "unmute_call", run_switch<&Desk::mute, false>, "", "",
       "InteractionView", 200, "The customer hears me again."},
      {Verb::post, "/api/v1/calls/{id}/dtmf", "send_digits", send_digits, "", "DigitsRequest",
       "InteractionView", 200, "Press keys."},
      {Verb::post, "/api/v1/calls/{id}/transfer", "transfer_call", transfer, "", "HandOverRequest",
       "InteractionView", 200,
       "Hand the customer over at once; without \"to\", to who was asked by consult (an attended transfer)."},
      {Verb::post, "/api/v1/calls/{id}/consult", "consult_call", consult, "", "TransferRequest",
       "InteractionView", 200,
       "Ask somebody while the customer hears music. unhold goes back to the customer, transfer without "
       "\"to\" "
       "hands him over, conference joins all, hangup leaves him to who was asked."},
      {Verb::post, "/api/v1/calls/{id}/conference", "conference_call", run_act<&Desk::conference>, "", "",
       "InteractionView", 200, "The customer, I and who was asked hear each other."},
      {Verb::post, "/api/v1/calls/{id}/members", "invite_member", invite, "", "TransferRequest",
       "InteractionView", 200, "Bring a number outside into my conversation; he joins when he answers."},
      {Verb::post, "/api/v1/calls/{id}/members/mute", "mute_member", mute_member<true>, "", "MemberRequest",
       "InteractionView", 200, "The others of my conference do not hear this one."},
      {Verb::post, "/api/v1/calls/{id}/members/unmute", "unmute_member", mute_member<false>, "",
       "MemberRequest", "InteractionView", 200, "They hear him again."},
      {Verb::post, "/api/v1/calls/{id}/members/drop", "drop_member", drop_member, "", "MemberRequest",
       "InteractionView", 200, "He is out of my conference; the rest goes on."},
      {Verb::post, "/api/v1/calls/{id}/listen", "listen_to_call", listen, "", "ListenRequest",
       "ListeningView", 200,
       "Into my browser phone: both are heard (listen), I am heard by the agent too (whisper), by both "
       "(barge). Again: another mode."},
      {Verb::remove, "/api/v1/calls/{id}/listen", "leave_line", leave_line, "", "", "ListeningView", 200,
       "I leave the line I listen to."},
      {Verb::post, "/api/v1/calls/{id}/take-over", "take_over_call", run_act<&Desk::take_over>, "", "",
       "InteractionView", 200, "The customer is mine from now on; his agent works after it."},
      {Verb::post, "/api/v1/interactions/{id}/transfer", "transfer_interaction", transfer, "",
       "HandOverRequest", "InteractionView", 200, "The same for a chat or a letter."},
      {Verb::post, "/api/v1/interactions/{id}/consult", "consult_interaction", consult, "", "TransferRequest",
       "InteractionView", 200, "Ask a colleague about a chat."},
      {Verb::post, "/api/v1/interactions/{id}/unhold", "resume_interaction", run_switch<&Desk::hold, false>,
       "", "", "InteractionView", 200, "The question about a chat is answered."},
      {Verb::post, "/api/v1/calls/{id}/record", "record_call", record, "", "RecordRequest", "InteractionView",
       200,
       "on: the recording begins (where the rules leave it to the agent) or goes on; off: it pauses, silence "
       "is kept in its stead. reason \"card\": a field for card data has the focus, or has lost it."},
  };
}
}  // namespace okno::api
