// Conversations on every channel: lists, one, its decisions, the test channel and its verbs.
#include "api/turns.h"

namespace okno::api {
namespace {
using app::InteractionView;
using domain::InteractionId;

constexpr std::int64_t kLastMs = 253'402'300'799'999;  // the end of the year 9999

template <class E>
bool read_choice(const ExchangePtr& x, const std::string& name, std::optional<E>& into) {
  const std::string text = query_of(x, name);
  if (text.empty()) return true;
  into = domain::from_text<E>(text);
  if (into) return true;
  x->refuse({"bad_parameter", "\"" + name + "\" must be one of " + json_detail::names_of<E>() + "."});
  return false;
}

bool read_number(const ExchangePtr& x, const std::string& name, std::optional<std::int64_t>& into) {
  const std::string text = query_of(x, name);
  if (text.empty()) return true;
  into = whole_number(text);
  if (into) return true;
  x->refuse(
      {"bad_parameter", "\"" + name + "\" must be a whole number" + (name == "agent" ? " or me." : ".")});
  return false;
}

std::optional<ports::InteractionFilter> filter_of(const ExchangePtr& x) {
  ports::InteractionFilter filter;
  std::optional<std::int64_t> agent, contact, since_ms;
  const bool me = query_of(x, "agent") == "me";
  if (!read_choice(x, "state", filter.state) || !read_choice(x, "channel", filter.channel) ||
      (!me && !read_number(x, "agent", agent)) || !read_number(x, "contact", contact) ||
      !read_number(x, "since_ms", since_ms))
    return std::nullopt;
  if (me) filter.agent = x->who.agent;
  if (agent) filter.agent = domain::AgentId(*agent);
  if (contact) filter.contact = domain::ContactId(*contact);
  if (since_ms && (*since_ms < 0 || *since_ms > kLastMs))
    return x->refuse({"bad_parameter", "\"since_ms\" is no moment between 1970 and 9999."}), std::nullopt;
  if (since_ms) filter.since = base::from_ms(*since_ms);
  return filter;
}

void list_interactions(const ExchangePtr& x) {
  const auto filter = filter_of(x);
  if (!filter) return;
  const auto page = page_of(x);
  if (!page) return;
  // What has just happened belongs into the list: the rows on their way to the store go first.
  x->house().parts.desk.written([x, filter = *filter, page = *page] {
    x->on_store([x, filter, page] { answer_with(x, x->house().parts.records.interactions(filter, page)); });
  });
}

void get_interaction(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  x->house().parts.desk.interaction(
      InteractionId(*id), [x, id](base::Result<std::optional<InteractionView>> live) {
        if (live.ok() && live.value())
          return x->hand_on(
              [x, view = std::move(*live.value())] { x->answer(json_answer(200, to_json(view))); });
        x->on_store([x, id] { answer_with(x, x->house().parts.records.interaction(InteractionId(*id))); });
      });
}

void get_decisions(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  x->house().parts.desk.written([x, id = InteractionId(*id)] {
    x->on_store([x, id] { answer_with(x, x->house().parts.records.decisions(id)); });
  });
}

void start_interaction(const ExchangePtr& x) {
  const auto wish = body_of<app::TestInteractionRequest>(x);
  if (!wish) return;
  const auto channel = domain::from_text<domain::Channel>(wish->channel);
  if (!channel || *channel == domain::Channel::voice)
    return x->refuse({"bad_channel", "\"channel\" must be chat, email, sms or social."});
  x->house().parts.desk.interaction_arrived(*wish, answers<InteractionView>(x));
}

void accept_interaction(const ExchangePtr& x) {
  if (const auto id = id_of(x); id && no_body(x))
    x->house().parts.desk.answer(x->who.agent, InteractionId(*id), answers<InteractionView>(x));
}

void decline_interaction(const ExchangePtr& x) {
  if (const auto id = id_of(x); id && no_body(x))
    x->house().parts.desk.decline(x->who.agent, InteractionId(*id), answers<InteractionView>(x));
}

void send_message(const ExchangePtr& x) {
  x->refuse({"not_built", "Messages in a conversation are not built yet."});
}

void finish_interaction(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::FinishRequest>(x);
  if (wish)
    x->house().parts.desk.finish(x->who.agent, InteractionId(*id), *wish, answers<InteractionView>(x));
}

void attach_contact(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::AttachRequest>(x);
  if (wish)
    x->house().parts.desk.attach_contact(x->who.agent, InteractionId(*id), domain::ContactId(wish->contact),
                                         answers<app::CardView>(x));
}
}  // namespace

std::vector<Route> interaction_routes() {
  return {
      {Verb::get, "/api/v1/interactions", "list_interactions", list_interactions,
       "agent,state,channel,contact,since_ms,cursor,limit", "", "InteractionView[]", 200,
       "Conversations, newest first; agent=me for mine."},
      {Verb::post, "/api/v1/interactions", "start_interaction", start_interaction, "",
       "TestInteractionRequest", "InteractionView", 201,
       "The test channel: a conversation arrives in a queue."},
      {Verb::get, "/api/v1/interactions/{id}", "get_interaction", get_interaction, "", "", "InteractionView",
       200, "One conversation, live or ended."},
      {Verb::get, "/api/v1/interactions/{id}/decisions", "get_decisions", get_decisions, "", "",
       "DecisionView[]", 200,
       "Why this agent, why this wait: each decision with the candidates passed over."},
      {Verb::put, "/api/v1/interactions/{id}/contact", "attach_contact", attach_contact, "", "AttachRequest",
       "CardView", 200, "Attach the conversation to a customer."},
      {Verb::post, "/api/v1/interactions/{id}/accept", "accept_interaction", accept_interaction, "", "",
       "InteractionView", 200, "Take the offered conversation."},
      {Verb::post, "/api/v1/interactions/{id}/decline", "decline_interaction", decline_interaction, "", "",
       "InteractionView", 200, "Give the offer back; another agent gets it."},
      {Verb::post, "/api/v1/interactions/{id}/message", "send_message", send_message, "", "", "", 200,
       "Not built yet: 501."},
      {Verb::post, "/api/v1/interactions/{id}/finish", "finish_interaction", finish_interaction, "",
       "FinishRequest", "InteractionView", 200, "Result and note; the wrap-up ends."},
  };
}
}  // namespace okno::api
