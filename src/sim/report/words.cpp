#include "sim/report/words.h"

#include <cstdio>

namespace okno::sim {
using namespace domain;
namespace {
const char* choose(Language language, const char* ru, const char* en) {
  return language == Language::ru ? ru : en;
}
const char* of(EndCause cause, Language l) {
  switch (cause) {
    case EndCause::answered:
      return choose(l, "поговорили", "talked");
    case EndCause::lost:
      return choose(l, "не дождался", "gave up waiting");
    case EndCause::left_in_ivr:
      return choose(l, "ушёл из меню", "left in the menu");
    case EndCause::refused:
      return choose(l, "не принят", "refused");
    case EndCause::busy:
      return choose(l, "занято", "busy");
    case EndCause::no_answer:
      return choose(l, "не ответил", "no answer");
    case EndCause::failed:
      return choose(l, "не соединилось", "failed");
    case EndCause::interrupted:
      return choose(l, "прервано сбоем", "cut by a restart");
    case EndCause::media_timeout:
      return choose(l, "пропал звук", "sound was lost");
    case EndCause::voicemail:
      return choose(l, "оставил сообщение", "left a message");
    case EndCause::announced:
      return choose(l, "услышал объявление", "heard the message");
    case EndCause::transferred:
      return choose(l, "передан наружу", "handed outside");
    case EndCause::given_up:
      return choose(l, "не дозвонились", "never reached");
    case EndCause::cancelled:
      return choose(l, "отменено", "called off");
  }
  return "";
}
const char* of(InteractionState state, Language l) {
  switch (state) {
    case InteractionState::ivr:
      return choose(l, "ещё в меню", "still in the menu");
    case InteractionState::dialling:
      return choose(l, "ещё набирается", "still dialled");
    case InteractionState::waiting:
      return choose(l, "ещё ждёт", "still waits");
    case InteractionState::offered:
      return choose(l, "ещё звонит", "still rings");
    case InteractionState::active:
      return choose(l, "ещё говорит", "still talks");
    case InteractionState::held:
      return choose(l, "ещё на удержании", "still held");
    case InteractionState::wrap_up:
      return choose(l, "ещё обрабатывается", "still wrapped up");
    case InteractionState::ended:
      return choose(l, "закончено", "ended");
    case InteractionState::planned:
      return choose(l, "ещё запланировано", "still planned");
  }
  return "";
}
}  // namespace

const ReportWords& report_words(Language language) {
  static const ReportWords ru{"начало",
                              "клиент",
                              "канал",
                              "очередь",
                              "ждал",
                              "оператор",
                              "говорили",
                              "результат",
                              "чем кончилось",
                              "По каналам",
                              "обращений",
                              "отвечено",
                              "потеряно",
                              "уровень сервиса",
                              "среднее ожидание",
                              "средний разговор",
                              "все вместе",
                              "никто не обратился",
                              "Операторы",
                              "Ждут в очередях",
                              "Уровень сервиса с начала, %",
                              "Время от начала",
                              "звонит",
                              "разговор",
                              "на удержании",
                              "обработка",
                              "свободен",
                              "пауза",
                              "нет на месте",
                              "не ответил",
                              "с",
                              "мин",
                              "ч"};
  static const ReportWords en{"begins",
                              "customer",
                              "channel",
                              "queue",
                              "waited",
                              "agent",
                              "talked",
                              "result",
                              "how it ended",
                              "By channel",
                              "offered",
                              "answered",
                              "lost",
                              "service level",
                              "mean wait",
                              "mean talk",
                              "all",
                              "nobody came",
                              "Agents",
                              "Waiting in the queues",
                              "Service level so far, %",
                              "Time from the beginning",
                              "rings",
                              "conversation",
                              "on hold",
                              "wrap-up",
                              "ready",
                              "pause",
                              "not there",
                              "no answer",
                              "s",
                              "min",
                              "h"};
  return language == Language::ru ? ru : en;
}

std::string word(Channel channel, Language l) {
  switch (channel) {
    case Channel::voice:
      return choose(l, "звонок", "call");
    case Channel::chat:
      return choose(l, "чат", "chat");
    case Channel::email:
      return choose(l, "письмо", "e-mail");
    case Channel::sms:
      return "SMS";
    case Channel::social:
      return choose(l, "соцсети", "social");
  }
  return "";
}
std::string word(const Interaction& row, Language l) {
  return row.end_cause ? of(*row.end_cause, l) : of(row.state, l);
}
std::string word(Doing doing, Language l) {
  const ReportWords& w = report_words(l);
  const char* all[] = {w.ring, w.talk, w.hold, w.wrap_up};
  return all[static_cast<std::size_t>(doing)];
}
std::string word(AgentState state, Language l) {
  const ReportWords& w = report_words(l);
  return state == AgentState::ready ? w.ready : state == AgentState::pause ? w.pause : w.offline;
}

std::string clock_since(base::Duration since) {
  const auto all = std::chrono::duration_cast<std::chrono::seconds>(since).count();
  char text[40];
  if (all >= 3600)
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", static_cast<long long>(all / 3600),
                  static_cast<long long>(all / 60 % 60), static_cast<long long>(all % 60));
  else
    std::snprintf(text, sizeof text, "%lld:%02lld", static_cast<long long>(all / 60),
                  static_cast<long long>(all % 60));
  return text;
}

std::string span_words(base::Duration span, Language language) {
  const ReportWords& w = report_words(language);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
  const auto all = (ms + 500) / 1000;
  const auto part = [](std::int64_t n, const char* unit) { return std::to_string(n) + " " + unit; };
  if (ms > 0 && ms < 1000) return part(ms, choose(language, "мс", "ms"));
  if (all < 60) return part(all, w.second);
  if (all < 3600) return part(all / 60, w.minute) + (all % 60 ? " " + part(all % 60, w.second) : "");
  return part(all / 3600, w.hour) + (all / 60 % 60 ? " " + part(all / 60 % 60, w.minute) : "");
}

std::size_t letters(const std::string& text) {
  std::size_t count = 0;  // continuation bytes take no place on the screen
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}
std::string padded(std::string text, std::size_t width) {
  const std::size_t has = letters(text);
  return has < width ? text + std::string(width - has, ' ') : text;
}
}  // namespace okno::sim
