// Views of what is live, and their way to the screens.
#include <algorithm>

#include "app/shell.h"
#include "app/show.h"
#include "app/view_json.h"

namespace okno::app {
using ports::Audience;

InteractionView Shell::view_of(const LiveInteraction& live) const {
  InteractionView view = show_interaction(live.row, live.contact_name, *directory_);
  if (!live.row.ended_at) view.sound = sound_now(live.customer_heard, live.agent_heard);
  view.recording = recording_state(live);
  if (live.paused_at) view.recording_paused_at_ms = base::to_ms(*live.paused_at);
  const bool others = live.in_company() || live.together == WhoHears::outside || !live.guests.empty();
  if (live.row.ended_at || !others) return view;
  CompanyPresentView company;
  company.state = live.together == WhoHears::aside     ? "aside"
                  : live.together == WhoHears::all     ? "all"
                  : live.together == WhoHears::outside ? "outside"
                                                       : "ringing";
  if (live.asked)
    company.agent = show_person(live.asked, *directory_);
  else if (!live.outside.empty())
    company.outside = live.outside;
  else if (!live.offers.empty())
    company.agent = show_person(live.offers.front().agent, *directory_);
  else if (!live.guests.empty())
    company.outside = live.guests.front().number;
  const bool joined =
      std::any_of(live.guests.begin(), live.guests.end(), [](const LiveGuest& guest) { return guest.in; });
  if (joined && live.together == WhoHears::pair) company.state = "all";
  company.may_hand_over = live.together == WhoHears::aside || live.together == WhoHears::all;
  if (live.together == WhoHears::all || !live.guests.empty()) company.members = members_of(live);
  view.company = company;
  return view;
}

Colleagues Shell::colleagues(ContactId contact, AgentId reader) const {
  Colleagues out;
  const auto add = [&](AgentId id) {
    if (id == reader || !id) return;
    const auto same = [&](const PersonView& person) { return person.id == id.value(); };
    if (std::none_of(out.people.begin(), out.people.end(), same))
      out.people.push_back(show_person(id, *directory_));
  };
  const auto [first, last] = by_contact_.equal_range(contact);
  for (auto it = first; it != last; ++it) {
    const auto live = live_.find(it->second);
    if (live != live_.end()) add(live->second.talking);
  }
  if (!out.people.empty()) out.how = "talking";
  for (const auto& [id, place] : places_)
    if (place.viewing == contact && place.windows > 0) add(id);
  if (out.how.empty() && !out.people.empty()) out.how = "viewing";
  return out;
}

CardView Shell::card_of(const LiveInteraction& live, AgentId reader) const {
  CardPlace where;
  where.interaction = live.row.id;
  where.number = live.row.direction == domain::Direction::outbound ? live.row.to : live.row.from;
  where.caller_name = live.row.caller_name;
  where.reader = reader;
  if (!live.customer) return show_unknown_card(where);
  where.colleagues = colleagues(live.customer->contact.id, reader);
  return show_card(*live.customer, where, *directory_);
}

OfferView Shell::offer_of(const LiveInteraction& live, AgentId reader) const {
  OfferView view;
  if (const LiveOffer* his = live.offer_to(reader)) {
    view.offer = his->offer.value();
    view.answer_by_ms = base::to_ms(his->answer_by);
  }
  view.interaction = view_of(live);
  view.card = card_of(live, reader);
  return view;
}

AgentView Shell::view_of(const AgentPlace& place) const {
  AgentView view = show_agent(place.who, *directory_);
  view.state = place.state;
  view.reason = place.reason;
  view.since_ms = base::to_ms(place.since);
  if (place.until) view.until_ms = base::to_ms(*place.until);
  if (place.interaction) view.interaction = place.interaction->value();
  view.phones = {place.browser, place.desk};
  if (place.by) view.forced_by = show_person(*place.by, *directory_);
  for (const auto& one : place.beside) {
    view.beside.push_back({one.id.value(), one.stage, {}});
    if (one.until) view.beside.back().until_ms = base::to_ms(*one.until);
  }
  view.then = then_of(place);
  view.absence = place.absence;
  if (place.absent_until) view.absent_until_ms = base::to_ms(*place.absent_until);
  return view;
}

std::optional<AfterwardsView> Shell::then_of(const AgentPlace& place) const {
  if (!place.then) return std::nullopt;
  AfterwardsView view{place.then->state, place.then->reason, {}};
  if (place.then->by) view.forced_by = show_person(*place.then->by, *directory_);
  return view;
}

QueueView Shell::view_of(const domain::Queue& queue) const {
  QueueView view = show_queue(queue);
  if (const auto line = lines_.find(queue.id); line != lines_.end()) {
    view.waiting = line->second.waiting;
    if (line->second.longest_since) view.longest_since_ms = base::to_ms(*line->second.longest_since);
  }
  for (const auto& [id, place] : places_) {
    const auto& queues = place.who.queues;
    if (std::find(queues.begin(), queues.end(), queue.id) == queues.end()) continue;
    switch (place.state) {
      case AgentState::ready:
        ++view.agents_ready;
        break;
      case AgentState::pause:
        ++view.agents_paused;
        break;
      case AgentState::offline:
        break;
      default:
        ++view.agents_busy;
    }
  }
  board_.fill(queue.id, view);
  return view;
}

// Of the projects in whose queues he works, each once; of the first project when he works in none.
std::vector<std::string> Shell::pause_reasons_of(const domain::Agent& agent) const {
  std::vector<std::string> all;
  const auto add = [&](const domain::Project& project) {
    for (const auto& reason : project.pause_reasons)
      if (std::find(all.begin(), all.end(), reason) == all.end()) all.push_back(reason);
  };
  for (const auto& queue : configuration_.queues)
    if (std::find(agent.queues.begin(), agent.queues.end(), queue.id) != agent.queues.end())
      if (const auto project = directory_->projects.find(queue.project);
          project != directory_->projects.end())
        add(project->second);
  if (all.empty() && !configuration_.projects.empty()) add(configuration_.projects.front());
  return all;
}

MeView Shell::me_of(const AgentPlace& place) const {
  MeView view;
  view.id = place.who.id.value();
  view.login = place.who.login;
  view.name = place.who.name;
  view.role = place.who.role;
  view.language = place.who.language;
  view.state = place.state;
  view.reason = place.reason;
  view.since_ms = base::to_ms(place.since);
  view.demo = settings_.demo;
  if (place.by) view.forced_by = show_person(*place.by, *directory_);
  view.then = then_of(place);
  view.extension = place.who.extension;
  view.absence = place.absence;
  if (place.absent_until) view.absent_until_ms = base::to_ms(*place.absent_until);
  if (!configuration_.projects.empty()) {
    view.dispositions = configuration_.projects.front().dispositions;
    view.pause_reasons = pause_reasons_of(place.who);
    for (const auto& project : configuration_.projects)
      view.results.push_back({project.name, project.dispositions});
  }
  return view;
}

bool Shell::watched(const Audience& audience) const {
  if (windows_ == 0) return false;
  if (audience.kind != Audience::Kind::agents || audience.supervisors_too) return true;
  return std::any_of(audience.agents.begin(), audience.agents.end(), [this](AgentId id) {
    const auto found = places_.find(id);
    return found != places_.end() && found->second.windows > 0;
  });
}

void Shell::push_interaction(const LiveInteraction& live) {
  if (recovering_) return;
  Audience audience{Audience::Kind::agents, {}, true};
  if (live.row.agent) audience.agents.push_back(*live.row.agent);
  if (live.talking && live.talking != live.row.agent) audience.agents.push_back(live.talking);
  if (live.asked) audience.agents.push_back(live.asked);
  if (live.row.caller) audience.agents.push_back(*live.row.caller);
  for (const LiveOffer& offer : live.offers) audience.agents.push_back(offer.agent);
  for (const auto& share : live.row.segments)  // who had a share still works after it, or has it in his list
    if (share.agent && !std::count(audience.agents.begin(), audience.agents.end(), *share.agent))
      audience.agents.push_back(*share.agent);
  push(audience, "interaction.changed", [&] { return to_json(view_of(live)); });
}

void Shell::push_card(const LiveInteraction& live) {
  std::vector<AgentId> readers;
  for (const LiveOffer& offer : live.offers) readers.push_back(offer.agent);
  if (readers.empty()) readers.push_back(live.row.agent.value_or(live.talking));
  for (const AgentId reader : readers)
    if (reader)
      push({Audience::Kind::agents, {reader}, false}, "card.changed",
           [&] { return to_json(card_of(live, reader)); });
}

void Shell::push_agent(const AgentPlace& place) {
  if (recovering_) return;
  dirty_agents_.push_back(place.who.id);
  push({Audience::Kind::agents, {place.who.id}, false}, "me.changed", [&] { return to_json(me_of(place)); });
}

void Shell::push_board(base::Instant now) {
  std::sort(dirty_agents_.begin(), dirty_agents_.end());
  dirty_agents_.erase(std::unique(dirty_agents_.begin(), dirty_agents_.end()), dirty_agents_.end());
  for (const auto id : dirty_agents_)
    if (const auto* agent = place(id))
      push({Audience::Kind::everyone, {}, false}, "agent.changed", [&] { return to_json(view_of(*agent)); });
  dirty_agents_.clear();
  push_trunks();
  count();

  const auto day = today(now);
  if (day != board_.day_start()) {
    board_.begin_day(day);
    for (const auto& queue : configuration_.queues) dirty_queues_.push_back(queue.id);
    // Another time zone makes another day: what has ended in it is in the store, who lives counts himself.
    recovered_up_to_ = last_id_;
    lived_on_.clear();
    for (const auto& [id, live] : live_) lived_on_.insert(id);
    count_today("");
  }
  std::sort(dirty_queues_.begin(), dirty_queues_.end());
  dirty_queues_.erase(std::unique(dirty_queues_.begin(), dirty_queues_.end()), dirty_queues_.end());
  for (const auto id : dirty_queues_)
    if (const auto queue = directory_->queues.find(id); queue != directory_->queues.end())
      push({Audience::Kind::everyone, {}, false}, "queue.changed",
           [&] { return to_json(view_of(queue->second)); });
  dirty_queues_.clear();
}

void Shell::contact_changed(ContactId id) {
  post([this, id](base::Instant) { refresh_contact(id); });
}

void Shell::refresh_contact(ContactId id) {
  if (!by_contact_.contains(id)) return;
  const auto day = board_.day_start();
  parts_.store_pool.submit([this, id, day] {
    auto facts = parts_.store.customer(id, day);
    if (!facts) return;
    post([this, id, facts = std::move(*facts)](base::Instant) {
      const auto [first, last] = by_contact_.equal_range(id);
      for (auto it = first; it != last; ++it) {
        LiveInteraction* live = find(it->second);
        if (!live || !live->customer) continue;
        live->customer = facts;
        live->contact_name = facts.contact.name;
        push_card(*live);
        push_interaction(*live);
      }
    });
  });
}
}  // namespace okno::app
