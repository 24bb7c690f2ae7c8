// Customers and what binds us to them. Plain rows; times are UTC.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "domain/ids.h"
#include "domain/words.h"

namespace okno::domain {
struct Company {
  CompanyId id;
  std::string name;
  std::string branch;  // line of business
};

struct Contact {
  ContactId id;
  std::string name;
  std::vector<std::string> phones;  // E.164, the first is the main one
  std::vector<std::string> emails;
  std::optional<CompanyId> company;
  std::optional<AgentId> owner;  // the responsible manager
  std::string segment;           // "VIP", "retail" …, empty when none
  bool vip = false;
  bool difficult = false;
  std::string language;  // "ru", "en"; empty: the project's
  base::Instant created_at{};
  std::int64_t version = 0;  // grows with each change; a PATCH against an old one is refused
};

struct Deal {
  DealId id;
  ContactId contact;
  std::string title;
  std::string funnel;
  std::string stage;
  std::int64_t amount_minor = 0;  // kopecks, cents
  std::string currency = "RUB";
  std::optional<AgentId> owner;
  bool open = true;
  base::Instant updated_at{};
};

struct Claim {
  ClaimId id;
  ContactId contact;
  std::string title;
  std::string priority;  // low, normal, high
  std::string status;    // new, in_work, answered, closed
  base::Instant created_at{};
  base::Instant due_at{};
};

struct Note {
  NoteId id;
  ContactId contact;
  std::optional<InteractionId> interaction;
  AgentId author;
  std::string text;
  base::Instant at{};
};
}  // namespace okno::domain
