#include "app/show.h"

#include "base/phone.h"

namespace okno::app {
namespace {
std::optional<Ms> ms_of(const std::optional<base::Instant>& at) {
  if (!at) return std::nullopt;
  return base::to_ms(*at);
}
}  // namespace

DirectoryPtr make_directory(const domain::Configuration& configuration, const Directory& before) {
  auto directory = std::make_shared<Directory>();
  for (const auto& agent : configuration.agents) directory->agents.emplace(agent.id, agent);
  for (const auto& queue : configuration.queues) directory->queues.emplace(queue.id, queue);
  for (const auto& project : configuration.projects) directory->projects.emplace(project.id, project);
  for (const auto& [id, agent] : before.agents)
    if (directory->agents.emplace(id, agent).second) directory->gone.insert(id);
  directory->queues.insert(before.queues.begin(), before.queues.end());
  return directory;
}

PersonView show_person(domain::AgentId id, const Directory& directory) {
  const auto found = directory.agents.find(id);
  return {id.value(), found == directory.agents.end() ? std::string() : found->second.name};
}

CompanyView show_company(const domain::Company& company) {
  return {company.id.value(), company.name, company.branch};
}

ContactView show_contact(const domain::Contact& contact, const std::optional<domain::Company>& company,
                         const Directory& directory) {
  ContactView view;
  view.id = contact.id.value();
  view.name = contact.name;
  view.phones = contact.phones;
  view.emails = contact.emails;
  if (company) view.company = show_company(*company);
  if (contact.owner) view.owner = show_person(*contact.owner, directory);
  view.segment = contact.segment;
  view.vip = contact.vip;
  view.difficult = contact.difficult;
  view.language = contact.language;
  view.created_at_ms = base::to_ms(contact.created_at);
  view.version = contact.version;
  return view;
}

DealView show_deal(const domain::Deal& deal, const Directory& directory) {
  DealView view;
  view.id = deal.id.value();
  view.title = deal.title;
  view.funnel = deal.funnel;
  view.stage = deal.stage;
  view.amount_minor = deal.amount_minor;
  view.currency = deal.currency;
  if (deal.owner) view.owner = show_person(*deal.owner, directory);
  view.open = deal.open;
  view.updated_at_ms = base::to_ms(deal.updated_at);
  return view;
}

ClaimView show_claim(const domain::Claim& claim) {
  ClaimView view;
  view.id = claim.id.value();
  view.title = claim.title;
  view.priority = claim.priority;
  view.status = claim.status;
  view.created_at_ms = base::to_ms(claim.created_at);
  view.due_at_ms = base::to_ms(claim.due_at);
  return view;
}

NoteView show_note(const domain::Note& note, const Directory& directory) {
  NoteView view;
  view.id = note.id.value();
  if (note.interaction) view.interaction = note.interaction->value();
  view.author = show_person(note.author, directory);
  view.text = note.text;
  view.at_ms = base::to_ms(note.at);
  return view;
}

namespace {
SegmentView show_segment(const domain::Segment& share, const Directory& directory) {
  SegmentView view;
  if (share.agent) view.agent = show_person(*share.agent, directory);
  view.outside = share.outside;
  view.part = share.part;
  if (share.queue)
    if (const auto queue = directory.queues.find(*share.queue); queue != directory.queues.end())
      view.queue = queue->second.name;
  if (share.from) view.from = show_person(*share.from, directory);
  view.began_at_ms = base::to_ms(share.began_at);
  view.ended_at_ms = ms_of(share.ended_at);
  view.disposition = share.disposition;
  view.note = share.note;
  return view;
}
}  // namespace

std::optional<SoundView> show_sound(const std::optional<domain::LegSound>& customer,
                                    const std::optional<domain::LegSound>& agent) {
  if (!customer && !agent) return std::nullopt;
  const auto shown = [](const domain::LegSound& leg) {
    return LegSoundView{leg.mos, leg.loss * 100, leg.jitter_ms};
  };
  SoundView view;
  if (customer) view.customer = shown(*customer);
  if (agent) view.agent = shown(*agent);
  return view;
}

InteractionView show_interaction(const domain::Interaction& row, const std::string& contact_name,
                                 const Directory& directory) {
  InteractionView view;
  view.id = row.id.value();
  view.channel = row.channel;
  view.direction = row.direction;
  view.state = row.state;
  if (row.queue)
    if (const auto queue = directory.queues.find(*row.queue); queue != directory.queues.end())
      view.queue = queue->second.name;
  if (const auto project = directory.projects.find(row.project); project != directory.projects.end())
    view.project = project->second.name;
  if (row.agent) view.agent = show_person(*row.agent, directory);
  if (row.contact) view.contact = PersonView{row.contact->value(), contact_name};
  view.from = row.from;
  view.to = row.to;
  view.caller_name = row.caller_name;
  view.started_at_ms = base::to_ms(row.started_at);
  view.answered_at_ms = ms_of(row.answered_at);
  view.ended_at_ms = ms_of(row.ended_at);
  view.end_cause = row.end_cause;
  for (const auto& step : row.ivr_path) view.ivr_path.push_back({step.node, step.title, step.digits});
  view.disposition = row.disposition;
  view.note = row.note;
  view.words = row.words;
  view.has_recording = !row.recording.empty();
  view.recording_mark = row.recording_mark;
  for (const auto& pause : row.recording_pauses)
    view.recording_pauses.push_back({pause.from_ms, pause.to_ms, pause.card});
  view.talk_ms = row.talk_ms;
  view.wait_ms = row.wait_ms;
  view.wrap_up_ms = row.wrap_up_ms;
  view.message_ms = row.message_ms;
  view.source = row.source;
  view.callback = row.callback;
  view.due_at_ms = ms_of(row.due_at);
  view.tries = row.tries;
  if (row.caller) view.caller = show_person(*row.caller, directory);
  view.slot = row.slot;
  view.sound = show_sound(row.customer_sound, row.agent_sound);
  for (const auto& share : row.segments) view.segments.push_back(show_segment(share, directory));
  return view;
}

TimelineItemView show_timeline_item(const ports::TimelineItem& item, const std::string& contact_name,
                                    const Directory& directory) {
  TimelineItemView view;
  view.kind = item.kind;
  view.at_ms = base::to_ms(item.at);
  if (item.interaction) view.interaction = show_interaction(*item.interaction, contact_name, directory);
  if (item.note) view.note = show_note(*item.note, directory);
  if (item.deal) view.deal = show_deal(*item.deal, directory);
  if (item.claim) view.claim = show_claim(*item.claim);
  return view;
}

CardView show_unknown_card(const CardPlace& place) {
  CardView card;
  card.interaction = place.interaction.value();
  card.number = place.number;
  card.number_pretty = base::pretty_number(place.number);
  card.caller_name = place.caller_name;
  card.colleagues_here = place.colleagues.people;
  card.colleagues_how = place.colleagues.people.empty() ? std::string() : place.colleagues.how;
  return card;
}

CardView show_card(const ports::CustomerFacts& facts, const CardPlace& place, const Directory& directory) {
  CardView card = show_unknown_card(place);
  if (card.number.empty() && !facts.contact.phones.empty()) {
    card.number = facts.contact.phones.front();
    card.number_pretty = base::pretty_number(card.number);
  }
  card.contact = show_contact(facts.contact, facts.company, directory);
  for (const auto& deal : facts.open_deals) card.open_deals.push_back(show_deal(deal, directory));
  for (const auto& claim : facts.open_claims) card.open_claims.push_back(show_claim(claim));
  for (const auto& row : facts.last)
    card.last.push_back(show_interaction(row, facts.contact.name, directory));
  card.owner_is_me = facts.contact.owner && *facts.contact.owner == place.reader;
  return card;
}

AgentView show_agent(const domain::Agent& agent, const Directory& directory) {
  AgentView view;
  view.id = agent.id.value();
  view.name = agent.name;
  view.login = agent.login;
  view.role = agent.role;
  view.extension = agent.extension;
  view.department = agent.department;
  for (const auto queue : agent.queues)
    if (const auto found = directory.queues.find(queue); found != directory.queues.end())
      view.queues.push_back(found->second.name);
  return view;
}

QueueView show_queue(const domain::Queue& queue) {
  QueueView view;
  view.id = queue.id.value();
  view.name = queue.name;
  view.title = queue.title;
  view.service_level_limit_s = base::to_seconds(queue.service_level_limit);
  if (queue.wrap_up_extension > base::Duration::zero()) view.more_time = queue.wrap_up_extensions;
  return view;
}
}  // namespace okno::app
