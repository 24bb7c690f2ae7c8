// Customers: find, make, change, their card, history and notes.
#include "api/turns.h"

namespace okno::api {
namespace {
using domain::ContactId;

void find_contacts(const ExchangePtr& x) {
  if (const auto page = page_of(x))
    answer_with(x, x->house().parts.records.contacts(query_of(x, "q"), query_of(x, "phone"), *page));
}

void create_contact(const ExchangePtr& x) {
  const auto wish = body_of<app::ContactRequest>(x);
  if (!wish) return;
  if (!wish->name) return x->refuse({"missing_field", "The field \"name\" is missing."});
  if (!wish->phones) return x->refuse({"missing_field", "The field \"phones\" is missing."});
  auto made = x->house().parts.records.create_contact(*wish, x->who.agent, x->now);
  if (!made.ok()) return x->refuse(made.error());
  Answer answer = json_answer(201, to_json(*made));
  answer.headers.emplace_back("Location", "/api/v1/contacts/" + std::to_string(made->id));
  x->answer(std::move(answer));
}

void get_contact(const ExchangePtr& x) {
  if (const auto id = id_of(x)) answer_with(x, x->house().parts.records.contact(ContactId(*id)));
}

void change_contact(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::ContactRequest>(x);
  if (!wish) return;
  const auto changed = x->house().parts.records.change_contact(ContactId(*id), *wish, x->who.agent);
  if (changed.ok()) x->house().parts.desk.contact_changed(ContactId(*id));
  answer_with(x, changed);
}

void get_timeline(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto page = page_of(x);
  if (!page) return;
  x->house().parts.desk.written([x, id = ContactId(*id), page = *page] {
    x->on_store([x, id, page] { answer_with(x, x->house().parts.records.timeline(id, page)); });
  });
}

void get_card(const ExchangePtr& x) {
  if (const auto id = id_of(x))
    answer_with(x, x->house().parts.records.card(ContactId(*id), x->who.agent, x->now));
}

void add_note(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::NoteRequest>(x);
  if (!wish) return;
  const auto made = x->house().parts.records.add_note(ContactId(*id), *wish, x->who.agent, x->now);
  if (made.ok()) x->house().parts.desk.contact_changed(ContactId(*id));
  answer_with(x, made);
}

void list_companies(const ExchangePtr& x) {
  answer_with(x, x->house().parts.records.companies());
}
}  // namespace

std::vector<Route> contact_routes() {
  return {
      {Verb::get, "/api/v1/contacts", "find_contacts", find_contacts, "q,phone,cursor,limit", "",
       "ContactView[]", 200,
       "Customers by any part of a name, company or number (q), or by a number (phone)."},
      {Verb::post, "/api/v1/contacts", "create_contact", create_contact, "", "ContactRequest", "ContactView",
       201, "A new customer; name and phones are needed."},
      {Verb::get, "/api/v1/contacts/{id}", "get_contact", get_contact, "", "", "ContactView", 200,
       "One customer."},
      {Verb::patch, "/api/v1/contacts/{id}", "change_contact", change_contact, "", "ContactRequest",
       "ContactView", 200, "What is present changes; with `version` an older state is refused (409)."},
      {Verb::get, "/api/v1/contacts/{id}/timeline", "get_timeline", get_timeline, "cursor,limit", "",
       "TimelineItemView[]", 200, "What happened with this customer, newest first."},
      {Verb::get, "/api/v1/contacts/{id}/card", "get_card", get_card, "", "", "CardView", 200,
       "Everything a card shows about this customer."},
      {Verb::post, "/api/v1/contacts/{id}/notes", "add_note", add_note, "", "NoteRequest", "NoteView", 201,
       "A note on the card."},
      {Verb::get, "/api/v1/companies", "list_companies", list_companies, "", "", "CompanyView[]", 200,
       "All companies, for the choice on a card."},
  };
}
}  // namespace okno::api
