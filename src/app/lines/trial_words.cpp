// What a trial's steps came to, for people: what happened, and what to do next.
#include <array>

#include "app/lines/trials.h"

namespace okno::app {
using ports::TrialStep;

namespace {
struct Words {
  std::string_view step, code;
  std::string_view ru, en;
  std::string_view remedy_ru = "", remedy_en = "";
};
constexpr std::array kWords{
    Words{"dns", "numeric", "Адрес задан числами: {addresses}.", "The address is numeric: {addresses}."},
    Words{"dns", "by_service", "Имя {name} ведёт по записи SRV на {service} ({addresses}).",
          "The name {name} leads by its SRV record to {service} ({addresses})."},
    Words{"dns", "by_address", "Имя {name} ведёт на {addresses}.", "The name {name} leads to {addresses}."},
    Words{"dns", "no_such_name", "Имени {name} нет в DNS.", "There is no name {name} in DNS.",
          "Сверьте адрес с письмом провайдера, буква за буквой.",
          "Compare the address with the provider's letter, letter by letter."},
    Words{"dns", "no_name_server", "Имя {name} не у кого спросить: серверы имён не отвечают.",
          "Nobody can be asked about {name}: the name servers do not answer.",
          "Проверьте выход в интернет на этом сервере и /etc/resolv.conf.",
          "Check this server's way to the internet and /etc/resolv.conf."},

    Words{"transport", "answers", "{address} отвечает по {transport} (код {status}).",
          "{address} answers over {transport} (status {status})."},
    Words{"transport", "answers_registration",
          "{address} отвечает по {transport} на регистрацию; на проверку связи — нет, так бывает.",
          "{address} answers a registration over {transport}, not a keep-alive; some do so."},
    Words{"transport", "no_answer", "{address} молчит по UDP.", "{address} says nothing over UDP.",
          "Проверьте адрес и порт; межсетевой экран должен пропускать UDP в обе стороны. Если провайдер даёт "
          "TCP или "
          "TLS, попробуйте их.",
          "Check address and port; the firewall must let UDP pass both ways. If the provider offers TCP or "
          "TLS, try "
          "them."},
    Words{"transport", "no_connection", "К {address} не подключиться по {transport}.",
          "{address} takes no connection over {transport}.",
          "Проверьте порт (у TLS обычно 5061), и что исходящие подключения разрешены.",
          "Check the port (TLS most often has 5061), and that connections out are allowed."},
    Words{"transport", "tls_trouble", "Защищённое соединение с {address} не получилось: {trouble}.",
          "No secure connection with {address}: {trouble}.",
          "Адрес должен быть тем именем, на которое выдан сертификат. Если сертификат свой — впишите его "
          "центр в "
          "[sip.tls] authorities.",
          "The address must be the name that the certificate is for. If it is of a private authority, name "
          "that in "
          "[sip.tls] authorities."},

    Words{"registration", "registered", "Провайдер нас зарегистрировал, на {seconds} с.",
          "The provider has registered us, for {seconds} s."},
    Words{"registration", "known_here",
          "Провайдер узнаёт логин {login}; регистрация сервера осталась как была.",
          "The provider knows the login {login}; the server's registration is left as it was."},
    Words{"registration", "not_wished", "Не нужна: провайдер узнаёт вас по адресу.",
          "Not wanted: the provider knows you by your address."},
    Words{"registration", "not_taken", "Провайдер не регистрирует: логин или пароль не подходят.",
          "The provider does not register us: login or password do not fit."},
    Words{"registration", "unknown_here", "Провайдер не знает логина {login}.",
          "The provider does not know the login {login}.",
          "Сверьте логин; у части провайдеров имя в другом домене (domain).",
          "Compare the login; with some providers the name is of another domain."},
    Words{"registration", "refused", "Провайдер отказал с кодом {status}.",
          "The provider refused with status {status}.", "Позвоните провайдеру и назовите код.",
          "Call the provider and name the status."},
    Words{"registration", "no_answer", "На регистрацию {address} не ответил.",
          "{address} did not answer the registration.",
          "Спросите провайдера, тот ли это сервер: бывает отдельный для регистрации.",
          "Ask the provider whether this is the right server: some have another for registrations."},

    Words{"authentication", "believed", "Логин {login} и пароль приняты (область {realm}).",
          "Login {login} and password are accepted (realm {realm})."},
    Words{"authentication", "not_asked", "Провайдер пароля не спросил: верен ли он, неизвестно.",
          "The provider did not ask for a password: whether it is right is not known."},
    Words{"authentication", "no_login", "Логина нет: провайдер узнаёт вас по адресу.",
          "There is no login: the provider knows you by your address."},
    Words{"authentication", "wrong_login", "Логин {login} или пароль не приняты.",
          "Login {login} or its password is not accepted.",
          "Впишите пароль из письма провайдера ещё раз, целиком.",
          "Enter the password of the provider's letter again, all of it."},

    Words{"call", "answered", "На {number} дозвонились, ответили.", "{number} was called and answered."},
    Words{"call", "no_number", "Пробного звонка не было: номер не указан.",
          "No call was made: no number was given."},
    Words{"call", "not_answered", "{number} не ответил за 25 секунд.",
          "{number} did not answer within 25 seconds.",
          "Возьмите номер, который отвечает сам: эхо провайдера.",
          "Take a number that answers by itself: the provider's echo."},
    Words{"call", "call_forbidden", "Звонить на {number} провайдер не разрешает (код {status}).",
          "The provider does not allow calls to {number} (status {status}).",
          "Проверьте, оплачены ли исходящие и тот ли номер показывается.",
          "Check that calls out are paid for, and which number is shown."},
    Words{"call", "no_such_number", "Номера {number} провайдер не знает (код {status}).",
          "The provider does not know the number {number} (status {status}).",
          "Проверьте, как провайдер пишет номера: +7…, 8… или 7….",
          "Check how the provider writes numbers: with + or without."},
    Words{"call", "no_common_sound", "Общего кодека не нашлось (код {status}).",
          "There is no codec in common (status {status}).",
          "Уберите ограничение кодеков у линии или включите у провайдера PCMA (G.711).",
          "Take the line's limits of codecs away, or have the provider switch on PCMA (G.711)."},
    Words{"call", "busy", "{number} занят.", "{number} is busy.", "Попробуйте ещё раз или другой номер.",
          "Try again or another number."},
    Words{"call", "call_unanswered", "Провайдер на звонок не ответил (код {status}).",
          "The provider did not answer the call (status {status}).",
          "Повторите; если так и будет, позвоните провайдеру.",
          "Try again; if it stays so, call the provider."},
    Words{"call", "call_refused", "Провайдер звонок не принял (код {status}).",
          "The provider did not take the call (status {status}).", "Позвоните провайдеру и назовите код.",
          "Call the provider and name the status."},

    Words{"audio", "echo", "Наш тон вернулся от {number}: звук идёт в обе стороны.",
          "Our tone came back from {number}: there is sound both ways."},
    Words{"audio", "heard_them_only",
          "{number} слышно. Слышат ли нас, так не проверить: наш тон не вернулся.",
          "{number} is heard. Whether we are heard cannot be told: our tone did not come back.",
          "Позвоните на эхо провайдера — тогда проверятся обе стороны.",
          "Call the provider's echo, then both ways are checked."},
    Words{"audio", "only_silence", "От {number} пришла тишина: звук этим звонком не проверить.",
          "Only silence came from {number}: this call cannot prove the sound.",
          "Возьмите номер, который говорит сам: эхо или автоответчик.",
          "Take a number that speaks by itself: an echo or an announcement."},
    Words{"audio", "no_packets", "Звука нет: от провайдера не пришло ни одного пакета.",
          "There is no sound: not one packet came from the provider.",
          "Провайдер шлёт звук на {address}. Проверьте, что это ваш внешний адрес ([media] advertised), и "
          "что порты RTP "
          "открыты в межсетевом экране.",
          "The provider sends sound to {address}. Check that it is your public address ([media] advertised), "
          "and that the "
          "RTP ports are open in the firewall."},
    Words{"audio", "not_written", "Проверить звук не удалось: {trouble}.",
          "The sound could not be checked: {trouble}."},

    Words{"nat", "same_network", "Провайдер в той же сети ({provider}): адрес {advertised} ему доступен.",
          "The provider is in the same network ({provider}): it reaches {advertised}."},
    Words{"nat", "same_address", "Провайдер видит нас по адресу {seen}, его же мы и называем.",
          "The provider sees us at {seen}, and that is what we say."},
    Words{"nat", "private_address",
          "Мы называем внутренний адрес {advertised}: снаружи звук по нему не придёт.",
          "We name the private address {advertised}: sound from outside cannot come there.",
          "Впишите внешний адрес в [media] advertised{seen_ru}.",
          "Set [media] advertised to the public address{seen_en}."},
    Words{"nat", "other_address",
          "Провайдер видит нас по адресу {seen}, а для звука мы называем {advertised}.",
          "The provider sees us at {seen}, while for the sound we name {advertised}.",
          "Впишите {seen} в [media] advertised — или исправьте проброс на маршрутизаторе.",
          "Set [media] advertised to {seen}, or mend the forwarding of the router."},
    Words{"nat", "not_told",
          "Провайдер не сказал, по какому адресу видит нас; для звука мы называем {advertised}.",
          "The provider did not say where it sees us; for the sound we name {advertised}."},
    Words{"nat", "no_port", "Для звука нет свободного порта.", "No port is free for the sound.",
          "Расширьте [media] first_port … last_port.", "Widen [media] first_port … last_port."},

    Words{"", "after_failure", "Не проверялось: сначала исправьте то, что выше.",
          "Not tried: mend what stands above first."},
};

std::string filled(std::string_view words, const std::map<std::string, std::string>& facts) {
  std::string out;
  while (!words.empty()) {
    const std::size_t open = words.find('{');
    out += words.substr(0, open);
    if (open == std::string_view::npos) break;
    words.remove_prefix(open + 1);
    const std::size_t close = words.find('}');
    const auto fact = facts.find(std::string(words.substr(0, close)));
    if (fact != facts.end()) out += fact->second;
    words.remove_prefix(close == std::string_view::npos ? words.size() : close + 1);
  }
  return out;
}
}  // namespace

LineTestStepView show_step(const TrialStep& step) {
  static constexpr const char* kStates[] = {"running", "passed", "failed", "skipped", "unsure"};
  LineTestStepView view;
  view.step = step.step;
  view.state = kStates[static_cast<int>(step.state)];
  view.code = step.code;
  auto facts = step.facts;
  if (facts.count("transport") != 0)
    for (char& c : facts["transport"]) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const std::string seen = facts.count("seen") != 0 ? facts["seen"] : "";
  facts["seen_ru"] = seen.empty() ? "" : ": провайдер видит вас как " + seen;
  facts["seen_en"] = seen.empty() ? "" : ": the provider sees you as " + seen;
  for (const Words& words : kWords) {
    if (words.code != step.code || (!words.step.empty() && words.step != step.step)) continue;
    view.ru = filled(words.ru, facts);
    view.en = filled(words.en, facts);
    view.remedy_ru = filled(words.remedy_ru, facts);
    view.remedy_en = filled(words.remedy_en, facts);
    break;
  }
  return view;
}
}  // namespace okno::app
