// The invented town whose people ring the demo: names, numbers, companies, deals. Everything comes from a
// seed, so the same demo has the same people everywhere. No real person or firm is meant; English numbers are
// from the ranges kept free for fiction, Russian ones are random.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "domain/centre.h"
#include "domain/crm.h"

namespace okno::demo {
inline constexpr std::uint64_t kTownSeed = 20'261'122;

struct Citizen {
  domain::Contact contact;  // no id, company and owner yet: those are indexes until the store gives ids
  int company = -1;         // index into Town::companies
  int owner = -1;           // 0 Anna, 1 Boris
};
struct TownDeal {
  domain::Deal deal;
  std::size_t citizen = 0;
  int age_h = 0;  // hours since its last change
};
struct TownClaim {
  domain::Claim claim;
  std::size_t citizen = 0;
  int age_h = 0;
  int due_in_h = 0;  // from now, may be past
};
struct Town {
  std::vector<domain::Company> companies;  // ≥ 40
  std::vector<Citizen> citizens;  // ≥ 200, the first is Мария Иванова, +7 916 123-45-67
  std::vector<TownDeal> deals;    // ≥ 30
  std::vector<TownClaim> claims;
};
Town make_town(std::uint64_t seed = kTownSeed);

// Projects, queues, menus and entries of the demo; agents come from the accounts. Queue and project ids are
// fixed.
domain::Configuration make_configuration();
inline constexpr domain::ProjectId kDemoProject{1};
inline constexpr domain::QueueId kSupportQueue{1};
inline constexpr domain::QueueId kSalesQueue{2};
}  // namespace okno::demo
