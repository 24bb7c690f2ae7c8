// ports::Store in SQL. One class, its methods by theme: customers.cpp, search.cpp, history.cpp, staff.cpp,
// recordings.cpp.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "ports/recording_book.h"
#include "ports/store.h"
#include "store/sql.h"

namespace okno::store {
using ports::Result;

class SqlStore final : public ports::Store, public ports::RecordingBook {
 public:
  // `trigrams`: the search index is there (always on SQLite).
  SqlStore(std::unique_ptr<Database> database, bool trigrams);
  ~SqlStore() override;
  Database& database() { return *database_; }  // for tests that ask for the plan of a query
  static std::string phone_query();            // number → contact and company, the look-up of every call

  Result<std::optional<ports::CustomerFacts>> find_by_phone(const std::string& e164,
                                                            base::Instant day_start) override;
  Result<ports::CustomerFacts> customer(domain::ContactId id, base::Instant day_start) override;
  Result<ports::Page<domain::Contact>> search_contacts(const std::string& text, const std::string& phone,
                                                       const ports::PageWanted& page) override;
  Result<domain::Contact> create_contact(const domain::Contact& contact) override;
  Result<domain::Contact> update_contact(const domain::Contact& contact) override;
  Result<std::vector<std::string>> contact_names(const std::vector<domain::ContactId>& ids) override;
  Result<ports::Page<ports::TimelineItem>> timeline(domain::ContactId id,
                                                    const ports::PageWanted& page) override;
  Result<domain::Note> add_note(const domain::Note& note) override;
  Result<std::optional<domain::Company>> company(domain::CompanyId id) override;
  Result<domain::Company> create_company(const domain::Company& company) override;
  Result<std::vector<domain::Company>> companies() override;
  Result<domain::Deal> create_deal(const domain::Deal& deal) override;
  Result<domain::Claim> create_claim(const domain::Claim& claim) override;

  Result<domain::InteractionId> last_interaction_id() override;
  Result<void> save_interactions(const std::vector<domain::Interaction>& rows) override;
  Result<std::optional<domain::Interaction>> interaction(domain::InteractionId id) override;
  Result<ports::Page<domain::Interaction>> interactions(const ports::InteractionFilter& filter,
                                                        const ports::PageWanted& page) override;
  Result<std::vector<domain::Interaction>> unended_interactions() override;
  Result<void> save_decisions(const std::vector<ports::Decision>& decisions) override;
  Result<std::vector<ports::Decision>> decisions(domain::InteractionId id) override;
  Result<std::vector<ports::Decision>> last_decisions(std::optional<domain::QueueId> queue,
                                                      int limit) override;

  Result<std::vector<ports::Account>> accounts() override;
  Result<ports::Account> save_account(const ports::Account& account) override;
  Result<domain::Configuration> configuration() override;
  Result<void> save_configuration(const domain::Configuration& configuration) override;
  Result<std::int64_t> change_configuration(const domain::Configuration& configuration, std::int64_t expected,
                                            const std::vector<ports::AuditRow>& audit,
                                            const ports::PasswordHashes& fresh) override;
  Result<domain::Configuration> gone() override;
  Result<void> add_audit(const ports::AuditRow& row) override;
  Result<ports::Page<ports::AuditRow>> audit(const ports::PageWanted& page) override;
  Result<std::int64_t> configuration_version() override;
  Result<void> save_session(const ports::Session& session) override;
  Result<std::optional<ports::Session>> session(const std::string& token_hash) override;
  Result<void> end_session(const std::string& token_hash) override;
  Result<void> forget_sessions_before(base::Instant now) override;
  Result<void> save_api_key(const ports::ApiKey& key) override;
  Result<std::optional<ports::ApiKey>> api_key(const std::string& key_hash) override;
  Result<std::optional<std::string>> setting(const std::string& name) override;
  Result<void> set_setting(const std::string& name, const std::string& value) override;

  Result<std::optional<ports::KeptAnswer>> kept_answer(const std::string& key) override;
  Result<void> keep_answer(const ports::KeptAnswer& answer) override;
  Result<void> forget_answers_before(base::Instant at) override;

  Result<std::vector<ports::Moment>> moments(domain::InteractionId id) override;
  Result<ports::Moment> add_moment(const ports::Moment& moment) override;
  Result<void> remove_moment(domain::InteractionId id, std::int64_t moment) override;
  Result<std::vector<domain::Interaction>> recordings_before(domain::ProjectId project, base::Instant at,
                                                             int limit) override;
  Result<void> forget_recording(domain::InteractionId id, const std::string& mark) override;

 private:
  std::unique_ptr<Database> database_;
  bool trigrams_ = false;
};
}  // namespace okno::store
