#include "core/journal/pack.h"

#include <algorithm>
#include <boost/json.hpp>
#include <exception>
#include <stdexcept>

#include "core/entrance/lists.h"
#include "core/house/devices.h"
#include "core/journal/floor_fields.h"
#include "core/talk/callback.h"

namespace okno::core {
namespace json = boost::json;
namespace {
constexpr int kVersion = 1;

void need(bool sound, const char* words) {
  if (!sound) throw std::runtime_error(words);
}

// Everything that is followed without a second look must lead somewhere.
void check_interactions(Floor& floor) {
  for (auto& [id, x] : floor.live) {
    need(x.row.id == id, "a row under another's number");
    QueueNow* queue = x.row.queue ? floor.queue(*x.row.queue) : nullptr;
    need(queue || !x.row.queue, "an interaction in a queue that is not there");
    need(!x.connected_at || (x.row.agent && floor.agent(*x.row.agent)), "a conversation without its agent");
    need(!x.party.asked || floor.agent(*x.party.asked), "nobody is asked");
    for (const AfterWork& work : x.after) need(floor.agent(work.agent), "work after a talk with nobody");
    for (const Offer& offer : x.offers) need(floor.agent(offer.agent), "an offer to nobody");
    const bool lined_up = queue && x.queued_at && queue->waiting.contains({*x.queued_at, id});
    need(!lined_up || x.lane < std::max<std::size_t>(1, queue->lanes.size()), "a lane that is not there");
  }
}
void check_agents(Floor& floor) {
  need(floor.agent_order.size() == floor.agents.size(), "agents without an order");
  for (const AgentId id : floor.agent_order) need(floor.agent(id), "an agent who is not there");
  for (auto& [id, agent] : floor.agents) {
    need(agent.points.size() == agent.queues.size(), "an agent's points are not those of his queues");
    for (const QueueId queue : agent.queues) need(floor.queue(queue), "an agent in no queue");
    for (const Engagement& e : agent.engaged) need(floor.interaction(e.id), "an agent holds what is over");
    for (const Interaction& row : agent.recent) {
      const auto kept = floor.keepers.find(row.id);
      const bool known = kept != floor.keepers.end() &&
                         std::find(kept->second.begin(), kept->second.end(), id) != kept->second.end();
      need(known, "an agent keeps a row and nobody knows");
    }
    for (const WaitKey& key : agent.reserved) need(floor.interaction(key.id), "nobody waits for an agent");
    for (const Standing& s : agent.standing) {
      const QueueNow* queue = floor.queue(s.queue);
      need(queue && s.lane < queue->lanes.size(), "an agent stands nowhere");
      need(queue->lanes[s.lane].idle.contains(s.mask), "an agent stands where nobody looks");
    }
  }
}
// Checkpoints of before have no index of the rows that agents keep.
void index_recent(Floor& floor) {
  if (!floor.keepers.empty()) return;
  for (const AgentId id : floor.agent_order)
    if (const AgentNow* agent = floor.agent(id))
      for (const Interaction& row : agent->recent) floor.keepers[row.id].push_back(id);
}
// … and some counted planned calls wrongly.
void count_planned(Floor& floor) {
  floor.planned_calls = 0;
  for (const auto& [id, x] : floor.live) floor.planned_calls += is_planned(x.row);
}
void check_queues(Floor& floor) {
  for (auto& [id, queue] : floor.queues) {
    for (const AgentId member : queue.members) need(floor.agent(member), "a member who is not there");
    for (const auto& [since, who] : queue.waiting) need(floor.interaction(who), "nobody waits in a queue");
    for (const WaitKey& key : queue.ringing) need(floor.interaction(key.id), "it rings for nobody");
    for (const Lane& lane : queue.lanes)
      for (const auto& open : lane.open)
        for (const WaitKey& key : open) need(floor.interaction(key.id), "nobody waits in a lane");
  }
  for (const Alarm& alarm : floor.alarms.all())
    need(alarm.agent ? floor.agent(alarm.agent) != nullptr : floor.interaction(alarm.id) != nullptr,
         "an alarm for nothing");
}
// Who else is in it; calls do not live through a restart, so this is a chat.
void tell_party(const InteractionNow& x, std::vector<Command>& told) {
  if (!x.party.asked) return;
  told.emplace_back(ConnectAside{x.row.id, *x.row.agent, x.party.asked});
  if (x.party.stage == PartyStage::all)
    told.emplace_back(ConnectAll{x.row.id, {*x.row.agent, *x.party.asked}, false});
}
}  // namespace

std::string pack(const Floor& floor) {
  packed::Writer writer;
  writer.raw("{\"version\":" + std::to_string(kVersion) + ",\"floor\":");
  writer.write(floor);
  writer.raw(",\"projects\":[");
  for (std::size_t i = 0; i < writer.projects().size(); ++i) {
    if (i > 0) writer.raw(",");
    writer.write(*writer.projects()[i]);
  }
  writer.raw("]}");
  return writer.take();
}

base::Result<Floor> unpack(const std::string& text) {
  try {
    json::monotonic_resource memory;
    const json::value parsed = json::parse(text, &memory);
    const auto& fields = parsed.as_object();
    if (json::value_to<int>(fields.at("version")) > kVersion)
      return base::Error{"bad_checkpoint", "The checkpoint was written by a later version of the program."};
    std::vector<std::shared_ptr<const Project>> projects;
    for (const auto& item : fields.at("projects").as_array()) {
      auto project = std::make_shared<Project>();
      packed::Reader({}).read(*project, item);
      projects.push_back(std::move(project));
    }
    Floor floor;
    packed::Reader(std::move(projects)).read(floor, fields.at("floor"));
    index_recent(floor);
    count_planned(floor);
    check_interactions(floor);
    check_agents(floor);
    check_queues(floor);
    return floor;
  } catch (const std::exception& failure) {
    return base::Error{"bad_checkpoint", std::string("The checkpoint is damaged: ") + failure.what() + "."};
  }
}

std::vector<Command> tell_all(Floor& floor) {
  std::vector<InteractionId> ids;
  for (const auto& [id, x] : floor.live) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  std::vector<Command> told;
  for (const InteractionId id : ids) {
    const InteractionNow& x = *floor.interaction(id);
    told.emplace_back(InteractionChanged{x.row, false});
    for (const Offer& offer : x.offers) {
      told.emplace_back(ShowCard{offer.agent, offer.id, id, x.ring_at});
      if (offer.rings) told.emplace_back(ringing_now(floor, x, offer));
    }
    if (x.connected_at) told.emplace_back(ConnectAgent{*x.row.agent, id, {}});
    tell_party(x, told);
    if (x.recording) told.emplace_back(StartRecording{id});
  }
  for (const AgentId id : floor.agent_order) told.emplace_back(floor.agent(id)->told);
  for (const auto& [id, queue] : floor.queues) told.emplace_back(queue.told);
  tell_listed(floor, told);
  return told;
}
}  // namespace okno::core
