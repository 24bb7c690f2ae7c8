// Queues and agents that come and go: what must be right beyond the rules themselves.
#include <algorithm>

#include "app/rules/rules.h"

namespace okno::app {
namespace {
constexpr std::size_t kLongestName = 64;        // of a queue in addresses, of a login
constexpr std::size_t kShortestPassword = 8;    // what argon2id cannot make up for
constexpr std::size_t kLongestPassword = 1024;  // as long as one may be at the door
constexpr std::size_t kLongestExtension = 8;    // what is typed into a phone

// Names stand in addresses ("queue:support") and are typed by people.
bool fine_name(const std::string& name) {
  return !name.empty() && name.size() <= kLongestName && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

class Comings {
 public:
  Comings(const domain::Configuration& before, const ConfigurationRequest& wish, bool demo)
      : before_(before), wish_(wish), demo_(demo) {}

  void look_at(const QueueRulesView& queue) {
    if (queue.id != 0) return;
    const std::string place = "queue " + queue.name;
    need(fine_name(queue.name), place, "a name of a queue is made of small Latin letters, digits, - . and _");
    need(!queue.title.empty(), place, "a queue needs a title");
  }
  void look_at(const AgentRulesView& agent) {
    const std::string place = "agent " + agent.login;
    if (agent.id == 0) {
      need(fine_name(agent.login), place, "a login is made of small Latin letters, digits, - . and _");
      need(!agent.name.empty(), place, "somebody new needs a name");
      need(agent.password.has_value(), place, "somebody new needs a password");
    }
    if (agent.password) look_at_password(*agent.password, place);
    look_at_extension(agent, place);
  }
  void look_at_leavers(domain::AgentId who) {
    bool admin_stays = false;
    for (const auto& agent : before_.agents)
      admin_stays = admin_stays || (agent.role == domain::Role::admin && !leaves(agent.id));
    for (const auto& agent : before_.agents)
      if (leaves(agent.id))
        need(agent.id != who, "agent " + agent.login, "nobody removes himself: ask another administrator");
    need(admin_stays, "agents", "an administrator must stay");
  }
  std::vector<std::string> found() && { return std::move(found_); }

 private:
  void need(bool fine, const std::string& place, const std::string& words) {
    if (!fine) found_.push_back(place + ": " + words);
  }
  bool leaves(domain::AgentId id) const {
    const auto& ids = *wish_.forget_agents;
    return std::find(ids.begin(), ids.end(), id.value()) != ids.end();
  }
  bool unchanged(const AgentRulesView& agent) const {
    return std::any_of(before_.agents.begin(), before_.agents.end(), [&](const auto& before) {
      return before.id.value() == agent.id && before.extension == agent.extension;
    });
  }
  void look_at_password(const std::string& password, const std::string& place) {
    const bool demo = demo_ && password == "demo";
    need(demo || (password.size() >= kShortestPassword && password.size() <= kLongestPassword), place,
         "a password has at least 8 characters");
  }
  void look_at_extension(const AgentRulesView& agent, const std::string& place) {
    if (agent.extension.empty() || unchanged(agent)) return;
    const bool digits = agent.extension.size() <= kLongestExtension &&
                        std::all_of(agent.extension.begin(), agent.extension.end(),
                                    [](char c) { return c >= '0' && c <= '9'; });
    need(digits, place, "a short number is made of at most 8 digits");
    const auto twin = [&](const auto& other) {
      return other.login != agent.login && other.extension == agent.extension;
    };
    const bool asked = std::any_of(wish_.agents->begin(), wish_.agents->end(), twin);
    const bool there = std::any_of(before_.agents.begin(), before_.agents.end(), [&](const auto& other) {
      const bool rewritten = std::any_of(wish_.agents->begin(), wish_.agents->end(),
                                         [&](const auto& view) { return view.id == other.id.value(); });
      const bool leaving = wish_.forget_agents && leaves(other.id);
      return !rewritten && !leaving && twin(other);
    });
    need(!asked && !there, place, "another agent has the same short number");
  }

  const domain::Configuration& before_;
  const ConfigurationRequest& wish_;
  bool demo_;
  std::vector<std::string> found_;
};
}  // namespace

std::vector<std::string> comings_and_goings(const domain::Configuration& before,
                                            const ConfigurationRequest& wish, domain::AgentId who,
                                            bool demo) {
  Comings all(before, wish, demo);
  if (wish.queues)
    for (const auto& queue : *wish.queues) all.look_at(queue);
  if (wish.agents)
    for (const auto& agent : *wish.agents) all.look_at(agent);
  if (wish.forget_agents) all.look_at_leavers(who);
  return std::move(all).found();
}
}  // namespace okno::app
