// app::Records on ports::Store. One class, its methods by theme: records_customers.cpp (people and their
// notes), records_history.cpp (interactions, decisions), records_sound.cpp (recordings), records_sessions.cpp
// (who may come in), rules/records_rules.cpp (settings of routing, the audit).
#pragma once
#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "app/records_make.h"

namespace okno::app {
class StoredRecords final : public Records {
 public:
  StoredRecords(ports::Store& store, RecordsSettings settings);
  ~StoredRecords() override;

  Result<Page<ContactView>> contacts(const std::string& q, const std::string& phone,
                                     const PageWanted& page) override;
  Result<ContactView> contact(domain::ContactId id) override;
  Result<ContactView> create_contact(const ContactRequest& request, domain::AgentId who,
                                     Instant now) override;
  Result<ContactView> change_contact(domain::ContactId id, const ContactRequest& request,
                                     domain::AgentId who) override;
  Result<CardView> card(domain::ContactId id, domain::AgentId reader, Instant now) override;
  Result<Page<TimelineItemView>> timeline(domain::ContactId id, const PageWanted& page) override;
  Result<NoteView> add_note(domain::ContactId id, const NoteRequest& request, domain::AgentId who,
                            Instant now) override;
  Result<std::vector<CompanyView>> companies() override;

  Result<Page<InteractionView>> interactions(const ports::InteractionFilter& filter,
                                             const PageWanted& page) override;
  Result<InteractionView> interaction(domain::InteractionId id) override;
  Result<std::vector<DecisionView>> decisions(domain::InteractionId id) override;
  Result<std::string> recording_made(domain::InteractionId id) override;
  Result<std::string> recording_mp3(domain::InteractionId id) override;

  Result<ConfigurationView> configuration() override;
  Result<Changed> change_configuration(const ConfigurationRequest& wish, domain::AgentId who,
                                       Instant now) override;
  Result<Page<AuditView>> audit(const PageWanted& page) override;
  Result<void> note_audit(domain::AgentId who, const std::string& place, const std::string& did,
                          Instant now) override;
  Result<std::vector<RecentDecisionView>> recent_decisions(const std::string& queue, int limit) override;

  Result<SignedIn> sign_in(const SignInRequest& request, Instant now) override;
  Result<SignedIn> session(const std::string& token, Instant now) override;
  Result<void> sign_out(const std::string& token) override;
  Result<SignedIn> api_key(const std::string& key, Instant now) override;

 private:
  // The names of now: read anew when the configuration's version has grown.
  Result<DirectoryPtr> directory();
  Result<ContactView> shown(const domain::Contact& contact);
  // Puts what `request` holds into `contact`, checked and made normal.
  Result<void> take(const ContactRequest& request, domain::Contact& contact);
  // The raw file and the mp3 beside it, whether they are there or not.
  struct Sound {
    std::string wav, mp3;
  };
  Result<Sound> sound_of(domain::InteractionId id);
  Result<std::string> encode_once(const std::string& wav, const std::string& mp3);
  const std::string& spare_directory();  // made when first needed; empty when there is no room for it either

  ports::Store& store_;
  const RecordsSettings settings_;
  const std::string dummy_hash_;  // verified when there is no such login, so that the answer takes as long

  std::mutex directory_mutex_;
  DirectoryPtr directory_;
  std::int64_t directory_version_ = -1;

  std::mutex encoding_mutex_;
  std::condition_variable encoded_;
  std::string spare_;
  std::set<std::string> encoding_;  // mp3 files being written now
};
}  // namespace okno::app
