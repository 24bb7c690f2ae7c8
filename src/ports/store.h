// What the house keeps. One schema over SQLite and PostgreSQL. Every method blocks, may be called from any
// thread of the store's pool (never from the deciding, SIP or media threads) and reports failure as
// base::Error: "store_failed" (the database), "not_found", "conflict" (version, login), "bad_cursor",
// "phone_taken" (the words name the holder), "bad_configuration". Times are kept to the millisecond.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "domain/centre.h"
#include "domain/crm.h"
#include "domain/interaction.h"

namespace okno::ports {
using namespace domain;
using base::Result;

template <class Row>
struct Page {
  std::vector<Row> items;
  std::string next;  // opaque cursor of the following page, empty at the end
};
struct PageWanted {
  std::string cursor;
  int limit = 50;  // 1..200
};

// Everything a card shows about a customer, read in one go.
struct CustomerFacts {
  Contact contact;
  std::optional<Company> company;
  std::vector<Deal> open_deals;    // newest first, at most 10
  std::vector<Claim> open_claims;  // by due time, at most 10
  std::vector<Interaction> last;   // newest first, at most 10, ended or live
  std::optional<AgentId> last_agent_today;
};

// One line of a customer's history.
struct TimelineItem {
  std::string kind;  // "interaction", "note", "deal", "claim"
  base::Instant at{};
  std::optional<Interaction> interaction;
  std::optional<Note> note;
  std::optional<Deal> deal;
  std::optional<Claim> claim;
};

struct InteractionFilter {
  std::optional<AgentId> agent;
  std::optional<InteractionState> state;
  std::optional<ContactId> contact;
  std::optional<Channel> channel;
  std::optional<base::Instant> since;  // started at or after
};

struct Account {
  Agent agent;
  std::string password_hash;   // argon2id, libsodium's string form
  std::string desk_phone_ha1;  // MD5(user:realm:password) in hex, empty: no desk phone
};

using PasswordHashes = std::map<AgentId, std::string>;

struct Session {
  std::string token_hash;  // SHA-256 in hex; the token itself is only in the cookie
  AgentId agent;
  std::string csrf;
  base::Instant expires_at{};
};

struct Decision {  // a core::Decided, kept as JSON text with its time
  InteractionId interaction;
  base::Instant at{};
  std::string json;
  std::optional<QueueId> queue = {};  // in which it waited then
};

// Who did what: changed an item of the settings, heard a recording, listened to a call. The states before and
// after as JSON text, empty: it was not there.
struct AuditRow {
  std::int64_t id = 0;  // given by the store
  AgentId author;
  base::Instant at{};
  std::string place;  // "queue support"
  std::string before, after;
};

// An answer kept so that a repeated POST with the same Idempotency-Key gets the same answer.
struct KeptAnswer {
  std::string key;  // a hash of account, path and key, made by the API
  std::string request_hash;
  int status = 0;
  std::string body;
  base::Instant at{};
};

// A key for programs: they act as `agent`.
struct ApiKey {
  std::string key_hash;  // SHA-256 in hex; the key itself is shown once
  AgentId agent;
  std::string name;
  base::Instant created_at{};
};

class Store {
 public:
  virtual ~Store() = default;

  // --- customers
  virtual Result<std::optional<CustomerFacts>> find_by_phone(const std::string& e164,
                                                             base::Instant day_start) = 0;
  virtual Result<CustomerFacts> customer(ContactId id, base::Instant day_start) = 0;
  // By any part of a number or a name (folded), company names too; empty `text`: all, by name.
  virtual Result<Page<Contact>> search_contacts(const std::string& text, const std::string& phone,
                                                const PageWanted& page) = 0;
  virtual Result<Contact> create_contact(const Contact& contact) = 0;  // id is given by the store
  virtual Result<Contact> update_contact(
      const Contact& contact) = 0;  // "conflict" when contact.version is old
  // Names in the order asked for, "" for an id that is not there.
  virtual Result<std::vector<std::string>> contact_names(const std::vector<ContactId>& ids) = 0;
  virtual Result<Page<TimelineItem>> timeline(ContactId id, const PageWanted& page) = 0;
  virtual Result<Note> add_note(const Note& note) = 0;
  virtual Result<std::optional<Company>> company(CompanyId id) = 0;
  virtual Result<Company> create_company(const Company& company) = 0;
  virtual Result<std::vector<Company>> companies() = 0;
  virtual Result<Deal> create_deal(const Deal& deal) = 0;
  virtual Result<Claim> create_claim(const Claim& claim) = 0;

  // --- interactions
  virtual Result<InteractionId> last_interaction_id() = 0;  // the highest ever used, 0 when none
  virtual Result<void> save_interactions(
      const std::vector<Interaction>& rows) = 0;  // insert or replace, one transaction
  virtual Result<std::optional<Interaction>> interaction(InteractionId id) = 0;
  virtual Result<Page<Interaction>> interactions(const InteractionFilter& filter,
                                                 const PageWanted& page) = 0;  // newest first
  virtual Result<std::vector<Interaction>> unended_interactions() = 0;
  virtual Result<void> save_decisions(const std::vector<Decision>& decisions) = 0;
  virtual Result<std::vector<Decision>> decisions(InteractionId id) = 0;  // oldest first
  // Of one queue, or of all; newest first, at most `limit`.
  virtual Result<std::vector<Decision>> last_decisions(std::optional<QueueId> queue, int limit) = 0;

  // --- staff, configuration, sessions
  virtual Result<std::vector<Account>> accounts() = 0;
  virtual Result<Account> save_account(const Account& account) = 0;  // id 0: created; else replaced
  virtual Result<Configuration> configuration() = 0;                 // agents come from the accounts
  virtual Result<void> save_configuration(
      const Configuration& configuration) = 0;  // projects, queues, entries, hours
  // Projects, queues, entries, hours and the rules of the agents that have accounts, with the audit's rows,
  // in one transaction. Answers the new version; "conflict" unless the version is `expected`. Agents without
  // an account get one, who is not in it any more is shut out; passwords stay but those in `fresh`.
  virtual Result<std::int64_t> change_configuration(const Configuration& configuration, std::int64_t expected,
                                                    const std::vector<AuditRow>& audit,
                                                    const PasswordHashes& fresh = {}) = 0;
  // Queues and agents that were removed: history names them, their ids are never given again.
  virtual Result<Configuration> gone() = 0;
  virtual Result<void> add_audit(const AuditRow& row) = 0;
  virtual Result<Page<AuditRow>> audit(const PageWanted& page) = 0;  // newest first
  virtual Result<std::int64_t>
  configuration_version() = 0;  // grows with every save of accounts or configuration
  virtual Result<void> save_session(const Session& session) = 0;  // an agent's oldest go past 200
  virtual Result<std::optional<Session>> session(const std::string& token_hash) = 0;
  virtual Result<void> end_session(const std::string& token_hash) = 0;
  virtual Result<void> forget_sessions_before(base::Instant now) = 0;
  virtual Result<void> save_api_key(const ApiKey& key) = 0;
  virtual Result<std::optional<ApiKey>> api_key(const std::string& key_hash) = 0;
  virtual Result<std::optional<std::string>> setting(const std::string& name) = 0;
  virtual Result<void> set_setting(const std::string& name, const std::string& value) = 0;

  // --- idempotency
  virtual Result<std::optional<KeptAnswer>> kept_answer(const std::string& key) = 0;
  virtual Result<void> keep_answer(const KeptAnswer& answer) = 0;
  virtual Result<void> forget_answers_before(base::Instant at) = 0;
};
}  // namespace okno::ports
