// The CRM's use cases as the API sees them: they read and write the store, so each call blocks and belongs on
// the store's pool, never on the deciding or network threads. Views come ready for the screen.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/rules/views.h"
#include "app/views.h"
#include "base/instant.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/words.h"
#include "ports/store.h"

namespace okno::app {
using base::Instant;
using base::Result;
using ports::Page;
using ports::PageWanted;

class Records {
 public:
  virtual ~Records() = default;
  virtual Result<Page<ContactView>> contacts(const std::string& q, const std::string& phone,
                                             const PageWanted& page) = 0;
  virtual Result<ContactView> contact(domain::ContactId id) = 0;
  virtual Result<ContactView> create_contact(const ContactRequest& request, domain::AgentId who,
                                             Instant now) = 0;
  virtual Result<ContactView> change_contact(domain::ContactId id, const ContactRequest& request,
                                             domain::AgentId who) = 0;
  virtual Result<CardView> card(domain::ContactId id, domain::AgentId reader,
                                Instant now) = 0;  // opened from the search
  virtual Result<Page<TimelineItemView>> timeline(domain::ContactId id, const PageWanted& page) = 0;
  virtual Result<NoteView> add_note(domain::ContactId id, const NoteRequest& request, domain::AgentId who,
                                    Instant now) = 0;
  virtual Result<Page<InteractionView>> interactions(const ports::InteractionFilter& filter,
                                                     const PageWanted& page) = 0;
  virtual Result<InteractionView> interaction(domain::InteractionId id) = 0;
  virtual Result<std::vector<DecisionView>> decisions(domain::InteractionId id) = 0;
  // Absolute path of the mp3 when it is there and whole, empty when it must be made first.
  virtual Result<std::string> recording_made(domain::InteractionId id) = 0;
  // The same, made from the raw recording when the background has not come to it yet: an hour of sound takes
  // 40 s.
  virtual Result<std::string> recording_mp3(domain::InteractionId id) = 0;
  virtual Result<std::vector<CompanyView>> companies() = 0;

  // --- the settings of routing
  struct Changed {
    std::vector<std::string> problems;  // domain/problems.h; when there is one, nothing was changed
    ConfigurationSavedView saved;
    domain::Configuration configuration;  // for the Desk
  };
  virtual Result<ConfigurationView> configuration() = 0;
  // "conflict" when the wish's version is old. Speaks prompts that are new: some 50 ms each.
  virtual Result<Changed> change_configuration(const ConfigurationRequest& wish, domain::AgentId who,
                                               Instant now) = 0;
  virtual Result<Page<AuditView>> audit(const PageWanted& page) = 0;
  // A row of the audit for what is no change of the settings. `place`: "recording 17", "call 17"; `did`: a
  // code of the desk's words `auditDid.*` ("heard_recording", "listened"). Shown with before {} and after
  // {"did":…}.
  virtual Result<void> note_audit(domain::AgentId who, const std::string& place, const std::string& did,
                                  Instant now) = 0;
  // The last decisions of a queue (by name; empty: of all), newest first.
  virtual Result<std::vector<RecentDecisionView>> recent_decisions(const std::string& queue, int limit) = 0;

  // --- sessions. `token` is the secret of the cookie; argon2id costs about 25 ms of a core: the password
  // pool.
  struct SignedIn {
    std::string token, csrf;
    domain::AgentId agent;
    domain::Role role;
    Instant expires_at;
  };
  virtual Result<SignedIn> sign_in(const SignInRequest& request,
                                   Instant now) = 0;  // "wrong_password", the same for both
  virtual Result<SignedIn> session(const std::string& token, Instant now) = 0;  // "no_session"
  virtual Result<void> sign_out(const std::string& token) = 0;
  virtual Result<SignedIn> api_key(const std::string& key, Instant now) = 0;  // Bearer
};
}  // namespace okno::app
