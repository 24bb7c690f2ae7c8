// Customers, companies, deals, claims and notes.
#include "base/phone.h"
#include "base/text.h"
#include "store/rows.h"
#include "store/sql_store.h"

namespace okno::store {
using namespace domain;
using ports::CustomerFacts;

namespace {
constexpr int kFactsOnCard = 10;  // deals, claims and contacts a card shows; the rest is in the timeline

Failure no_such_contact(ContactId id) {
  return Failure{{"not_found", "There is no customer number " + std::to_string(id.value()) + "."}};
}

// Who spoke with him last since `day_start`.
std::optional<AgentId> last_agent(Connection& connection, ContactId id, base::Instant day_start) {
  Query query(connection,
              "SELECT agent_id FROM interactions WHERE contact_id = ? AND started_at_ms >= ? AND agent_id IS "
              "NOT NULL "
              "AND answered_at_ms IS NOT NULL ORDER BY started_at_ms DESC, id DESC LIMIT 1",
              "i", {id, day_start});
  if (!query.next()) return std::nullopt;
  return query.id<AgentId>();
}

void add_facts(Connection& connection, CustomerFacts& facts, base::Instant day_start) {
  const ContactId id = facts.contact.id;
  {
    Query query(
        connection,
        std::string("SELECT ") + kDealColumns +
            " FROM deals WHERE contact_id = ? AND open = 1 ORDER BY updated_at_ms DESC, id DESC LIMIT ?",
        kDealTypes, {id, kFactsOnCard});
    while (query.next()) facts.open_deals.push_back(read_deal(query));
  }
  {
    Query query(connection,
                std::string("SELECT ") + kClaimColumns +
                    " FROM claims WHERE contact_id = ? AND status <> 'closed' ORDER BY due_at_ms, id LIMIT ?",
                kClaimTypes, {id, kFactsOnCard});
    while (query.next()) facts.open_claims.push_back(read_claim(query));
  }
  {
    Query query(connection,
                std::string("SELECT ") + kInteractionColumns +
                    " FROM interactions WHERE contact_id = ? ORDER BY started_at_ms DESC, id DESC LIMIT ?",
                kInteractionTypes, {id, kFactsOnCard});
    while (query.next()) facts.last.push_back(read_interaction(query));
  }
  facts.last_agent_today = last_agent(connection, id, day_start);
}

// Contact and company out of a query that ends in "k.id, k.name, k.branch".
CustomerFacts read_customer(Query& query) {
  CustomerFacts facts;
  facts.contact = read_contact(query);
  const auto company = query.maybe_id<CompanyId>();
  if (company) {
    facts.company.emplace();
    facts.company->id = *company;
    facts.company->name = query.text();
    facts.company->branch = query.text();
  }
  return facts;
}

std::string search_words(Connection& connection, const Contact& contact) {
  std::vector<std::string> lines{base::folded(contact.name)};
  if (contact.company) {
    Query query(connection, "SELECT name FROM companies WHERE id = ?", "t", {*contact.company});
    if (query.next()) lines.push_back(base::folded(query.text()));
  }
  for (const auto& phone : contact.phones)
    lines.push_back(base::digits_of(phone).empty() ? base::folded(phone) : base::digits_of(phone));
  for (const auto& email : contact.emails) lines.push_back(base::folded(email));
  return joined(lines);
}

// The unique number decides, also between two who write at the same moment.
void keep_phones(Connection& connection, const Contact& contact) {
  for (const auto& phone : contact.phones) {
    if (connection.run(
            "INSERT INTO contact_phones (number, contact_id) VALUES (?, ?) ON CONFLICT (number) DO NOTHING",
            {phone, contact.id}) > 0)
      continue;
    Query query(
        connection,
        "SELECT c.id, c.name FROM contact_phones p JOIN contacts c ON c.id = p.contact_id WHERE p.number = ?",
        "it", {phone});
    const bool held = query.next();
    const auto holder = held ? query.id<ContactId>() : ContactId();
    if (holder == contact.id) continue;  // the same number twice in one card
    throw Failure{{"phone_taken", "The number " + base::pretty_number(phone) + " already belongs to " +
                                      (held ? query.text() : std::string("another customer")) +
                                      " (customer " + std::to_string(holder.value()) +
                                      "). Open that card, or take the number off it first."}};
  }
}

std::vector<Value> contact_values(Connection& connection, const Contact& contact) {
  return {contact.name,
          base::folded(contact.name),
          search_words(connection, contact),
          joined(contact.phones),
          joined(contact.emails),
          contact.company,
          contact.owner,
          contact.segment,
          contact.vip,
          contact.difficult,
          contact.language};
}

std::int64_t new_id(Connection& connection, const std::string& insert, const std::vector<Value>& values) {
  Query query(connection, insert + " RETURNING id", "i", values);
  query.next();
  const auto id = query.integer();
  while (query.next()) {
  }
  return id;
}
}  // namespace

std::string SqlStore::phone_query() {
  return std::string("SELECT ") + kContactColumns +
         ", k.id, k.name, k.branch FROM contact_phones p JOIN contacts c ON c.id = p.contact_id "
         "LEFT JOIN companies k ON k.id = c.company_id WHERE p.number = ?";
}

Result<std::optional<CustomerFacts>> SqlStore::find_by_phone(const std::string& e164,
                                                             base::Instant day_start) {
  return database_->read([&](Connection& connection) -> std::optional<CustomerFacts> {
    CustomerFacts facts;
    {
      static const std::string sql = phone_query();
      Query query(connection, sql, std::string(kContactTypes) + "itt", {e164});
      if (!query.next()) return std::nullopt;
      facts = read_customer(query);
    }
    add_facts(connection, facts, day_start);
    return facts;
  });
}

Result<CustomerFacts> SqlStore::customer(ContactId id, base::Instant day_start) {
  return database_->read([&](Connection& connection) {
    CustomerFacts facts;
    {
      Query query(connection,
                  std::string("SELECT ") + kContactColumns +
                      ", k.id, k.name, k.branch FROM contacts c LEFT JOIN companies k ON k.id = c.company_id "
                      "WHERE c.id = ?",
                  std::string(kContactTypes) + "itt", {id});
      if (!query.next()) throw no_such_contact(id);
      facts = read_customer(query);
    }
    add_facts(connection, facts, day_start);
    return facts;
  });
}

Result<Contact> SqlStore::create_contact(const Contact& contact) {
  return database_->write([&](Connection& connection) {
    Contact made = contact;
    auto values = contact_values(connection, made);
    values.push_back(made.created_at);
    made.id = ContactId(
        new_id(connection,
               "INSERT INTO contacts (name, name_folded, search, phones, emails, company_id, owner_id, "
               "segment, vip, difficult, language, created_at_ms, version) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
               values));
    made.version = 1;
    keep_phones(connection, made);
    return made;
  });
}

Result<Contact> SqlStore::update_contact(const Contact& contact) {
  return database_->write([&](Connection& connection) {
    auto values = contact_values(connection, contact);
    values.push_back(contact.id);
    values.push_back(contact.version);
    const auto changed = connection.run(
        "UPDATE contacts SET name = ?, name_folded = ?, search = ?, phones = ?, emails = ?, "
        "company_id = ?, owner_id = ?, segment = ?, vip = ?, difficult = ?, language = ?, "
        "version = version + 1 WHERE id = ? AND version = ?",
        values);
    if (changed == 0) {
      Query query(connection, "SELECT version FROM contacts WHERE id = ?", "i", {contact.id});
      if (!query.next()) throw no_such_contact(contact.id);
      throw Failure{
          {"conflict",
           "Somebody has changed this customer in the meantime. Reload the card and repeat your change."}};
    }
    connection.run("DELETE FROM contact_phones WHERE contact_id = ?", {contact.id});
    keep_phones(connection, contact);
    Contact made = contact;
    ++made.version;
    return made;
  });
}

Result<std::vector<std::string>> SqlStore::contact_names(const std::vector<ContactId>& ids) {
  return database_->read([&](Connection& connection) {
    std::vector<std::string> names;
    names.reserve(ids.size());
    for (const auto id : ids) {
      Query query(connection, "SELECT name FROM contacts WHERE id = ?", "t", {id});
      names.push_back(query.next() ? query.text() : std::string());
    }
    return names;
  });
}

Result<Note> SqlStore::add_note(const Note& note) {
  return database_->write([&](Connection& connection) {
    Note made = note;
    made.id = NoteId(new_id(connection,
                            "INSERT INTO notes (contact_id, interaction_id, author_id, text, at_ms) "
                            "VALUES (?, ?, ?, ?, ?)",
                            {note.contact, note.interaction, note.author, note.text, note.at}));
    return made;
  });
}

Result<std::optional<Company>> SqlStore::company(CompanyId id) {
  return database_->read([&](Connection& connection) -> std::optional<Company> {
    Query query(connection, "SELECT name, branch FROM companies WHERE id = ?", "tt", {id});
    if (!query.next()) return std::nullopt;
    Company row;
    row.id = id;
    row.name = query.text();
    row.branch = query.text();
    return row;
  });
}

Result<Company> SqlStore::create_company(const Company& company) {
  return database_->write([&](Connection& connection) {
    Company made = company;
    made.id = CompanyId(new_id(connection, "INSERT INTO companies (name, branch) VALUES (?, ?)",
                               {company.name, company.branch}));
    return made;
  });
}

Result<std::vector<Company>> SqlStore::companies() {
  return database_->read([&](Connection& connection) {
    std::vector<Company> rows;
    Query query(connection, "SELECT id, name, branch FROM companies ORDER BY name, id", "itt");
    while (query.next()) {
      Company row;
      row.id = query.id<CompanyId>();
      row.name = query.text();
      row.branch = query.text();
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

Result<Deal> SqlStore::create_deal(const Deal& deal) {
  return database_->write([&](Connection& connection) {
    Deal made = deal;
    made.id = DealId(
        new_id(connection,
               "INSERT INTO deals (contact_id, title, funnel, stage, amount_minor, currency, owner_id, "
               "open, updated_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               {deal.contact, deal.title, deal.funnel, deal.stage, deal.amount_minor, deal.currency,
                deal.owner, deal.open, deal.updated_at}));
    return made;
  });
}

Result<Claim> SqlStore::create_claim(const Claim& claim) {
  return database_->write([&](Connection& connection) {
    Claim made = claim;
    made.id = ClaimId(
        new_id(connection,
               "INSERT INTO claims (contact_id, title, priority, status, created_at_ms, due_at_ms) "
               "VALUES (?, ?, ?, ?, ?, ?)",
               {claim.contact, claim.title, claim.priority, claim.status, claim.created_at, claim.due_at}));
    return made;
  });
}
}  // namespace okno::store
