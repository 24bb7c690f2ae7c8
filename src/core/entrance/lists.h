// Numbers that do not get through: the project's lists, the day's list of those who misbehaved, and numbers
// put on it by hand. The white list outranks all of them. A number that is not shown is on no list: it would
// bar everybody who hides his.
#pragma once
#include <string>
#include <vector>

#include "core/floor.h"

namespace okno::core {
// By the customer's card or by a list.
bool barred(Floor& floor, const InteractionNow& x);
void number_listed(Floor& floor, const NumberListed& e);
// A conversation got its result, or another one than `before`: marks come and go.
void result_given(Floor& floor, const Interaction& row, const std::string& before);
// Who is out now, for whoever has forgotten.
void tell_listed(const Floor& floor, std::vector<Command>& told);
// Settings: the projects' own lists.
void learn_lists(Floor& floor);
}  // namespace okno::core
