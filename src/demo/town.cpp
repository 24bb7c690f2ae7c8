#include "demo/town.h"

#include <array>
#include <cstdio>
#include <set>

#include "base/prng.h"

namespace okno::demo {
namespace {
using base::Prng;

constexpr std::size_t kRussians = 216;
constexpr std::size_t kEnglish = 16;

const std::array kWomen = {"Анна",      "Екатерина", "Ольга",   "Наталья",   "Ирина",   "Светлана",
                           "Татьяна",   "Елена",     "Юлия",    "Ксения",    "Дарья",   "Полина",
                           "Алиса",     "Вероника",  "Людмила", "Галина",    "Зинаида", "Марина",
                           "Валентина", "София",     "Алёна",   "Маргарита", "Тамара",  "Лидия",
                           "Яна",       "Евгения",   "Кира",    "Надежда"};
const std::array kMen = {"Александр", "Дмитрий", "Сергей", "Андрей",   "Алексей",  "Иван",   "Михаил",
                         "Николай",   "Павел",   "Роман",  "Владимир", "Игорь",    "Олег",   "Артём",
                         "Никита",    "Максим",  "Виктор", "Юрий",     "Григорий", "Степан", "Фёдор",
                         "Тимур",     "Руслан",  "Глеб",   "Леонид",   "Борис",    "Вадим",  "Ярослав"};
// Surnames that take -а for women, then those that are the same for both.
const std::array kSurnames = {
    "Смирнов",  "Кузнецов",  "Попов",     "Васильев",  "Соколов",  "Лебедев", "Новиков",
    "Морозов",  "Волков",    "Зайцев",    "Павлов",    "Семёнов",  "Голубев", "Виноградов",
    "Богданов", "Воробьёв",  "Фёдоров",   "Михайлов",  "Беляев",   "Тарасов", "Белов",
    "Комаров",  "Орлов",     "Киселёв",   "Макаров",   "Андреев",  "Ковалёв", "Ильин",
    "Гусев",    "Титов",     "Кузьмин",   "Кудрявцев", "Баранов",  "Куликов", "Алексеев",
    "Степанов", "Яковлев",   "Сорокин",   "Сергеев",   "Романов",  "Захаров", "Борисов",
    "Королёв",  "Герасимов", "Пономарёв", "Лазарев",   "Медведев", "Ершов",   "Никитин"};
const std::array kSurnamesOfBoth = {"Шевченко", "Коваленко", "Литвиненко", "Черных",
                                    "Седых",    "Гончар",    "Мельник"};
const std::array kEnglishNames = {
    "Emma Whitfield", "Oliver Hartley",  "Grace Pemberton", "Jack Thornbury",
    "Sophie Langdon", "Harry Ashcombe",  "Chloe Marsden",   "George Fairweather",
    "Lucy Haversham", "Thomas Redgrave", "Alice Winslow",   "Samuel Brightwell",
    "Nora Kingsley",  "Henry Oakshott",  "Isla Merriman",   "Daniel Crossfield"};
const std::array kFirmNames = {
    "Северный ветер", "Тёплый двор",     "Новая пристань", "Каменный мост", "Высота",        "Берёзовая роща",
    "Синий кит",      "Дом у реки",      "Маяк",           "Второй этаж",   "Городской сад", "Ясный день",
    "Кедр и сосна",   "Площадь Мира",    "Ладога",         "Вертикаль",     "Стрела",        "Зелёный луг",
    "Утро",           "Полярная звезда", "Мастерская Ко",  "Прогресс-Юг",   "Старый город",  "Апельсин"};
const std::array kBranches = {"строительство", "розничная торговля", "гостиницы", "образование",
                              "медицина",      "управление домами",  "общепит",   "логистика"};
const std::array kSegments = {"Розница", "Розница", "Розница", "Постоянный", "Корпоративный", "Опт"};

struct Product {
  const char* title;
  int least, most;  // roubles
};
const std::array kProducts = {Product{"Остекление балкона 6 м", 90'000, 190'000},
                              Product{"Окна в трёхкомнатную квартиру", 140'000, 320'000},
                              Product{"Панорамное остекление веранды", 260'000, 740'000},
                              Product{"Замена фурнитуры", 6'000, 24'000},
                              Product{"Москитные сетки, 5 шт.", 7'500, 12'000},
                              Product{"Остекление офиса", 380'000, 2'400'000},
                              Product{"Мансардные окна", 110'000, 290'000},
                              Product{"Утепление лоджии", 65'000, 150'000}};
const std::array kSaleStages = {"Новый", "Замер", "Расчёт отправлен", "Договор", "Оплата"};
const std::array kServiceStages = {"Заявка", "Выезд мастера", "Работы", "Приёмка"};
const std::array kClaimTitles = {"Продувает створка на кухне",  "Мастер не приехал в назначенный день",
                                 "Царапина на стеклопакете",    "Не закрывается ручка",
                                 "Конденсат на окне в спальне", "Счёт выставлен дважды",
                                 "Не вывезли старые рамы",      "Монтаж перенесли без звонка",
                                 "Подоконник другого цвета",    "Сетка не подошла по размеру"};

template <class Array>
const auto& one_of(Prng& prng, const Array& all) {
  return all[prng.below(all.size())];
}

std::string latin(const std::string& russian) {
  static const std::array<const char*, 33> letters = {
      "a", "b", "v", "g", "d",  "e",  "zh", "z",  "i",   "y", "k", "l", "m", "n",  "o",  "p", "r",
      "s", "t", "u", "f", "kh", "ts", "ch", "sh", "sch", "",  "y", "",  "e", "yu", "ya", "e"};
  std::string out;
  for (std::size_t i = 0; i < russian.size(); ++i) {
    const auto b = static_cast<unsigned char>(russian[i]);
    if (b < 0x80) {
      out += b == ' ' ? '.' : static_cast<char>(b >= 'A' && b <= 'Z' ? b + 32 : b);
      continue;
    }
    const unsigned cp = ((b & 0x1Fu) << 6) | (static_cast<unsigned char>(russian[++i]) & 0x3Fu);
    if (cp == 0x401 || cp == 0x451)
      out += "e";
    else if (cp >= 0x410 && cp < 0x430)
      out += letters[cp - 0x410];
    else if (cp >= 0x430 && cp < 0x450)
      out += letters[cp - 0x430];
  }
  return out;
}

std::string russian_name(Prng& prng) {
  const bool woman = prng.below(2) == 0;
  std::string name = woman ? one_of(prng, kWomen) : one_of(prng, kMen);
  if (prng.below(9) == 0) return name + " " + one_of(prng, kSurnamesOfBoth);
  return name + " " + one_of(prng, kSurnames) + (woman ? "а" : "");
}

std::string mobile_number(Prng& prng, std::set<std::string>& taken) {
  static const std::array codes = {"903", "905", "909", "915", "916", "917",
                                   "921", "925", "926", "929", "960", "985"};
  for (;;) {
    char text[16];
    std::snprintf(text, sizeof text, "+7%s%07d", one_of(prng, codes),
                  static_cast<int>(prng.below(9'999'999)));
    if (taken.insert(text).second) return text;
  }
}

std::vector<domain::Company> make_companies() {
  std::vector<domain::Company> out;
  for (std::size_t i = 0; i < kFirmNames.size() * 2; ++i) {
    const std::string name = kFirmNames[i % kFirmNames.size()];
    out.push_back(
        {{}, i < kFirmNames.size() ? "ООО «" + name + "»" : "ТД «" + name + "»", kBranches[(i * 5) % 8]});
  }
  return out;
}

Citizen maria() {
  Citizen out;
  out.contact.name = "Мария Иванова";
  out.contact.phones = {"+79161234567"};
  out.contact.emails = {"maria.ivanova@example.com"};
  out.contact.segment = "VIP";
  out.contact.vip = true;
  out.contact.language = "ru";
  out.company = 1;
  out.owner = 0;
  return out;
}

void add_russians(Town& town, Prng& prng) {
  std::set<std::string> numbers = {"+79161234567"}, names = {"Мария Иванова"};
  while (town.citizens.size() < kRussians) {
    Citizen one;
    one.contact.name = russian_name(prng);
    if (!names.insert(one.contact.name).second) continue;
    one.contact.phones.push_back(mobile_number(prng, numbers));
    if (prng.below(8) == 0) one.contact.phones.push_back(mobile_number(prng, numbers));
    if (prng.below(3) != 0) one.contact.emails.push_back(latin(one.contact.name) + "@example.com");
    one.contact.segment = one_of(prng, kSegments);
    one.contact.vip = prng.below(12) == 0;
    if (one.contact.vip) one.contact.segment = "VIP";
    one.contact.difficult = !one.contact.vip && prng.below(20) == 0;
    one.contact.language = "ru";
    if (prng.below(3) == 0) one.company = static_cast<int>(prng.below(town.companies.size()));
    const auto owner = prng.below(5);
    one.owner = owner == 4 ? -1 : static_cast<int>(owner % 2);
    town.citizens.push_back(std::move(one));
  }
}

void add_english(Town& town, Prng& prng) {
  for (std::size_t i = 0; i < kEnglish; ++i) {
    Citizen one;
    one.contact.name = kEnglishNames[i];
    char text[16];  // Ofcom keeps 07700 900000–900999 for drama, NANPA 555-0100–0199
    if (i % 2 == 0)
      std::snprintf(text, sizeof text, "+44770090%04d", static_cast<int>(100 + i * 37));
    else
      std::snprintf(text, sizeof text, "+1212555%04d", static_cast<int>(100 + i * 5));
    one.contact.phones = {text};
    one.contact.emails = {latin(one.contact.name) + "@example.org"};
    one.contact.segment = "International";
    one.contact.language = "en";
    one.owner = static_cast<int>(prng.below(2));
    town.citizens.push_back(std::move(one));
  }
}

void add_deals(Town& town, Prng& prng) {
  const auto deal = [&](std::size_t citizen, const char* title, const char* funnel, const char* stage,
                        std::int64_t roubles, bool open) {
    TownDeal one;
    one.deal.title = title;
    one.deal.funnel = funnel;
    one.deal.stage = stage;
    one.deal.amount_minor = roubles * 100;
    one.deal.open = open;
    one.citizen = citizen;
    one.age_h = 3 + static_cast<int>(prng.below(24 * 21));
    town.deals.push_back(std::move(one));
  };
  deal(0, "Остекление балкона 6 м", "Остекление", "Договор", 184'500, true);
  deal(0, "Москитные сетки, 5 шт.", "Остекление", "Оплата", 9'800, false);
  for (std::size_t i = 0; i < 52; ++i) {
    const auto& product = one_of(prng, kProducts);
    const std::int64_t roubles =
        (product.least +
         static_cast<std::int64_t>(prng.below(static_cast<std::uint64_t>(product.most - product.least)))) /
        100 * 100;
    const std::size_t citizen = 1 + prng.below(town.citizens.size() - 1);
    if (i % 4 == 3)
      deal(citizen, product.title, "Сервис", one_of(prng, kServiceStages), roubles, i % 8 == 3);
    else
      deal(citizen, product.title, "Остекление", one_of(prng, kSaleStages), roubles, i % 6 != 5);
  }
}

void add_claims(Town& town, Prng& prng) {
  static const std::array statuses = {"new", "in_work", "in_work", "answered", "closed"};
  static const std::array priorities = {"low", "normal", "normal", "high"};
  const auto claim = [&](std::size_t citizen, const char* title, const char* priority, const char* status,
                         int age_h, int due_in_h) {
    TownClaim one;
    one.claim.title = title;
    one.claim.priority = priority;
    one.claim.status = status;
    one.citizen = citizen;
    one.age_h = age_h;
    one.due_in_h = due_in_h;
    town.claims.push_back(std::move(one));
  };
  claim(0, "Продувает створка на кухне", "high", "in_work", 40, 26);
  for (std::size_t i = 0; i < 17; ++i)
    claim(1 + prng.below(town.citizens.size() - 1), one_of(prng, kClaimTitles), one_of(prng, priorities),
          one_of(prng, statuses), 6 + static_cast<int>(prng.below(24 * 9)),
          static_cast<int>(prng.below(120)) - 20);
}
}  // namespace

Town make_town(std::uint64_t seed) {
  Prng prng(seed);
  Town town;
  town.companies = make_companies();
  town.citizens.push_back(maria());
  add_russians(town, prng);
  add_english(town, prng);
  add_deals(town, prng);
  add_claims(town, prng);
  return town;
}

domain::Configuration make_configuration() {
  domain::Configuration out;
  domain::Project project;
  project.id = kDemoProject;
  project.name = "svetly-dom";
  project.title = "Светлый дом";
  project.caller_id = "+78005550100";
  project.numbers = {"support", "+78005550100", "sales", "ivr", "+78005550101"};
  project.greeting = "Здравствуйте! Вы позвонили в компанию Светлый дом. Разговор записывается.";
  project.menus = {
      {.name = "main",
       .title = "Главное меню",
       .say = "Чтобы заказать окна или узнать цену, нажмите один. Если окна уже установлены и нужна помощь, "
              "нажмите два. "
              "Чтобы узнать часы работы, нажмите три. Чтобы прослушать ещё раз, нажмите девять. "
              "Для соединения с оператором нажмите ноль.",
       .choices = {{"1", "queue:sales", "Заказ и цены"},
                   {"2", "menu:service", "Помощь с окнами"},
                   {"3", "menu:hours", "Часы работы"},
                   {"9", "repeat", "Ещё раз"},
                   {"0", "queue:support", "Оператор"}},
       .otherwise = "queue:support"},
      {.name = "service",
       .title = "Помощь с окнами",
       .say = "По гарантии и ремонту нажмите один. Чтобы узнать день приезда мастера, нажмите два. "
              "Чтобы оставить претензию, нажмите три. Вернуться назад, нажмите девять.",
       .choices = {{"1", "queue:support", "Гарантия и ремонт"},
                   {"2", "queue:support", "Приезд мастера"},
                   {"3", "queue:support", "Претензия"},
                   {"9", "back", "Назад"}},
       .otherwise = "queue:support"},
      {.name = "hours",
       .title = "Часы работы",
       .say = "Мы работаем каждый день с девяти до двадцати одного часа. Вернуться назад, нажмите девять. "
              "Для соединения с оператором нажмите ноль.",
       .choices = {{"9", "back", "Назад"}, {"0", "queue:support", "Оператор"}},
       .otherwise = "hangup"},
  };
  project.dispositions = {"resolved", "sale", "callback", "complaint", "no_sale", "wrong_number", "spam"};
  project.pause_reasons = {"break", "lunch", "meeting", "training", "paperwork"};
  out.projects.push_back(std::move(project));

  domain::Queue support;
  support.id = kSupportQueue;
  support.name = "support";
  support.title = "Поддержка";
  support.project = kDemoProject;
  domain::Queue sales = support;
  sales.id = kSalesQueue;
  sales.name = "sales";
  sales.title = "Продажи";
  sales.strategy = domain::Strategy::round_robin;
  out.queues = {support, sales};

  out.entries = {{"support", kDemoProject, "queue:support"},
                 {"+78005550100", kDemoProject, "queue:support"},
                 {"sales", kDemoProject, "queue:sales"},
                 {"ivr", kDemoProject, "menu:main"},
                 {"+78005550101", kDemoProject, "menu:main"}};
  return out;
}
}  // namespace okno::demo
