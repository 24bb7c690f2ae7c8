#include "speech/phrases.h"

#include <algorithm>

#include "ports/prompts.h"

namespace okno::speech {
namespace {
using domain::Configuration;
using domain::Project;
using domain::Queue;

template <class Wants>
bool any_queue(const Project& project, const Configuration& configuration, Wants wants) {
  return std::any_of(configuration.queues.begin(), configuration.queues.end(),
                     [&](const Queue& queue) { return queue.project == project.id && wants(queue); });
}

bool leads_to(const Project& project, const Configuration& configuration, const std::string& target) {
  const auto is = [&](const std::string& text) { return text == target; };
  if (is(project.when_closed) || is(project.blacklisted_to)) return true;
  for (const auto& agent : configuration.agents)  // calls by name belong to no project of their own
    for (const auto& forward : agent.forwards)
      if (is(forward.to)) return true;
  for (const auto& group : configuration.groups)
    if (is(group.otherwise)) return true;
  for (const auto& menu : project.menus) {
    if (is(menu.otherwise)) return true;
    for (const auto& choice : menu.choices)
      if (is(choice.target)) return true;
  }
  return any_queue(project, configuration, [&](const Queue& queue) {
    return is(queue.when_closed) || is(queue.overflow_to) || is(queue.when_nobody);
  });
}

// Russian counts one, few and many: 1 минута, 2 минуты, 5 минут, 21 минута.
std::string russian_minutes(std::int64_t n) {
  const auto tens = n % 100, ones = n % 10;
  const bool teens = tens > 10 && tens < 20;
  const char* word = !teens && ones == 1 ? "минута" : !teens && ones > 1 && ones < 5 ? "минуты" : "минут";
  return std::to_string(n) + " " + word;
}

void add_places(std::vector<Phrase>& all, bool russian) {
  const auto add = [&](std::int64_t place, const std::string& words) {
    all.push_back({ports::place_node(place), words});
  };
  add(1, russian ? "Вы следующий в очереди." : "You are next in line.");
  for (std::int64_t n = 2; n <= ports::kMaxSpokenPlace; ++n)
    add(n, russian ? "Ваш номер в очереди: " + std::to_string(n) + "."
                   : "You are number " + std::to_string(n) + " in line.");
  const std::string last = std::to_string(ports::kMaxSpokenPlace);
  add(ports::kMaxSpokenPlace + 1, russian ? "Перед вами больше " + last + " человек."
                                          : "More than " + last + " people are ahead of you.");
}

void add_waits(std::vector<Phrase>& all, bool russian) {
  using std::chrono::minutes;
  const auto add = [&](std::int64_t n, const std::string& words) {
    all.push_back({ports::wait_node(minutes(n)), words});
  };
  add(1, russian ? "Вам ответят примерно через минуту." : "The expected wait is about a minute.");
  for (std::int64_t n = 2; n <= ports::kMaxSpokenMinutes; ++n)
    add(n, russian ? "Примерное время ожидания: " + russian_minutes(n) + "."
                   : "The expected wait is about " + std::to_string(n) + " minutes.");
  add(ports::kMaxSpokenMinutes + 1,
      russian ? "Ждать придётся больше получаса." : "The expected wait is more than half an hour.");
}
}  // namespace

std::vector<Phrase> phrases_of(const Project& project, const Configuration& configuration) {
  const bool russian = project.language == "ru";
  const auto announces = [](const Queue& q) { return q.announce_first > base::Duration::zero(); };
  std::vector<Phrase> all;
  for (const auto& message : project.messages)
    all.push_back({ports::prompt_node("message:" + message.name), message.say});
  if (any_queue(project, configuration, [&](const Queue& q) { return announces(q) && q.announce_position; }))
    add_places(all, russian);
  if (any_queue(project, configuration, [&](const Queue& q) { return announces(q) && q.announce_wait; }))
    add_waits(all, russian);
  const bool offers = any_queue(project, configuration, [](const Queue& q) { return q.callback_offered; });
  if (offers)
    all.push_back({ports::kCallbackOfferNode,
                   russian ? "Чтобы не ждать на линии, нажмите один: мы сохраним ваше место и перезвоним."
                           : "To keep your place without waiting on the line, press one: we will call you."});
  if (offers || leads_to(project, configuration, "callback"))
    all.push_back({ports::kCallbackThanksNode, russian
                                                   ? "Спасибо. Мы перезвоним вам, как только подойдёт ваша "
                                                     "очередь. До свидания."
                                                   : "Thank you. We will call you when your turn comes. "
                                                     "Goodbye."});
  if (project.recording_announced)
    all.push_back(
        {ports::kRecordedNode, russian ? "Разговор записывается." : "This call is being recorded."});
  if (leads_to(project, configuration, "voicemail"))
    all.push_back({ports::kVoicemailNode, russian ? "Оставьте сообщение после сигнала. Чтобы закончить, "
                                                    "нажмите решётку или положите трубку."
                                                  : "Leave a message after the tone. To finish, press the "
                                                    "pound key or hang up."});
  for (const auto& agent : configuration.agents)
    if (std::any_of(agent.devices.begin(), agent.devices.end(),
                    [](const auto& one) { return one.accept_by_key; })) {
      all.push_back({ports::kAcceptNode, russian ? "Вам звонок. Чтобы принять его, нажмите один."
                                                 : "There is a call for you. To take it, press one."});
      break;
    }
  return all;
}
}  // namespace okno::speech
