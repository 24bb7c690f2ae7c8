#include "sim/stage_house.h"

#include "sim/phrase.h"
#include "sim/values.h"

namespace okno::sim {
using namespace core;
namespace {
// `whom`: a colleague or "group:NAME"; the call goes by the name `call` in the story.
void dial(Stage& stage, const std::string& who, const std::string& whom, const std::string& call) {
  ColleagueCalled e;
  e.caller = stage.agent(who);
  e.id = stage.newcomer(call);
  e.project = stage.project();
  e.target = whom.starts_with("group:") ? whom : "agent:" + std::to_string(stage.agent(whom).value());
  e.to = whom;
  stage.happen(e);
}

void be_absent(Stage& stage, const std::string& who, Absence absence, const std::string& span_of = "") {
  AbsenceRequested e{stage.agent(who), absence, std::nullopt};
  if (!span_of.empty()) e.until = stage.now() + span(span_of);
  stage.happen(e);
}
}  // namespace

std::vector<std::pair<const char*, HouseAct>> house_phrases() {
  return {
      {"{} dials {} as {}", [](Stage& s, const Caught& c) { dial(s, c[0], c[1], c[2]); }},
      {"{} is in a meeting for {...}",
       [](Stage& s, const Caught& c) { be_absent(s, c[0], Absence::meeting, c[1]); }},
      {"{} is in a meeting", [](Stage& s, const Caught& c) { be_absent(s, c[0], Absence::meeting); }},
      {"{} wants no calls", [](Stage& s, const Caught& c) { be_absent(s, c[0], Absence::do_not_disturb); }},
      {"{} may be called", [](Stage& s, const Caught& c) { be_absent(s, c[0], Absence::none); }},
      {"{} picks up what rings at {}",
       [](Stage& s, const Caught& c) {
         s.happen(PickupRequested{s.agent(c[0]), std::nullopt, s.agent(c[1])});
       }},
      {"{} picks up what rings",
       [](Stage& s, const Caught& c) {
         s.happen(PickupRequested{s.agent(c[0]), std::nullopt, std::nullopt});
       }},
      {"{} parks {}",
       [](Stage& s, const Caught& c) {
         s.happen(TransferRequested{s.agent(c[0]), s.customer(c[1]), "park"});
       }},
      {"{} fetches slot {}",
       [](Stage& s, const Caught& c) {
         s.happen(ParkedFetched{s.agent(c[0]), whole(c[1])});
       }},
  };
}
}  // namespace okno::sim
