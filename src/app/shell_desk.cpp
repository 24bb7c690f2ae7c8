// What agents and programs ask for. Each method posts; the answer comes on the deciding thread.
#include <algorithm>

#include "app/refusals.h"
#include "app/shell.h"
#include "app/view_json.h"
#include "base/phone.h"
#include "base/text.h"

namespace okno::app {
namespace {
constexpr std::size_t kLongestReason = 64;     // of a pause: a code or a few words
constexpr std::size_t kLongestDigits = 64;     // one press of "send": an account number at most
constexpr std::size_t kLongestWords = 20'000;  // of a chat's or letter's first text
// Of who waits, in one picture: queues tell how many there are, the list of interactions has them all.
constexpr std::size_t kMostWaitingShown = 500;
// Whose number may be shown: anybody's would be a forgery, and the provider answers for it.
bool shows(const domain::Project& project, const std::string& number) {
  if (number == base::normal_number(project.caller_id, project.country)) return true;
  return std::any_of(project.numbers.begin(), project.numbers.end(), [&](const std::string& own) {
    return number == base::normal_number(own, project.country);
  });
}
bool had_a_share(const domain::Interaction& row, AgentId agent) {
  return std::any_of(row.segments.begin(), row.segments.end(),
                     [agent](const domain::Segment& share) { return share.agent == agent; });
}
}  // namespace

void Shell::snapshot(AgentId who, Done<SnapshotView> done) {
  post([this, who, done = std::move(done)](base::Instant) {
    const AgentPlace* me = place(who);
    if (!me) return done(no_such_agent());
    SnapshotView view;
    view.me = me_of(*me);
    const bool supervises = me->who.role != Role::agent;
    for (const auto& [id, other] : places_) view.agents.push_back(view_of(other));
    std::sort(view.agents.begin(), view.agents.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    for (const auto& queue : configuration_.queues) view.queues.push_back(view_of(queue));
    std::size_t waiting = 0;
    for (const auto& [id, live] : live_) {
      if (!live.known) continue;
      const bool mine = live.row.agent == who || live.row.caller == who || live.talking == who ||
                        live.asked == who || had_a_share(live.row, who);
      const bool waits = !mine && live.row.state == domain::InteractionState::waiting;
      if (waits && supervises && ++waiting > kMostWaitingShown) continue;
      if (mine || supervises) view.interactions.push_back(view_of(live));
      if (const LiveOffer* his = live.offer_to(who)) {
        view.offer = offer_of(live, who);
        view.ringing = his->ringing;
      }
      if (me->interaction == id && live.offers.empty()) view.card = card_of(live, who);
    }
    view.parked = parked_now();
    view.listening = listening_seen_by(*me);
    done(std::move(view));
  });
}

void Shell::me(AgentId who, Done<MeView> done) {
  post([this, who, done = std::move(done)](base::Instant) {
    const AgentPlace* me = place(who);
    if (!me) return done(no_such_agent());
    done(me_of(*me));
  });
}

void Shell::agents(Done<std::vector<AgentView>> done) {
  post([this, done = std::move(done)](base::Instant) {
    std::vector<AgentView> views;
    for (const auto& [id, other] : places_) views.push_back(view_of(other));
    std::sort(views.begin(), views.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    done(std::move(views));
  });
}

void Shell::queues(Done<std::vector<QueueView>> done) {
  post([this, done = std::move(done)](base::Instant) {
    std::vector<QueueView> views;
    for (const auto& queue : configuration_.queues) views.push_back(view_of(queue));
    done(std::move(views));
  });
}

void Shell::set_state(AgentId who, const StateRequest& wish, Done<MeView> done) {
  post([this, who, wish, done = std::move(done)](base::Instant now) {
    AgentPlace* me = place(who);
    if (!me) return done(no_such_agent());
    const auto state = domain::from_text<AgentState>(wish.state);
    if (!state ||
        (*state != AgentState::ready && *state != AgentState::pause && *state != AgentState::offline))
      return done(base::Error{"bad_state", "state is one of: ready, pause, offline"});
    const std::string reason = base::shorten(base::printable(wish.reason.value_or("")), kLongestReason);
    if (auto no =
            happen(core::AgentStateRequested{who, *state, *state == AgentState::pause ? reason : ""}, now))
      return done(*no);
    done(me_of(*me));
  });
}

void Shell::window_opened(AgentId who) {
  post([this, who](base::Instant now) {
    AgentPlace* me = place(who);
    if (!me) return;
    if (me->closing_timer) timers_.forget(std::exchange(me->closing_timer, 0));
    ++windows_;
    if (++me->windows == 1) phones_changed(*me, now);
  });
}

void Shell::window_closed(AgentId who) {
  post([this, who](base::Instant now) {
    AgentPlace* me = place(who);
    if (!me || me->windows == 0) return;
    --windows_;
    if (--me->windows > 0) return;
    me->viewing.reset();
    forget_card_pauses(who, now);
    phones_changed(*me, now);
    // A reload takes seconds. Who stays away without any phone must not be rung.
    me->closing_timer = timers_.at(now + settings_.window_limit, [this, who](base::Instant then) {
      AgentPlace* gone = place(who);
      if (!gone) return;
      gone->closing_timer = 0;
      if (gone->windows == 0 && !gone->browser && !gone->desk && gone->state == AgentState::ready)
        happen(core::AgentStateRequested{who, AgentState::pause, "window_closed"}, then);
    });
  });
}

void Shell::card_drawn(AgentId who, OfferId offer) {
  post([this, who, offer](base::Instant now) { happen(core::CardDrawn{who, offer}, now); });
}

void Shell::viewing(AgentId who, std::optional<ContactId> contact) {
  post([this, who, contact](base::Instant) {
    AgentPlace* me = place(who);
    if (!me || me->viewing == contact) return;
    const auto before = std::exchange(me->viewing, contact);
    for (const auto& changed : {before, contact}) {
      if (!changed) continue;
      const auto [first, last] = by_contact_.equal_range(*changed);
      for (auto it = first; it != last; ++it)
        if (const auto* live = find(it->second)) push_card(*live);
    }
  });
}

void Shell::call(AgentId who, const CallRequest& request, Done<InteractionView> done) {
  post([this, who, request, done = std::move(done)](base::Instant now) mutable {
    AgentPlace* me = place(who);
    if (!me) return done(no_such_agent());
    const std::string wanted(base::trim(request.to));
    if (const auto target = by_short_number(wanted)) {
      if (!me->browser)
        return done(
            base::Error{"no_phone", "Dial " + wanted + " on your desk phone: the browser has no phone now."});
      return colleague_dials(who, me->browser_leg, wanted, *target, std::move(done), now);
    }
    const domain::Project* project = nullptr;
    for (const auto& candidate : configuration_.projects)
      if (!project && (!request.project || *request.project == candidate.name)) project = &candidate;
    if (!project) return done(base::Error{"no_such_project", "There is no project of this name."});
    const std::string to = base::normal_number(request.to, project->country);
    if (!base::is_dialable(to)) return done(base::Error{"bad_number", "Give a number to call."});
    std::string from = project->caller_id;
    if (request.from) {
      from = base::normal_number(*request.from, project->country);
      if (!shows(*project, from))
        return done(base::Error{"bad_caller_id", "Show one of the project's own numbers, or none."});
    }
    const InteractionId id(++last_id_);
    live_[id].talking = who;
    core::CallRequested event;
    event.id = id;
    event.agent = who;
    event.to = to;
    event.from = from;
    event.project = project->id;
    arrive(id, to, project->id, std::move(event), std::move(done), now);
  });
}

void Shell::answer(AgentId who, InteractionId id, Done<InteractionView> done) {
  post([this, who, id, done = std::move(done)](base::Instant now) {
    LiveInteraction* live = find(id);
    AgentPlace* me = place(who);
    if (!live || !live->known || !me) return done(not_live());
    if (live->row.agent == who && live->talking == who) return done(view_of(*live));  // pressed twice
    const bool voice = live->row.channel == domain::Channel::voice;
    const LiveOffer* his = live->offer_to(who);
    if (!his && !voice && live->row.state == domain::InteractionState::waiting) {  // from the stack
      if (auto no = happen(core::AgentTook{who, id}, now)) return done(*no);
      live = find(id);
      return live ? done(view_of(*live)) : done(not_live());
    }
    if (!his) return done(not_yours());
    if (voice && !me->browser && !his->legs.empty())
      return done(base::Error{"answer_on_phone", "Pick up your desk phone: it rings."});
    if (voice && !me->browser && configuration_.phone_required)
      return done(base::Error{"no_phone", "Connect the browser phone or a desk phone first."});
    if (auto no = happen(core::OfferAnswered{who, his->offer}, now)) return done(*no);
    live = find(id);
    if (!live) return done(not_live());
    done(view_of(*live));
  });
}

void Shell::decline(AgentId who, InteractionId id, Done<InteractionView> done) {
  post([this, who, id, done = std::move(done)](base::Instant now) {
    LiveInteraction* live = find(id);
    if (!live || !live->known) return done(not_live());
    const LiveOffer* his = live->offer_to(who);
    if (!his) return done(not_yours());
    if (auto no = happen(core::OfferDeclined{who, his->offer, "declined"}, now)) return done(*no);
    live = find(id);
    if (!live) return done(not_live());
    done(view_of(*live));
  });
}

void Shell::hang_up(AgentId who, InteractionId id, Done<InteractionView> done) {
  post([this, who, id, done = std::move(done)](base::Instant now) {
    LiveInteraction* live = find(id);
    if (!live || !live->known) return done(not_live());
    if (live->offer_to(who) && live->talking != who)
      return done(base::Error{"wrong_state", "Answer or decline the call first."});
    if (live->talking != who && live->asked != who && live->row.caller != who)
      return done(live->row.agent == who ? base::Error{"wrong_state", "The call is over."} : not_yours());
    InteractionView last = view_of(*live);
    if (auto no = happen(core::AgentLeft{who, id}, now)) return done(*no);
    if ((live = find(id))) return done(view_of(*live));
    // Between colleagues there is no work after it: it is gone already.
    last.state = domain::InteractionState::ended;
    last.ended_at_ms = base::to_ms(now);
    done(std::move(last));
  });
}

void Shell::hold(AgentId who, InteractionId id, bool on, Done<InteractionView> done) {
  post([this, who, id, on, done = std::move(done)](base::Instant now) {
    LiveInteraction* live = find(id);
    if (!live || !live->known) return done(not_live());
    if (live->talking != who && live->asked != who) return done(not_yours());
    const bool back = !on && live->in_company();  // from whom he asks to the customer
    const core::Event event =
        back ? core::Event(core::ConsultEnded{who, id}) : core::Event(core::HoldRequested{who, id, on});
    if (auto no = happen(event, now)) return done(*no);
    live = find(id);
    if (!live) return done(not_live());
    done(view_of(*live));
  });
}

void Shell::mute(AgentId who, InteractionId id, bool on, Done<InteractionView> done) {
  post([this, who, id, on, done = std::move(done)](base::Instant) {
    LiveInteraction* live = find(id);
    if (!live || !live->known) return done(not_live());
    const bool asked = live->asked == who, calls = live->row.caller == who;
    if (live->talking != who && !asked && !calls) return done(not_yours());
    const LegId leg = asked ? live->asked_leg : calls ? live->customer_leg : live->agent_leg;
    if (leg) telephony_->mute(leg, on);
    done(view_of(*live));
  });
}

void Shell::send_digits(AgentId who, InteractionId id, const std::string& digits,
                        Done<InteractionView> done) {
  post([this, who, id, digits, done = std::move(done)](base::Instant) {
    LiveInteraction* live = find(id);
    if (!live || !live->known) return done(not_live());
    if (live->talking != who) return done(not_yours());
    if (digits.empty() || digits.size() > kLongestDigits ||
        digits.find_first_not_of("0123456789*#ABCD") != std::string::npos)
      return done(base::Error{"bad_digits", "digits are 1 to 64 of 0-9 * # A-D"});
    if (live->customer_leg) telephony_->send_digits(live->customer_leg, digits);
    done(view_of(*live));
  });
}

void Shell::finish(AgentId who, InteractionId id, const FinishRequest& request, Done<InteractionView> done) {
  post([this, who, id, request, done = std::move(done)](base::Instant now) {
    LiveInteraction* live = find(id);
    if (live && !live->known) return done(not_live());
    // Who had the customer before gives his own result.
    if (live && live->row.agent != who && !had_a_share(live->row, who)) return done(not_yours());
    if (request.note && request.note->size() > kLongestNote) return done(note_too_long());
    if (!live) return finish_late(who, id, request, done, now);
    if (!is_result(request.disposition, live->row.project)) return done(no_such_result());
    core::WrapUpFinished event;
    event.agent = who;
    event.id = id;
    event.disposition = request.disposition;
    event.note = base::shorten(base::printable(request.note.value_or(live->row.note), true), kLongestNote);
    InteractionView last = view_of(*live);
    // A chat or letter that is still open is closed by its result; a call is hung up first.
    if (live->talking == who)
      if (auto no = happen(core::AgentLeft{who, id}, now)) return done(*no);
    if (auto no = happen(event, now)) return done(*no);
    live = find(id);
    if (live) return done(view_of(*live));
    last.state = domain::InteractionState::ended;
    last.disposition = event.disposition;
    last.note = event.note;
    done(last);
  });
}

bool Shell::is_result(const std::string& disposition, domain::ProjectId project) const {
  const auto found = directory_->projects.find(project);
  if (disposition.empty() || found == directory_->projects.end()) return true;
  const auto& known = found->second.dispositions;
  return std::find(known.begin(), known.end(), disposition) != known.end();
}

// The conversation is over: the core keeps the rows of those who talked last for what they write late.
void Shell::finish_late(AgentId who, InteractionId id, const FinishRequest& request,
                        const Done<InteractionView>& done, base::Instant now) {
  const auto row = centre_->recent(who, id);
  if (!row) return done(not_live());
  if (!is_result(request.disposition, row->project)) return done(no_such_result());
  core::WrapUpFinished event{who, id, request.disposition, row->note};
  if (request.note) event.note = base::shorten(base::printable(*request.note, true), kLongestNote);
  if (auto no = happen(event, now)) return done(*no);
  const auto after = centre_->recent(who, id);
  done(show_interaction(after.value_or(*row), "", *directory_));
}

void Shell::attach_contact(AgentId who, InteractionId id, ContactId contact, Done<CardView> done) {
  post([this, who, id, contact, done = std::move(done)](base::Instant) mutable {
    const LiveInteraction* mine = find(id);
    const AgentPlace* me = place(who);
    if (!mine || !mine->known || !me) return done(not_live());
    const bool offered = mine->offer_to(who) != nullptr;
    if (mine->row.agent != who && mine->talking != who && !offered && me->who.role == Role::agent)
      return done(not_yours());
    const auto day = board_.day_start();
    const bool taken = parts_.store_pool.submit([this, who, id, contact, day, done] {
      auto facts = parts_.store.customer(contact, day);
      post([this, who, id, contact, done, facts = std::move(facts)](base::Instant now) {
        LiveInteraction* live = find(id);
        if (!live) return done(not_live());
        if (!facts) return done(facts.error());
        bind(*live, *facts);
        if (auto no = happen(core::ContactAttached{id, contact, facts->contact.name}, now)) return done(*no);
        live = find(id);
        if (!live) return done(not_live());
        push_card(*live);
        done(card_of(*live, who));
      });
    });
    if (!taken) done(base::Error{"busy", "The server is busy: try again in a moment."});
  });
}

void Shell::interaction(InteractionId id, Done<std::optional<InteractionView>> live) {
  post([this, id, live = std::move(live)](base::Instant) {
    if (const LiveInteraction* found = find(id); found && found->known)
      return live(std::optional(view_of(*found)));
    std::optional<InteractionView> view;
    if (const auto* row = outbox_.on_the_way(id)) view = show_interaction(*row, "", *directory_);
    live(std::move(view));
  });
}

void Shell::written(std::function<void()> done) {
  post([this, done = std::move(done)](base::Instant now) mutable {
    outbox_.when_written(std::move(done), now);
  });
}

void Shell::interaction_arrived(const TestInteractionRequest& request, Done<InteractionView> done) {
  post([this, request, done = std::move(done)](base::Instant now) mutable {
    const auto channel = domain::from_text<Channel>(request.channel);
    if (!channel || *channel == Channel::voice)
      return done(base::Error{"bad_channel", "channel is one of: chat, email, sms, social"});
    const domain::Queue* queue = nullptr;
    for (const auto& candidate : configuration_.queues)
      if (candidate.name == request.queue) queue = &candidate;
    if (!queue) return done(base::Error{"no_such_queue", "queue names no queue of this centre"});
    const InteractionId id(++last_id_);
    live_[id].row.words = base::shorten(base::printable(request.text, true), kLongestWords);
    core::InteractionArrived event;
    event.id = id;
    event.channel = *channel;
    event.from = base::normal_number(request.from);
    event.to = queue->name;
    event.project = queue->project;
    event.target = "queue:" + queue->name;
    event.words = live_[id].row.words;
    const std::string from = event.from;
    // Whoever writes faster than the store can follow is told so by having to wait.
    const auto kept = [this, now, done = std::move(done)](Result<InteractionView> result) {
      outbox_.when_written([done, result = std::move(result)] { done(result); }, now);
    };
    arrive(id, from, queue->project, std::move(event), kept, now);
  });
}
}  // namespace okno::app
