// Domain rows → the shapes of the screen (views.h): ids become names, times become milliseconds. Pure
// functions.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "app/views.h"
#include "core/command.h"
#include "domain/centre.h"
#include "domain/crm.h"
#include "domain/interaction.h"
#include "ports/store.h"

namespace okno::app {
// Names of staff, queues and projects at one moment. Never changed after it is made, so threads share it
// freely; after a change of the configuration a new one is made.
struct Directory {
  std::unordered_map<domain::AgentId, domain::Agent> agents;
  std::unordered_map<domain::QueueId, domain::Queue> queues;
  std::unordered_map<domain::ProjectId, domain::Project> projects;
  std::unordered_set<domain::AgentId> gone;  // of `agents`, who has left: a name, no rights
};
using DirectoryPtr = std::shared_ptr<const Directory>;
// `before`: who and what had a name and is not in the configuration any more keeps it.
DirectoryPtr make_directory(const domain::Configuration& configuration, const Directory& before = {});

// Who else works with a customer now; `how` is "talking" or "viewing", "" when nobody.
struct Colleagues {
  std::vector<PersonView> people;
  std::string how;
};
// Where a card is opened: on an interaction (its number as it came) or, with interaction 0, from the search.
struct CardPlace {
  domain::InteractionId interaction;
  std::string number;  // normalised; empty: the contact's first phone
  std::string caller_name;
  domain::AgentId reader;
  Colleagues colleagues;
};

// A member of staff who is in no directory any more keeps his id and has an empty name.
PersonView show_person(domain::AgentId id, const Directory& directory);
CompanyView show_company(const domain::Company& company);
ContactView show_contact(const domain::Contact& contact, const std::optional<domain::Company>& company,
                         const Directory& directory);
DealView show_deal(const domain::Deal& deal, const Directory& directory);
ClaimView show_claim(const domain::Claim& claim);
NoteView show_note(const domain::Note& note, const Directory& directory);
// None when nothing is known of either.
std::optional<SoundView> show_sound(const std::optional<domain::LegSound>& customer,
                                    const std::optional<domain::LegSound>& agent);
InteractionView show_interaction(const domain::Interaction& row, const std::string& contact_name,
                                 const Directory& directory);
TimelineItemView show_timeline_item(const ports::TimelineItem& item, const std::string& contact_name,
                                    const Directory& directory);
// A known customer's card, and that of a number nobody knows.
CardView show_card(const ports::CustomerFacts& facts, const CardPlace& place, const Directory& directory);
CardView show_unknown_card(const CardPlace& place);

// What stands still of an agent and of a queue; state, counts and rates are filled in by who knows them.
AgentView show_agent(const domain::Agent& agent, const Directory& directory);
QueueView show_queue(const domain::Queue& queue);
}  // namespace okno::app
