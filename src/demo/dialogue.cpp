#include "demo/dialogue.h"

#include <algorithm>
#include <array>
#include <set>

namespace okno::demo {
namespace {
using base::Prng;

using Lines = std::vector<std::string>;

const std::array<Lines, 8> kTopics = {
    Lines{"Я заказывала у вас окна на балкон, и хотела узнать, когда приедет мастер на замер.",
          "Мне удобно в субботу, лучше в первой половине дня.",
          "Да, адрес прежний. Подъезд второй, домофон не работает, пусть мастер позвонит.",
          "А сколько времени займёт замер?",
          "Хорошо, тогда в субботу с десяти до двенадцати. Запишите, пожалуйста."},
    Lines{"У меня вопрос по гарантии. На кухне продувает створку, уже вторая неделя пошла.",
          "Нет, сами мы ничего не регулировали. Окну чуть больше года.",
          "Дует снизу, у ручки. Ночью прямо чувствуется.",
          "Мастер за это деньги возьмёт или по гарантии бесплатно?", "Понятно. А когда он сможет приехать?"},
    Lines{"Подскажите, сколько будет стоить остеклить лоджию, примерно шесть метров.",
          "Дом панельный, девятый этаж, сейчас стоят старые деревянные рамы.",
          "А если с тёплым остеклением, намного дороже выйдет?", "Вывоз старых рам входит в цену?",
          "Пришлите, пожалуйста, расчёт на почту, мы с семьёй обсудим."},
    Lines{"Мне пришёл счёт на оплату, но сумма больше, чем мы договаривались.",
          "В договоре стоит сто сорок две тысячи, а в счёте сто пятьдесят.",
          "Нет, дополнительно мы ничего не заказывали.", "Проверьте, пожалуйста, я подожду.",
          "Хорошо. Тогда жду новый счёт сегодня до вечера."},
    Lines{"Добрый день, хочу заказать москитные сетки. Пять штук.",
          "Размеры я записал: четыре сетки семьдесят на сто двадцать и одна на балконную дверь.",
          "Антикошка нужна только на одну, на кухню.", "А сколько ждать изготовления?",
          "Заберу сам, со склада. Спасибо."},
    Lines{"Вчера у нас ставили окна, и после монтажа на подоконнике осталась царапина.",
          "Я сделал фотографии, могу отправить на почту.",
          "Мастер сказал, что так и было, но мы плёнку снимали при нём.", "Что мы теперь будем делать?",
          "Хорошо, буду ждать звонка. Только не откладывайте."},
    Lines{"Здравствуйте, вы ставите окна в частных домах? У нас посёлок в сорока километрах от города.",
          "Дом двухэтажный, одиннадцать окон и дверь на веранду.", "За выезд замерщика нужно платить?",
          "А рассрочка у вас бывает?", "Тогда давайте запишемся на замер на следующей неделе."},
    Lines{"Хочу перенести монтаж, он у нас назначен на завтра.",
          "Мы не успеваем освободить комнату. Можно на три дня позже?", "Да, утром даже лучше.",
          "Номер договора не помню, но он оформлен на этот телефон.", "Подтверждение придёт сообщением?"},
};
const Lines kComplaints = {
    "Я звоню уже третий раз, и каждый раз мне обещают перезвонить!",
    "Мне никто не перезвонил. Ни вчера, ни позавчера.", "Я хочу знать, кто отвечает за мой заказ.",
    "Вы понимаете, что у меня стоит комната без окна?", "Хорошо. Я вам поверю, но это последний раз."};
const Lines kFillers = {"Да, я вас слышу.",  "Хорошо, я подожду.",
                        "Так, записываю.",   "Секунду, возьму ручку.",
                        "Да, всё верно.",    "А это точно?",
                        "Понятно.",          "Подождите, пожалуйста, я посмотрю в договоре.",
                        "Да-да, слушаю вас."};
const std::array kGoodbyes = {"Спасибо большое, до свидания!", "Всё понятно, спасибо. Всего доброго!",
                              "Спасибо вам, хорошего дня!", "Ладно, договорились. До свидания!"};
const std::array<Lines, 3> kEnglishTopics = {
    Lines{"I ordered windows for my flat last month and I'd like to know when they will be delivered.",
          "The contract is under my name, and this is the number I gave.",
          "Friday would suit me, but not before eleven.", "Could the driver call me an hour before?",
          "That sounds good."},
    Lines{"I am calling about the guarantee. The handle on the balcony door has come loose.",
          "It was installed about a year ago.", "No, I haven't tried to fix it myself.",
          "How soon could somebody come?", "All right, please put me down for that."},
    Lines{"Could you tell me what it would cost to glaze a small veranda?", "It is about four metres by two.",
          "We would like it to be warm in winter.", "Does the price include the work?",
          "Please send me the estimate by e-mail."},
};
const Lines kEnglishFillers = {"Yes, I can hear you.",    "Sure, I'll wait.",
                               "Let me write that down.", "I see.",
                               "Yes, that's right.",      "One moment, please."};
const std::array kEnglishGoodbyes = {"Thank you very much. Goodbye!", "That's all, thanks. Have a nice day!"};

template <class Array>
const auto& one_of(Prng& prng, const Array& all) {
  return all[prng.below(all.size())];
}

void shuffle(Prng& prng, Lines& lines) {
  for (std::size_t i = lines.size(); i > 1; --i) std::swap(lines[i - 1], lines[prng.below(i)]);
}

std::string greeting(const Caller& caller) {
  if (caller.language == "en")
    return caller.name.empty() ? "Hello, good afternoon." : "Hello, this is " + caller.name + ".";
  return caller.name.empty() ? "Алло, здравствуйте!" : "Здравствуйте! Это " + caller.name + ".";
}

// Russian verbs in the past tell who speaks.
std::string as_spoken_by(std::string line, bool woman) {
  static const std::array<std::pair<const char*, const char*>, 5> pairs = {{{"Я заказывала", "Я заказывал"},
                                                                            {"хотела узнать", "хотел узнать"},
                                                                            {"я записала", "я записал"},
                                                                            {"Я сделала", "Я сделал"},
                                                                            {"Заберу сама", "Заберу сам"}}};
  for (const auto& [hers, his] : pairs) {
    const std::string from = woman ? his : hers, to = woman ? hers : his;
    const auto at = line.find(from);
    const bool already = line.find(to) != std::string::npos && to.size() > from.size();
    if (at != std::string::npos && !already) line.replace(at, from.size(), to);
  }
  return line;
}

Dialogue finished(Prng& prng, const Caller& caller, const std::string& first, const Lines& topic) {
  Dialogue out;
  const bool english = caller.language == "en";
  out.lines.push_back(first);
  for (const auto& line : topic) out.lines.push_back(english ? line : as_spoken_by(line, caller.woman));
  out.fillers = english ? kEnglishFillers : kFillers;
  shuffle(prng, out.fillers);
  out.goodbye = english ? one_of(prng, kEnglishGoodbyes) : one_of(prng, kGoodbyes);
  return out;
}
}  // namespace

Dialogue make_dialogue(Prng& prng, const Caller& caller) {
  if (caller.language == "en") return finished(prng, caller, greeting(caller), one_of(prng, kEnglishTopics));
  const auto& topic = one_of(prng, kTopics);
  return finished(prng, caller, greeting(caller), caller.difficult ? kComplaints : topic);
}

Dialogue make_answering_dialogue(Prng& prng, const Caller& caller) {
  if (caller.language == "en")
    return finished(
        prng, caller, "Hello?",
        {"Yes, speaking.", "Yes, I have a minute.", "That sounds reasonable.", "When would that be?"});
  return finished(prng, caller, "Алло?",
                  {caller.name.empty() ? "Да, слушаю вас." : "Да, это " + caller.name + ", слушаю.",
                   "Да, мне удобно говорить.", "Хорошо, а когда это можно сделать?", "Меня устраивает.",
                   "Тогда договорились."});
}

bool sounds_like_a_woman(const std::string& name) {
  const std::string given = name.substr(0, name.find(' '));
  const auto ends = [&](const std::string& with) {
    return given.size() >= with.size() && given.compare(given.size() - with.size(), with.size(), with) == 0;
  };
  static const std::set<std::string> english = {"Emma", "Grace", "Sophie", "Chloe",
                                                "Lucy", "Alice", "Nora",   "Isla"};
  static const std::set<std::string> men = {"Никита", "Илья", "Лука", "Кузьма"};
  return english.count(given) != 0 || ((ends("а") || ends("я")) && men.count(given) == 0) ||
         given == "Любовь";
}

std::vector<Caller> callers_of(const Town& town) {
  std::vector<Caller> out;
  for (const auto& citizen : town.citizens)
    out.push_back({citizen.contact.phones.front(), citizen.contact.name, citizen.contact.language,
                   sounds_like_a_woman(citizen.contact.name), citizen.contact.difficult});
  return out;
}
}  // namespace okno::demo
