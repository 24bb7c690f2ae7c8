// Customers: search, cards, timelines, notes; what people type is checked here.
#include <algorithm>
#include <map>

#include "app/records_stored.h"
#include "base/phone.h"
#include "base/text.h"

namespace okno::app {
using base::Error;
using domain::Contact;
using domain::ContactId;

namespace {
// Limits of a card: what people have, with room; more is a mistake of the sender.
constexpr std::size_t kMaxName = 200;  // bytes, about a hundred Russian letters
constexpr std::size_t kMaxPhones = 10;
constexpr std::size_t kMaxEmails = 10;
constexpr std::size_t kMaxEmail = 254;  // RFC 5321, 4.5.3.1.3, without the angle brackets
constexpr std::size_t kMaxSegment = 100;
constexpr std::size_t kMaxLanguage = 8;
constexpr std::size_t kMaxNote = 20'000;

std::string clean(const std::string& text) {
  return std::string(base::trim(base::printable(base::trim(text))));
}

Result<std::string> checked_name(const std::string& text) {
  const std::string name = clean(text);
  if (name.empty()) return Error{"name_missing", "The customer needs a name. Fill it in."};
  if (name.size() > kMaxName)
    return Error{"name_too_long", "The name is longer than 200 bytes. Shorten it; details belong in a note."};
  return name;
}

Result<std::vector<std::string>> checked_phones(const std::vector<std::string>& texts,
                                                const std::string& country) {
  if (texts.size() > kMaxPhones)
    return Error{"too_many_phones", "A customer has at most 10 phone numbers. Take some off."};
  std::vector<std::string> phones;
  for (const auto& text : texts) {
    const auto number = base::to_e164(text, country);
    if (!number)
      return Error{"bad_phone",
                   "\"" + base::shorten(clean(text), 40) +
                       "\" is no phone number. Write it with the country code, such as +7 916 123-45-67."};
    if (std::find(phones.begin(), phones.end(), *number) == phones.end()) phones.push_back(*number);
  }
  return phones;
}

Result<std::vector<std::string>> checked_emails(const std::vector<std::string>& texts) {
  if (texts.size() > kMaxEmails)
    return Error{"too_many_emails", "A customer has at most 10 e-mails. Take some off."};
  std::vector<std::string> emails;
  for (const auto& text : texts) {
    const std::string email = clean(text);
    const auto at = email.find('@');
    const bool good = email.size() <= kMaxEmail && at != std::string::npos && at > 0 &&
                      at + 1 < email.size() && email.find('@', at + 1) == std::string::npos &&
                      email.find_first_of(" \t\n<>,;\"") == std::string::npos;
    if (!good)
      return Error{"bad_email", "\"" + base::shorten(email, 40) +
                                    "\" is no e-mail address. Write it as name@example.com."};
    if (std::find(emails.begin(), emails.end(), email) == emails.end()) emails.push_back(email);
  }
  return emails;
}

bool is_language(const std::string& text) {
  return text.size() <= kMaxLanguage &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") == std::string::npos;
}

Error no_such_customer(ContactId id) {
  return {"not_found", "There is no customer number " + std::to_string(id.value()) + "."};
}
}  // namespace

Result<ContactView> StoredRecords::shown(const Contact& contact) {
  const auto names = directory();
  if (!names) return names.error();
  std::optional<domain::Company> company;
  if (contact.company) {
    auto found = store_.company(*contact.company);
    if (!found) return found.error();
    company = *found;
  }
  return show_contact(contact, company, **names);
}

Result<void> StoredRecords::take(const ContactRequest& request, Contact& contact) {
  if (request.name) {
    const auto name = checked_name(*request.name);
    if (!name) return name.error();
    contact.name = *name;
  }
  if (request.phones) {
    const auto phones = checked_phones(*request.phones, settings_.country);
    if (!phones) return phones.error();
    contact.phones = *phones;
  }
  if (request.emails) {
    const auto emails = checked_emails(*request.emails);
    if (!emails) return emails.error();
    contact.emails = *emails;
  }
  if (request.company) {
    contact.company = domain::CompanyId(*request.company);
    if (*request.company == 0) contact.company.reset();
    if (contact.company) {
      const auto company = store_.company(*contact.company);
      if (!company) return company.error();
      if (!*company) return Error{"company_not_found", "There is no such company. Choose one from the list."};
    }
  }
  if (request.owner) {
    contact.owner = domain::AgentId(*request.owner);
    if (*request.owner == 0) contact.owner.reset();
    const auto names = directory();
    if (!names) return names.error();
    if (contact.owner && !(*names)->agents.count(*contact.owner))
      return Error{"owner_not_found", "There is no such member of staff. Choose one from the list."};
  }
  if (request.segment) {
    contact.segment = clean(*request.segment);
    if (contact.segment.size() > kMaxSegment)
      return Error{"segment_too_long", "The segment is longer than 100 bytes. Shorten it."};
  }
  if (request.language) {
    if (!is_language(*request.language))
      return Error{"bad_language", "The language must be a code such as ru or en, or empty."};
    contact.language = *request.language;
  }
  if (request.vip) contact.vip = *request.vip;
  if (request.difficult) contact.difficult = *request.difficult;
  return {};
}

Result<Page<ContactView>> StoredRecords::contacts(const std::string& q, const std::string& phone,
                                                  const PageWanted& wanted) {
  const auto names = directory();
  if (!names) return names.error();
  std::string text = q, exact;
  if (!base::trim(phone).empty()) {
    if (const auto number = base::to_e164(phone, settings_.country))
      exact = *number;
    else if (text.empty())
      text = phone;  // a part of a number
    else
      return Error{"bad_phone", "Beside a text the number must be a whole one, such as +7 916 123-45-67."};
  }
  auto rows = store_.search_contacts(text, exact, wanted);
  if (!rows) return rows.error();
  Page<ContactView> page;
  page.next = rows->next;
  std::map<domain::CompanyId, std::optional<domain::Company>> companies;
  for (const auto& contact : rows->items) {
    std::optional<domain::Company> company;
    if (contact.company) {
      auto [known, fresh] = companies.try_emplace(*contact.company);
      if (fresh) {
        auto found = store_.company(*contact.company);
        if (!found) return found.error();
        known->second = *found;
      }
      company = known->second;
    }
    page.items.push_back(show_contact(contact, company, **names));
  }
  return page;
}

Result<ContactView> StoredRecords::contact(ContactId id) {
  const auto facts = store_.customer(id, base::kNever);
  if (!facts) return facts.error();
  const auto names = directory();
  if (!names) return names.error();
  return show_contact(facts->contact, facts->company, **names);
}

Result<ContactView> StoredRecords::create_contact(const ContactRequest& request, domain::AgentId,
                                                  Instant now) {
  Contact contact;
  contact.created_at = now;
  if (!request.name) return checked_name("").error();
  if (const auto taken = take(request, contact); !taken) return taken.error();
  const auto made = store_.create_contact(contact);
  if (!made) return made.error();
  return shown(*made);
}

Result<ContactView> StoredRecords::change_contact(ContactId id, const ContactRequest& request,
                                                  domain::AgentId) {
  auto facts = store_.customer(id, base::kNever);
  if (!facts) return facts.error();
  Contact contact = facts->contact;
  if (const auto taken = take(request, contact); !taken) return taken.error();
  if (request.version) contact.version = *request.version;
  const auto made = store_.update_contact(contact);
  if (!made) return made.error();
  return shown(*made);
}

Result<CardView> StoredRecords::card(ContactId id, domain::AgentId reader, Instant now) {
  const auto facts = store_.customer(id, now);
  if (!facts) return facts.error();
  const auto names = directory();
  if (!names) return names.error();
  CardPlace place;
  place.reader = reader;
  if (settings_.colleagues) place.colleagues = settings_.colleagues(id, reader);
  return show_card(*facts, place, **names);
}

Result<Page<TimelineItemView>> StoredRecords::timeline(ContactId id, const PageWanted& wanted) {
  const auto name = store_.contact_names({id});
  if (!name) return name.error();
  if (name->front().empty()) return no_such_customer(id);
  const auto rows = store_.timeline(id, wanted);
  if (!rows) return rows.error();
  const auto names = directory();
  if (!names) return names.error();
  Page<TimelineItemView> page;
  page.next = rows->next;
  for (const auto& item : rows->items) page.items.push_back(show_timeline_item(item, name->front(), **names));
  return page;
}

Result<NoteView> StoredRecords::add_note(ContactId id, const NoteRequest& request, domain::AgentId who,
                                         Instant now) {
  domain::Note note;
  note.text = base::trim(base::printable(request.text, true));
  if (note.text.empty()) return Error{"note_empty", "The note is empty. Write something or cancel."};
  if (note.text.size() > kMaxNote)
    return Error{"note_too_long", "The note is longer than 20,000 bytes. Split it into several."};
  const auto name = store_.contact_names({id});
  if (!name) return name.error();
  if (name->front().empty()) return no_such_customer(id);
  note.contact = id;
  note.author = who;
  note.at = now;
  if (request.interaction && *request.interaction != 0)
    note.interaction = domain::InteractionId(*request.interaction);
  const auto made = store_.add_note(note);
  if (!made) return made.error();
  const auto names = directory();
  if (!names) return names.error();
  return show_note(*made, **names);
}

Result<std::vector<CompanyView>> StoredRecords::companies() {
  const auto rows = store_.companies();
  if (!rows) return rows.error();
  std::vector<CompanyView> views;
  for (const auto& row : *rows) views.push_back(show_company(row));
  return views;
}
}  // namespace okno::app
