#include "sim/scenario.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>

#include "base/text.h"
#include "sim/phrase.h"
#include "sim/stage.h"
#include "sim/stage_entrance.h"
#include "sim/stage_house.h"
#include "sim/values.h"

namespace okno::sim {
using namespace core;
namespace {
struct Phrase {
  const char* pattern;
  std::function<void(Stage&, const Caught&)> act;
};

void arrive(Stage& stage, const std::string& who, Channel channel, const std::string& rest) {
  const auto parts = parts_of(rest);
  if (parts.empty()) throw StoryError("where does " + who + " go?");
  InteractionArrived e;
  e.channel = channel;
  e.project = stage.project();
  e.target = parts[0].find(':') == std::string::npos ? "queue:" + parts[0] : parts[0];
  e.from = who;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (auto number = fits("number {}", parts[i]))
      e.from = number->at(0);
    else if (parts[i] == "vip")
      e.facts.vip = true;
    else if (parts[i] == "blacklisted")
      e.facts.blacklisted = true;
    else if (parts[i] == "difficult")
      e.facts.difficult = true;
    else if (auto language = fits("speaks {}", parts[i]))
      e.facts.language = language->at(0);
    else if (auto source = fits("from {}", parts[i]))
      e.facts.source = source->at(0);
    else if (parts[i] == "hides the number")
      e.from.clear();
    else if (auto owner = fits("owner {}", parts[i]))
      e.facts.owner = stage.agent(owner->at(0));
    else if (auto last = fits("talked today with {}", parts[i]))
      e.facts.last_agent_today = stage.agent(last->at(0));
    else
      throw StoryError("a customer is not \"" + parts[i] + "\"");
  }
  e.id = stage.newcomer(who);
  stage.happen(e);
}

void leave(Stage& stage, const std::string& who, const std::string& why) {
  const auto cause =
      why.empty() ? EndCause::answered : from_text<EndCause>(why).value_or(EndCause::interrupted);
  if (cause == EndCause::interrupted) throw StoryError("nobody leaves like this: " + why);
  stage.happen(CustomerLeft{stage.customer(who), cause});
}

void ask_state(Stage& stage, const std::string& who, AgentState state, const std::string& reason = "") {
  stage.happen(AgentStateRequested{stage.agent(who), state, reason});
}

// "solved", or "solved, the rest is the note".
void finish(Stage& stage, const std::string& who, const std::string& customer, const std::string& result) {
  const auto comma = result.find(',');
  const std::string note =
      comma == std::string::npos ? "" : std::string(base::trim(result.substr(comma + 1)));
  stage.happen(WrapUpFinished{stage.agent(who), stage.customer(customer), result.substr(0, comma), note});
}

void call_out(Stage& stage, const std::string& who, const std::string& customer) {
  CallRequested e;
  e.agent = stage.agent(who);
  e.id = stage.newcomer(customer);
  e.to = customer;
  e.project = stage.project();
  stage.happen(e);
}

void phones(Stage& stage, const std::string& who, const std::string& which) {
  AgentPhonesChanged e{stage.agent(who), false, false, true};
  for (const std::string& part : parts_of(which)) {
    if (part == "browser")
      e.browser = true;
    else if (part == "desk phone")
      e.desk = true;
    else if (part == "no window")
      e.window_open = false;
    else if (part != "no phone")
      throw StoryError("there is no phone \"" + part + "\"");
  }
  stage.happen(e);
}

// "support, in 10 min, for boris, about the bill" (the last one is the note).
void plan(Stage& stage, const std::string& who, const std::string& customer, const std::string& rest) {
  const auto parts = parts_of(rest);
  if (parts.empty()) throw StoryError("a planned call needs a queue");
  CallPlanned e;
  e.project = stage.project();
  e.target = "queue:" + parts[0];
  e.to = customer;
  e.at = stage.now();
  if (!who.empty()) e.by = stage.agent(who);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (auto in = fits("in {...}", parts[i]))
      e.at = stage.now() + span_of(in->at(0)).value_or(base::Duration{});
    else if (auto ago = fits("due {} {} ago", parts[i]))
      e.at = stage.now() - span_of(ago->at(0) + " " + ago->at(1)).value_or(base::Duration{});
    else if (auto wanted = fits("for {}", parts[i]))
      e.wanted = stage.agent(wanted->at(0));
    else if (auto owner = fits("owner {}", parts[i]))
      e.facts.owner = stage.agent(owner->at(0));
    else if (auto talked = fits("talked today with {}", parts[i]))
      e.facts.last_agent_today = stage.agent(talked->at(0));
    else if (parts[i] == "no number")
      e.to.clear();
    else
      e.note = parts[i];
  }
  e.id = stage.newcomer(customer);
  stage.happen(e);
}

void move_call(Stage& stage, const std::string& who, const std::string& customer, const std::string& in) {
  const auto span = span_of(in);
  if (!span) throw StoryError("in how long? (like 20 s, 3 min)");
  stage.happen(PlannedCallMoved{stage.customer(customer), stage.agent(who), stage.now() + *span});
}

void force(Stage& stage, const std::string& by, const std::string& who, const std::string& state) {
  const auto colon = state.find(':');
  const auto wanted = from_text<AgentState>(state.substr(0, colon));
  if (!wanted) throw StoryError("nobody can be put on " + state);
  const std::string reason =
      colon == std::string::npos ? "" : std::string(base::trim(state.substr(colon + 1)));
  stage.happen(AgentStateForced{stage.agent(who), stage.agent(by), *wanted, reason});
}

// Callbacks, planned calls, what supervisors decide. Before the others: "calls" is everywhere.
std::vector<Phrase> what_is_agreed() {
  return {
      {"{} wants to be called",
       [](Stage& s, const Caught& c) {
         s.happen(CallbackRequested{s.customer(c[0]), ""});
       }},
      {"{} wants to be called at {}",
       [](Stage& s, const Caught& c) {
         s.happen(CallbackRequested{s.customer(c[0]), c[1]});
       }},
      {"{} asks the site for a call: {...}", [](Stage& s, const Caught& c) { plan(s, "", c[0], c[1]); }},
      {"{} plans a call to {}: {...}", [](Stage& s, const Caught& c) { plan(s, c[0], c[1], c[2]); }},
      {"{} moves the call to {}: in {...}",
       [](Stage& s, const Caught& c) { move_call(s, c[0], c[1], c[2]); }},
      {"{} cancels the call to {}",
       [](Stage& s, const Caught& c) {
         s.happen(PlannedCallCancelled{s.customer(c[1]), s.agent(c[0])});
       }},
      {"{} sets {} to {...}", [](Stage& s, const Caught& c) { force(s, c[0], c[1], c[2]); }},
      {"{} needs more time for {}",
       [](Stage& s, const Caught& c) {
         s.happen(WrapUpExtended{s.agent(c[0]), s.customer(c[1])});
       }},
  };
}

// The clock and the server.
std::vector<Phrase> what_time_does() {
  return {
      {"after {...}",
       [](Stage& s, const Caught& c) {
         const auto span = span_of(c[0]);
         if (!span) throw StoryError("after how long? (like 20 s, 150 ms)");
         s.let_pass(*span);
       }},
      {"the server restarts after {...}",
       [](Stage& s, const Caught& c) {
         const auto span = span_of(c[0]);
         if (!span) throw StoryError("after how long? (like 20 s, 150 ms)");
         s.jump(*span);
         s.happen(Restarted{});
       }},
      {"it is {} {}", [](Stage& s, const Caught& c) { s.set_clock(moment(c[0], c[1], s.zone())); }},
      {"it is {} {} in {}",
       [](Stage& s, const Caught& c) { s.set_clock(moment(c[0], c[1], zone_named(c[2]))); }},
  };
}

// "calls to" is an agent's, but must be tried before "calls".
std::vector<Phrase> what_customers_do() {
  return {
      {"{} calls to {}", [](Stage& s, const Caught& c) { call_out(s, c[0], c[1]); }},
      {"{} calls {...}", [](Stage& s, const Caught& c) { arrive(s, c[0], Channel::voice, c[1]); }},
      {"{} writes {} to {...}",
       [](Stage& s, const Caught& c) {
         const auto channel = from_text<Channel>(c[1]);
         if (!channel || *channel == Channel::voice) throw StoryError("nobody writes a " + c[1]);
         arrive(s, c[0], *channel, c[2]);
       }},
      {"{} presses {}",
       [](Stage& s, const Caught& c) {
         for (const char digit : c[1]) s.happen(DigitPressed{s.customer(c[0]), digit});
       }},
      {"{} has heard the prompt",
       [](Stage& s, const Caught& c) {
         const auto id = s.customer(c[0]);
         s.happen(PromptFinished{id, s.prompt_of(id)});
       }},
      {"{} leaves", [](Stage& s, const Caught& c) { leave(s, c[0], ""); }},
      {"{}'s line ends: {}", [](Stage& s, const Caught& c) { leave(s, c[0], c[1]); }},
      {"{} picks up", [](Stage& s, const Caught& c) { s.happen(CustomerAnswered{s.customer(c[0])}); }},
      {"{} is a known contact",
       [](Stage& s, const Caught& c) {
         s.happen(ContactAttached{s.customer(c[0]), ContactId(s.customer(c[0]).value()), c[0]});
       }},
  };
}

// Wishes, phones, offers, conversations.
std::vector<Phrase> what_agents_do() {
  return {
      {"{} says ready", [](Stage& s, const Caught& c) { ask_state(s, c[0], AgentState::ready); }},
      {"{} says offline", [](Stage& s, const Caught& c) { ask_state(s, c[0], AgentState::offline); }},
      {"{} says pause: {...}",
       [](Stage& s, const Caught& c) { ask_state(s, c[0], AgentState::pause, c[1]); }},
      {"{} has {...}", [](Stage& s, const Caught& c) { phones(s, c[0], c[1]); }},
      {"{} draws the card",
       [](Stage& s, const Caught& c) {
         s.happen(CardDrawn{s.agent(c[0]), s.offer_to(s.agent(c[0]))});
       }},
      {"{} answers",
       [](Stage& s, const Caught& c) {
         s.happen(OfferAnswered{s.agent(c[0]), s.offer_to(s.agent(c[0]))});
       }},
      {"{} declines",
       [](Stage& s, const Caught& c) {
         s.happen(OfferDeclined{s.agent(c[0]), s.offer_to(s.agent(c[0])), "declined"});
       }},
      {"{}'s phone is {}",
       [](Stage& s, const Caught& c) {
         s.happen(OfferDeclined{s.agent(c[0]), s.offer_to(s.agent(c[0])), c[1]});
       }},
      {"{} hangs up",
       [](Stage& s, const Caught& c) {
         s.happen(AgentLeft{s.agent(c[0]), s.busy_with(s.agent(c[0]))});
       }},
      {"{} hangs up on {}",
       [](Stage& s, const Caught& c) {
         s.happen(AgentLeft{s.agent(c[0]), s.customer(c[1])});
       }},
      {"{} is cut off",
       [](Stage& s, const Caught& c) {
         s.happen(AgentLost{s.agent(c[0]), s.busy_with(s.agent(c[0]))});
       }},
      {"{} is back",
       [](Stage& s, const Caught& c) {
         s.happen(AgentReattached{s.agent(c[0]), s.busy_with(s.agent(c[0]))});
       }},
      {"{} holds {}",
       [](Stage& s, const Caught& c) {
         s.happen(HoldRequested{s.agent(c[0]), s.customer(c[1]), true});
       }},
      {"{} resumes {}",
       [](Stage& s, const Caught& c) {
         s.happen(HoldRequested{s.agent(c[0]), s.customer(c[1]), false});
       }},
      {"{} wants {} recorded",
       [](Stage& s, const Caught& c) {
         s.happen(RecordingRequested{s.agent(c[0]), s.customer(c[1])});
       }},
      {"{} takes {}",
       [](Stage& s, const Caught& c) {
         s.happen(AgentTook{s.agent(c[0]), s.customer(c[1])});
       }},
      {"{} puts {} on the list for {...}",
       [](Stage& s, const Caught& c) {
         s.happen(NumberListed{s.project(), c[1], s.now() + span(c[2]), s.agent(c[0])});
       }},
      {"{} lets {} in again",
       [](Stage& s, const Caught& c) {
         s.happen(NumberListed{s.project(), c[1], s.now(), s.agent(c[0])});
       }},
      {"{} finishes {}: {...}", [](Stage& s, const Caught& c) { finish(s, c[0], c[1], c[2]); }},
  };
}

// "to sales", "to boris", "to +7…", "to menu:main".
std::string target_named(const Stage& stage, const std::string& name) {
  if (name == "park" || name == "voicemail") return name;
  if (name.find(':') != std::string::npos) return name;
  if (name.starts_with('+')) return "number:" + name;
  if (stage.knows_agent(name)) return "agent:" + std::to_string(stage.agent(name).value());
  return "queue:" + name;
}

std::string said(const Caught& c) {
  return c.size() > 3 ? c[3] : std::string();
}
// "anna transfers maria to boris", with or without "saying …".
void transfer(Stage& s, const Caught& c) {
  s.happen(TransferRequested{s.agent(c[0]), s.customer(c[1]), target_named(s, c[2]), said(c)});
}
// "anna asks boris about maria", the same.
void ask(Stage& s, const Caught& c) {
  s.happen(ConsultRequested{s.agent(c[0]), s.customer(c[2]), target_named(s, c[1]), said(c)});
}

// More than an agent and his customer.
std::vector<Phrase> what_many_do() {
  return {
      {"{} transfers {} to {} saying {...}", transfer},
      {"{} transfers {} to {}", transfer},
      {"{} asks {} about {} saying {...}", ask},
      {"{} asks {} about {}", ask},
      {"{} goes back to {}",
       [](Stage& s, const Caught& c) {
         s.happen(ConsultEnded{s.agent(c[0]), s.customer(c[1])});
       }},
      {"{} hands {} over",
       [](Stage& s, const Caught& c) {
         s.happen(TransferCompleted{s.agent(c[0]), s.customer(c[1])});
       }},
      {"{} invites {} to {}",
       [](Stage& s, const Caught& c) {
         s.happen(GuestInvited{s.agent(c[0]), s.customer(c[2]), c[1]});
       }},
      {"guest {} of {} answers",
       [](Stage& s, const Caught& c) {
         s.happen(GuestAnswered{s.customer(c[1]), std::stoll(c[0])});
       }},
      {"guest {} of {} leaves",
       [](Stage& s, const Caught& c) {
         s.happen(GuestLeft{s.customer(c[1]), std::stoll(c[0])});
       }},
      {"{} drops guest {} of {}",
       [](Stage& s, const Caught& c) {
         s.happen(GuestDropped{s.agent(c[0]), s.customer(c[2]), std::stoll(c[1])});
       }},
      {"{} takes {} over",
       [](Stage& s, const Caught& c) {
         s.happen(CallTakenOver{s.agent(c[0]), s.customer(c[1])});
       }},
      {"{} lets all talk with {}",
       [](Stage& s, const Caught& c) {
         s.happen(ConferenceRequested{s.agent(c[0]), s.customer(c[1])});
       }},
      {"{} is lost to {}",
       [](Stage& s, const Caught& c) {
         s.happen(AgentLost{s.agent(c[0]), s.customer(c[1])});
       }},
      {"outside of {} rings", [](Stage& s, const Caught& c) { s.happen(OutsideRinging{s.customer(c[0])}); }},
      {"outside of {} answers",
       [](Stage& s, const Caught& c) { s.happen(OutsideAnswered{s.customer(c[0])}); }},
      {"outside of {} leaves", [](Stage& s, const Caught& c) { s.happen(OutsideLeft{s.customer(c[0])}); }},
      {"outside of {} leaves: {}",
       [](Stage& s, const Caught& c) {
         const auto cause = from_text<EndCause>(c[1]);
         if (!cause) throw StoryError("nobody leaves like this: " + c[1]);
         s.happen(OutsideLeft{s.customer(c[0]), *cause});
       }},
  };
}

std::vector<Phrase> what_colleagues_do() {
  std::vector<Phrase> all;
  for (auto& [pattern, act] : house_phrases()) all.push_back({pattern, act});
  return all;
}

const std::vector<Phrase>& what_people_do() {
  static const std::vector<Phrase> phrases = [] {
    std::vector<Phrase> all = what_many_do();  // "outside of maria leaves" is not a customer's leaving
    for (const auto& more :
         {what_colleagues_do(), what_time_does(), what_is_agreed(), what_customers_do(), what_agents_do()})
      all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return phrases;
}

std::string path_of(const Interaction& row) {
  std::string path;
  for (const IvrStep& step : row.ivr_path)
    path += (path.empty() ? "" : ", ") + step.node + (step.digits.empty() ? "" : "=" + step.digits);
  return path;
}

// "anna 20 s, boris consult 5 s, boris …": who was in it, "…" who still is.
std::string shares_of(const Stage& stage, const Interaction& row) {
  std::string text;
  for (const Segment& share : row.segments) {
    text += (text.empty() ? "" : ", ") + (share.agent ? stage.names().of(*share.agent) : share.outside);
    if (share.part != Part::talk) text += " " + std::string(to_text(share.part));
    text += share.ended_at ? " " + in_words(*share.ended_at - share.began_at) : " …";
  }
  return text;
}

// --- "now …": what is true at this moment
std::vector<std::string> truths_of_agent(const Stage& stage, const std::string& who) {
  const auto& state = stage.state_of(stage.agent(who));
  const std::string plain = who + " is " + std::string(to_text(state.state));
  return {state.reason.empty() ? plain : plain + ": " + state.reason};
}

std::vector<std::string> truths_of_customer(const Stage& stage, const std::string& who) {
  const Interaction* row = stage.row(stage.customer(who));
  if (!row) return {who + " was never heard of"};
  const auto ms = [](std::int64_t n) { return in_words(std::chrono::milliseconds(n)); };
  std::vector<std::string> truths{
      who + " is " + std::string(to_text(row->state)),
      who + " waited " + ms(row->wait_ms),
      who + " talked " + ms(row->talk_ms),
      who + " was wrapped up in " + ms(row->wrap_up_ms),
      who + " went through " + path_of(*row),
      who + " has result " + (row->disposition.empty() ? "none" : row->disposition)};
  truths.push_back(who + " was with " + shares_of(stage, *row));
  for (const Segment& share : row->segments) {
    const std::string his = share.agent ? stage.names().of(*share.agent) : share.outside;
    truths.push_back(who + " has words of " + his + ": " + (share.note.empty() ? "none" : share.note));
    if (share.queue) truths.push_back(who + " came to " + his + " through " + stage.names().of(*share.queue));
    if (share.from) truths.push_back(who + " came to " + his + " from " + stage.names().of(*share.from));
    if (!share.disposition.empty())
      truths.push_back(who + " has result of " + his + ": " + share.disposition);
  }
  if (row->end_cause) truths.push_back(who + " ended as " + std::string(to_text(*row->end_cause)));
  if (!row->note.empty()) truths.push_back(who + " has note " + row->note);
  if (row->contact) truths.push_back(who + " has a card");
  if (row->queue) truths.push_back(who + " belongs to " + stage.name_of(*row->queue));
  truths.push_back(who + " was dialled " + std::to_string(row->tries) + " times");
  if (!row->source.empty()) truths.push_back(who + " came from " + row->source);
  return truths;
}

std::vector<std::string> truths(const Stage& stage, const std::string& claim) {
  if (claim == "nobody is live" || claim == "somebody is live")
    return {stage.centre() && stage.centre()->live_interactions() > 0 ? "somebody is live"
                                                                      : "nobody is live"};
  if (const auto queue = fits("{} has {} waiting", claim))
    return {queue->at(0) + " has " + std::to_string(stage.waiting_in(queue->at(0))) + " waiting"};
  const auto words = words_of(claim);
  if (words.empty()) throw StoryError("now what?");
  return stage.knows_agent(words[0]) ? truths_of_agent(stage, words[0]) : truths_of_customer(stage, words[0]);
}

std::string listed(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& sentence : sentences) text += "\n    " + sentence;
  return text.empty() ? " nothing" : text;
}

std::string normal(const std::string& line) {
  std::string out;
  for (const auto& word : words_of(line)) out += (out.empty() ? "" : " ") + word;
  return out;
}

class Teller {
 public:
  void line(const std::string& raw);
  std::string title;
  Daybook book() const {
    Daybook book = stage_.book();
    book.title = title;
    return book;
  }

 private:
  void expect(const std::string& sentence, bool wanted);
  void claim(const std::string& sentence);
  Stage stage_;
  bool expected_ = false;  // the last line was an expectation: what happens next is a new chapter
};

void Teller::expect(const std::string& sentence, bool wanted) {
  const auto& happened = stage_.happened();
  const bool found = std::find(happened.begin(), happened.end(), sentence) != happened.end();
  expected_ = true;
  if (found == wanted) return;
  throw StoryError((wanted ? "expected: " : "should not have happened: ") + sentence +
                   "\n  happened:" + listed(happened));
}

void Teller::claim(const std::string& sentence) {
  expected_ = true;
  const auto found = truths(stage_, sentence);
  if (std::find(found.begin(), found.end(), sentence) != found.end()) return;
  throw StoryError("expected now: " + sentence + "\n  but:" + listed(found));
}

void Teller::line(const std::string& raw) {
  const std::string text = normal(raw);
  if (auto t = fits("story: {...}", text)) {
    title = t->at(0);
    return;
  }
  if (auto e = fits("expect {...}", text)) return expect(e->at(0), true);
  if (auto e = fits("never {...}", text)) return expect(e->at(0), false);
  if (auto e = fits("now {...}", text)) return claim(e->at(0));
  if (expected_) stage_.forget_happened();
  expected_ = false;
  if (stage_.is_setting(text)) return stage_.change(text);
  for (const Phrase& phrase : what_people_do())
    if (const auto caught = fits(phrase.pattern, text)) return phrase.act(stage_, *caught);
  throw StoryError("this line is not understood: " + text);
}
}  // namespace

StoryResult run_story(std::string_view text, const std::string& name) {
  Teller teller;
  StoryResult result;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const std::string_view trimmed = base::trim(line);
    if (trimmed.empty() || trimmed.front() == '#') continue;
    try {
      teller.line(line);
    } catch (const StoryError& error) {
      result.story = teller.title;
      result.failure = name + ":" + std::to_string(number) + ": " + error.what();
      return result;
    }
    ++result.lines;
  }
  result.story = teller.title;
  result.book = teller.book();
  result.passed = result.lines > 0;
  if (!result.passed) result.failure = name + ":1: there is no story in it";
  return result;
}

StoryResult run_scenario(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return {false, "", file.string() + ": cannot be read", 0, {}};
  std::ostringstream text;
  text << in.rdbuf();
  return run_story(text.str(), file.filename().string());
}
}  // namespace okno::sim
