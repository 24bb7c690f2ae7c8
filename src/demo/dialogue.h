// What the customers of the demo say, and with which voice.
#pragma once
#include <string>
#include <vector>

#include "base/prng.h"
#include "demo/town.h"

namespace okno::demo {
// Somebody who rings: a customer of the town or a number nobody knows.
struct Caller {
  std::string number;  // E.164
  std::string name;    // empty: unknown
  std::string language = "ru";
  bool woman = false;
  bool difficult = false;
};

struct Dialogue {
  std::vector<std::string> lines;    // said one after another, with pauses for the answers
  std::vector<std::string> fillers;  // when the lines are used up and the conversation goes on
  std::string goodbye;
};

// A topic of its own for each call; what is known of the caller (name, language, temper) shows in the words.
Dialogue make_dialogue(base::Prng& prng, const Caller& caller);
// What somebody says who was called by the centre.
Dialogue make_answering_dialogue(base::Prng& prng, const Caller& caller);
// A Russian woman's given name ends in -а or -я; good enough for choosing a voice.
bool sounds_like_a_woman(const std::string& name);
// The town's customers as callers, in the town's order.
std::vector<Caller> callers_of(const Town& town);
}  // namespace okno::demo
