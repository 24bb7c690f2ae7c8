#include "app/decision_words.h"

#include <array>
#include <boost/json.hpp>
#include <string_view>

namespace okno::app {
namespace json = boost::json;
using core::Decided;

namespace {
constexpr std::size_t kNamed = 5;  // passed agents named in words; the others are counted

struct Phrase {
  std::string_view code, ru, en;
};
// Why somebody was chosen; without a chosen one, why he waits.
constexpr std::array kRules{
    Phrase{"last_agent_today", "сегодня уже говорили с этим клиентом", "has talked with this customer today"},
    Phrase{"owner", "ведёт этого клиента", "is responsible for this customer"},
    Phrase{"longest_idle", "дольше всех без разговоров", "has been idle the longest"},
    Phrase{"round_robin", "следующая очередь по кругу", "is next in turn"},
    Phrase{"first_free", "первое освободившееся место", "is the first to become free"},
    Phrase{"owner_on_mobile", "ведёт этого клиента, звоним на мобильный",
           "is responsible for this customer and is rung on a mobile phone"},
    Phrase{"began_it", "уже начинали работу с этим письмом", "has begun with this letter"},
    Phrase{"fewest_contacts", "меньше всех обращений за смену", "has had the fewest contacts"},
    Phrase{"by_qualification", "лучше всех знает тему", "knows the subject best"},
    Phrase{"rings_too", "звонит вместе с другими", "rings together with others"},
    Phrase{"letters_put_back", "звонок важнее: письма вернулись в стопку",
           "has letters that give way to a call"},
    Phrase{"taken_from_stack", "взято из стопки самостоятельно", "took it from the stack"},
    Phrase{"planned_for", "звонок запланирован на этого оператора", "is who this call was planned for"},
    Phrase{"handed_over", "клиента передал коллега", "was handed the customer by a colleague"},
    Phrase{"asked", "коллега просит совета", "is consulted by a colleague"},
    Phrase{"came_back", "клиента передавали дальше, но никто не принял",
           "has the customer back: nobody took the transfer"},
    Phrase{"called_by_name", "звонят именно этому коллеге", "is called by name"},
    Phrase{"picked_up", "звонил телефон коллеги, трубку снял сосед", "picked up what rang at a colleague"},
    Phrase{"fetched", "снят с парковки", "fetched the call from its slot"},
    Phrase{"taken_over", "забирает разговор себе", "takes the conversation over"},
};
constexpr std::array kWaits{
    Phrase{"wait", "Ждёт в очереди: все операторы заняты.", "Waits in the queue: all agents are busy."},
    Phrase{"all_on_break", "Ждёт в очереди: все, кто на смене, на паузе.",
           "Waits in the queue: everybody on duty is on a break."},
    Phrase{"no_agent", "Ждёт в очереди: на смене никого нет.", "Waits in the queue: nobody is on duty."},
    Phrase{"owner_wait", "Ждёт ответственного менеджера: сейчас занято.",
           "Waits for the responsible manager, who is busy."},
    Phrase{"last_agent_wait", "Ждёт того, с кем говорили сегодня: сейчас занято.",
           "Waits for the agent of today, who is busy."},
    Phrase{"low_load", "Лежит в стопке: письма берут, когда нагрузка невелика.",
           "Lies in the stack: letters are worked when the load is low."},
    Phrase{"closed", "Нерабочее время: дальше — куда ведёт настройка.",
           "Outside working hours: goes where they lead."},
    Phrase{"nobody_here", "На смене никого нет: дальше — по настройке очереди.",
           "Nobody is on duty: goes where the queue leads."},
    Phrase{"overflow_size", "Ждут слишком многие: дальше — по настройке очереди.",
           "Too many wait: goes where the queue leads."},
    Phrase{"overflow_wait", "Ждёт слишком долго: дальше — по настройке очереди, время ожидания сохраняется.",
           "Has waited too long: goes where the queue leads and keeps the time waited."},
    Phrase{"blacklisted", "Номер в чёрном списке: дальше — по настройке проекта.",
           "The number is on the blacklist: goes where the project leads."},
    Phrase{"not_answered", "Консультации не было: никто не ответил.", "Nobody who was asked has answered."},
    Phrase{"queue_full", "Не принято: очередь заполнена.", "Not taken: the queue is full."},
    Phrase{"planned_wait", "Ждёт того, на кого запланирован звонок: сейчас занято.",
           "Waits for the agent this call was planned for, who is busy."},
    Phrase{"called_when_open", "Перезвоним, когда очередь откроется.",
           "Will be called when the queue opens."},
    Phrase{"number_in_use", "Позже: по этому номеру уже звонят.",
           "Later: this number is being called already."},
    Phrase{"tried_again_later", "Дозвониться не удалось, попробуем ещё раз.",
           "Was not reached: will be tried again."},
    Phrase{"given_up", "Дозвониться не удалось, попыток больше не будет.",
           "Was not reached: no further tries."},
    Phrase{"called_off", "Звонок отменён.", "The call was called off."},
    Phrase{"called_himself", "Перезванивать не нужно: клиент позвонил снова и занял своё место.",
           "Need not be called: has called again and got the same place."},
    Phrase{"called_by_hand", "Перезванивать не нужно: оператор позвонил сам.",
           "Need not be called: an agent has called by hand."},
    Phrase{"forwarded", "Переадресация: дальше — по настройкам того, кому звонят.",
           "Forwarded: goes where the settings of the called one lead."},
    Phrase{"forward_loop", "Переадресация ходит по кругу: звонок завершён. Проверьте правила переадресации.",
           "Forwarding goes round in a circle: the call has ended. Look at the forwarding rules."},
    Phrase{"not_reached", "Коллега не ответил, и звонок больше никуда не ведёт.",
           "The colleague was not reached, and the call leads nowhere else."},
    Phrase{"asked_again", "Заменено новой просьбой перезвонить.", "Replaced by a newer wish to be called."},
};
constexpr std::array kWhys{
    Phrase{"talking", "разговаривает", "talking"},
    Phrase{"offered", "уже получает другое обращение", "is being offered another one"},
    Phrase{"wrap_up", "заканчивает прошлое обращение", "finishes the last one"},
    Phrase{"pause", "на паузе", "on a break"},
    Phrase{"offline", "не на смене", "off duty"},
    Phrase{"goes_after", "после этого обращения уходит на паузу или со смены",
           "leaves for a break or the day after the present one"},
    Phrase{"ready", "на месте", "ready"},
    Phrase{"no_phone", "телефон не подключён", "has no phone connected"},
    Phrase{"not_in_queue", "не в этой очереди", "is not in this queue"},
    Phrase{"declined_before", "уже предлагали, ответа не было", "was offered it before"},
    Phrase{"declined", "отказ от ответа", "declined"},
    Phrase{"busy", "телефон занят", "the phone is busy"},
    Phrase{"unreachable", "телефон недоступен", "the phone cannot be reached"},
    Phrase{"no_answer", "нет ответа", "did not answer"},
    Phrase{"idle_shorter", "свободное время меньше", "has been idle for less time"},
    Phrase{"later_in_turn", "по кругу позже", "comes later in turn"},
    Phrase{"agent_lost", "связь с рабочим местом потеряна", "has lost the connection"},
    Phrase{"more_contacts", "обращений за смену больше", "has had more contacts"},
    Phrase{"fits_less", "подходит меньше", "fits less"},
    Phrase{"rings_too", "тоже звонит", "rings too"},
    Phrase{"not_his_channel", "не работает с этим каналом", "does not serve this channel"},
    Phrase{"other_channel", "занято обращением другого канала", "is busy in another channel"},
    Phrase{"at_capacity", "больше обращений сразу нельзя", "has all that one may hold at once"},
    Phrase{"not_skilled", "не хватает навыка", "lacks a skill"},
    Phrase{"handed_over", "передаёт клиента дальше", "hands the customer on"},
    Phrase{"taken_over", "разговор забрал супервизор", "had the conversation taken over by a supervisor"},
    Phrase{"call_came", "пришёл звонок", "got a call"},
    Phrase{"in_meeting", "на совещании", "is in a meeting"},
    Phrase{"do_not_disturb", "просит не беспокоить", "does not want to be disturbed"},
    Phrase{"away", "нет на месте", "is away"},
    Phrase{"closed", "не в свои часы", "is outside his hours"},
    Phrase{"always", "все звонки переадресует", "has all calls forwarded"},
    Phrase{"picked_up", "трубку снял коллега", "was helped by a colleague who picked up"},
    Phrase{"waited_long_enough", "ждали достаточно", "was waited for long enough"},
};

template <std::size_t N>
std::string phrase(const std::array<Phrase, N>& phrases, const std::string& code, bool russian) {
  for (const auto& known : phrases)
    if (known.code == code) return std::string(russian ? known.ru : known.en);
  return code;  // a code newer than these words is shown as it is
}

std::string name_of(domain::AgentId id, const Directory& directory) {
  const auto person = show_person(id, directory);
  return person.name.empty() ? "№ " + std::to_string(person.id) : person.name;
}

base::Error bad_decision() {
  return {"bad_decision", "The explanation of this decision cannot be read."};
}
}  // namespace

std::string decision_json(const Decided& decided) {
  json::object object{{"id", decided.id.value()}, {"at", base::to_ms(decided.at)}, {"rule", decided.rule}};
  if (decided.chosen) object["chosen"] = decided.chosen->value();
  json::array passed;
  for (const auto& one : decided.passed) passed.push_back({{"agent", one.agent.value()}, {"why", one.why}});
  object["passed"] = std::move(passed);
  object["candidates"] = decided.candidates;
  return json::serialize(object);
}

base::Result<Decided> read_decision(const std::string& text) {
  try {
    const auto object = json::parse(text).as_object();
    Decided decided;
    decided.id = domain::InteractionId(object.at("id").as_int64());
    decided.at = base::from_ms(object.at("at").as_int64());
    decided.rule = std::string(object.at("rule").as_string());
    if (const auto* chosen = object.if_contains("chosen"); chosen && !chosen->is_null())
      decided.chosen = domain::AgentId(chosen->as_int64());
    for (const auto& one : object.at("passed").as_array())
      decided.passed.push_back({domain::AgentId(one.as_object().at("agent").as_int64()),
                                std::string(one.as_object().at("why").as_string())});
    decided.candidates = object.at("candidates").as_int64();
    return decided;
  } catch (const std::exception&) {
    return bad_decision();
  }
}

std::string decision_words(const Decided& decided, const Directory& directory, const std::string& language) {
  const bool russian = language != "en";
  std::string words;
  if (decided.chosen) {
    const std::string name = name_of(*decided.chosen, directory);
    words = russian ? name + ": " + phrase(kRules, decided.rule, true) + "."
                    : name + " " + phrase(kRules, decided.rule, false) + ".";
    words = (russian ? "Выбор — " : "Chosen: ") + words;
  } else {
    words = phrase(kWaits, decided.rule, russian);
  }
  if (decided.passed.empty()) return words;
  words += russian ? " Пропущены: " : " Passed over: ";
  for (std::size_t i = 0; i < decided.passed.size() && i < kNamed; ++i) {
    const auto& one = decided.passed[i];
    words += (i ? "; " : "") + name_of(one.agent, directory) + " (" + phrase(kWhys, one.why, russian) + ")";
  }
  const std::int64_t looked_at = decided.candidates - (decided.chosen ? 1 : 0);
  const auto named = static_cast<std::int64_t>(std::min(decided.passed.size(), kNamed));
  if (looked_at > named)
    words += (russian ? "; и ещё " : "; and ") + std::to_string(looked_at - named) + (russian ? "" : " more");
  return words + ".";
}

DecisionView show_decision(const Decided& decided, const Directory& directory) {
  DecisionView view;
  view.at_ms = base::to_ms(decided.at);
  view.rule = decided.rule;
  if (decided.chosen) view.chosen = show_person(*decided.chosen, directory);
  for (const auto& one : decided.passed) view.passed.push_back({show_person(one.agent, directory), one.why});
  view.candidates = decided.candidates;
  view.words_ru = decision_words(decided, directory, "ru");
  view.words_en = decision_words(decided, directory, "en");
  return view;
}
}  // namespace okno::app
