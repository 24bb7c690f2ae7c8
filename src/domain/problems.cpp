#include "domain/problems.h"

#include <algorithm>
#include <map>
#include <set>

#include "domain/inspection.h"

namespace okno::domain {
namespace {
using base::Duration;

void look_at_skills(Inspection& all, const std::vector<SkillLevel>& skills) {
  all.within("the number of skills", std::ssize(skills), 0, kMaxSkills);
  std::set<std::string> seen;
  for (const auto& [skill, level] : skills) {
    all.need(!skill.empty(), "a skill needs a name");
    all.need(seen.insert(skill).second, "the skill " + skill + " is named twice");
    all.within("the level of " + skill, level, 1, kMaxLevel);
  }
}

void look_at(Inspection& all, const Project& project) {
  for (const int weight : {project.weights.voice, project.weights.chat, project.weights.email,
                           project.weights.sms, project.weights.social})
    all.within("a channel's weight", weight, 0, 100);
  std::set<std::string> reasons;
  for (const PauseRule& rule : project.pause_rules) {
    all.need(!rule.reason.empty(), "a rule about pauses needs a reason");
    all.need(reasons.insert(rule.reason).second, "the pause " + rule.reason + " has two rules");
    all.within("the limit of the pause " + rule.reason, rule.limit);
  }
}

void look_at_waiting(Inspection& all, const Queue& queue) {
  all.within("priority", queue.priority, -kMaxPoints, kMaxPoints);
  all.within("ageing", queue.ageing, 0, kMaxPoints);
  all.within("the priority of VIPs", queue.vip_priority, 0, kMaxPoints);
  all.within("the owner's wait", queue.owner_wait);
  all.within("the last agent's wait", queue.last_agent_wait);
  all.within("idle agents for letters", queue.letters_min_idle, 0, 10'000);
  all.within("occupancy for letters", queue.letters_max_occupancy, 0, 100);
}

void look_at_times(Inspection& all, const Queue& queue) {
  all.within("tries of a callback", queue.callback_tries, 1, kMaxCallbackTries);
  all.within("the time between tries of a callback", queue.callback_retry);
  all.need(queue.callback_retry >= kShortestRetry,
           "the time between tries of a callback must be at least 10 s");
  all.within("the wait for who is to make a planned call", queue.planned_wait);
  all.within("the pause after a missed ring", queue.no_answer_pause);
  all.need(queue.no_answer == NoAnswer::pause || queue.no_answer_pause == Duration::zero(),
           "the pause after a missed ring has a length, but a missed ring is no pause here");
  all.within("an extension of the wrap-up", queue.wrap_up_extension);
  all.within("extensions of the wrap-up", queue.wrap_up_extensions, 0, kMaxExtensions);
}

void look_at(Inspection& all, const Queue& queue) {
  all.need(queue.ring_limit > Duration::zero(), "the ring limit must be over 0");
  all.within("the ring limit", queue.ring_limit);
  all.within("the card limit", queue.card_limit);
  all.within("the wrap-up limit", queue.wrap_up_limit);
  all.within("agents rung at once", queue.ring_at_once, 1, kMaxRingAtOnce);
  look_at_waiting(all, queue);
  look_at_times(all, queue);
  look_at_skills(all, queue.required);
  all.within("the number of preferred skills", std::ssize(queue.preferred), 0, kMaxSkills);
  all.within("the level for difficult customers", queue.difficult_level, 1, kMaxLevel);
  all.within("the number of relaxation steps", std::ssize(queue.relaxation), 0, kMaxRelaxSteps);
  for (std::size_t i = 0; i < queue.relaxation.size(); ++i) {
    const RelaxStep& step = queue.relaxation[i];
    all.within("the time of a relaxation step", step.after);
    all.within("the level of a relaxation step", step.level, 0, kMaxLevel);
    if (i == 0) continue;
    all.need(step.after > queue.relaxation[i - 1].after, "relaxation steps must follow each other in time");
    all.need(step.level < queue.relaxation[i - 1].level, "a relaxation step must ask for less than before");
  }
}

void look_at(Inspection& all, const Agent& agent) {
  const Capacity& c = agent.capacity;
  all.within("calls at once", c.voice, 0, 1);
  all.within("chats at once", c.chat, 0, kMaxChats);
  for (const int letters : {c.email, c.sms, c.social}) all.within("letters at once", letters, 0, kMaxLetters);
  look_at_skills(all, agent.skills);
  for (const QueuePoints& p : agent.points)
    all.within("points of a queue", p.points, -kMaxPoints, kMaxPoints);
}

void look_for_twins(Inspection& all, const Configuration& c) {
  std::set<std::int64_t> projects, queues, agents;
  std::set<std::string> projects_named, queues_named, logins, languages;
  for (const Project& project : c.projects) {
    all.at("project", project.name, project.id.value());
    all.need(projects.insert(project.id.value()).second, "another project has the same id");
    all.need(project.name.empty() || projects_named.insert(project.name).second,
             "another project has the same name");
  }
  for (const Queue& queue : c.queues) {
    all.at("queue", queue.name, queue.id.value());
    all.need(queues.insert(queue.id.value()).second, "another queue has the same id");
    all.need(projects.contains(queue.project.value()), "there is no such project");
    all.need(queues_named.insert(queue.name).second, "another queue of this house has the same name");
  }
  for (const Agent& agent : c.agents) {
    all.at("agent", agent.login, agent.id.value());
    all.need(agents.insert(agent.id.value()).second, "another agent has the same id");
    all.need(agent.login.empty() || logins.insert(agent.login).second, "another agent has the same login");
    for (const auto& [skill, level] : agent.skills)
      if (skill.starts_with("lang:")) languages.insert(skill);
    all.need(languages.size() <= kMaxLanguages,
             "more than " + std::to_string(kMaxLanguages) + " languages are spoken in this house");
  }
}
}  // namespace

std::vector<std::string> problems(const Configuration& c) {
  Inspection all;
  look_for_twins(all, c);
  for (const Project& project : c.projects) {
    all.at("project", project.name, project.id.value());
    look_at(all, project);
  }
  for (const Queue& queue : c.queues) {
    all.at("queue", queue.name, queue.id.value());
    look_at(all, queue);
  }
  for (const Agent& agent : c.agents) {
    all.at("agent", agent.login, agent.id.value());
    look_at(all, agent);
  }
  look_at_entrance(all, c);
  look_at_menus(all, c);
  look_at_house(all, c);
  return std::move(all).found();
}
}  // namespace okno::domain
