// What can be wrong in menus: a caller who presses a key must get somewhere.
#include <algorithm>
#include <set>

#include "domain/inspection.h"
#include "domain/target.h"

namespace okno::domain {
namespace {
constexpr std::string_view kKeys = "0123456789*#ABCD";

// Words that only a menu understands, and those that only a queue can keep.
void look_at_way(Inspection& all, const Places& places, const std::string& what, const std::string& target) {
  if (target == "repeat" || target == "back") return;
  all.need(target != "callback", what + ": a caller in a menu has no queue yet that could call him back");
  look_at_target(all, places, what, target);
}

void look_at_menu(Inspection& all, const Places& places, const IvrMenu& menu) {
  const std::string name = "menu " + menu.name + ": ";
  all.within(name + "tries", menu.tries, 1, kMaxMenuTries);
  all.need(menu.digit_limit > base::Duration::zero(), name + "the wait for a key must be over 0");
  all.within(name + "the wait for a key", menu.digit_limit);
  all.within(name + "the number of keys", std::ssize(menu.choices), 0, kMaxKeys);
  std::set<std::string> keys;
  for (const IvrChoice& choice : menu.choices) {
    const std::string key = name + "key " + choice.digits;
    const bool typed = !choice.digits.empty() && choice.digits.find_first_not_of(kKeys) == std::string::npos;
    all.need(typed, key + ": a telephone has no such key");
    all.need(keys.insert(choice.digits).second, key + " is there twice");
    all.need(!choice.target.empty(), key + " leads nowhere");
    look_at_way(all, places, key, choice.target);
  }
  look_at_way(all, places, name + "otherwise", menu.otherwise);
}
}  // namespace

void look_at_menus(Inspection& all, const Configuration& c) {
  for (const Project& project : c.projects) {
    all.at("project", project.name, project.id.value());
    all.within("the number of menus", std::ssize(project.menus), 0, kMaxMenus);
    std::set<std::string> names;
    for (const IvrMenu& menu : project.menus) {
      all.need(!menu.name.empty(), "a menu needs a name");
      all.need(names.insert(menu.name).second, "the menu " + menu.name + " is there twice");
    }
    const Places places = places_of(c, &project);
    for (const IvrMenu& menu : project.menus) look_at_menu(all, places, menu);
  }
}
}  // namespace okno::domain
