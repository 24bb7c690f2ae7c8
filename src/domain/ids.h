// Typed ids of everything that has one. AgentId is the id of any member of staff: agents, supervisors,
// administrators.
#pragma once
#include "base/id.h"

namespace okno::domain {
using AgentId = base::Id<struct AgentTag>;
using ContactId = base::Id<struct ContactTag>;
using CompanyId = base::Id<struct CompanyTag>;
using DealId = base::Id<struct DealTag>;
using ClaimId = base::Id<struct ClaimTag>;
using NoteId = base::Id<struct NoteTag>;
using InteractionId = base::Id<struct InteractionTag>;
using OfferId = base::Id<struct OfferTag>;
using QueueId = base::Id<struct QueueTag>;
using ProjectId = base::Id<struct ProjectTag>;
using LegId = base::Id<struct LegTag>;  // one side of a call: the customer's line, an agent's phone
}  // namespace okno::domain
