// Events and the explanation of a decision described for JSON (journal, store). event_json.h turns whole
// events into text and back.
#pragma once
#include <boost/describe/class.hpp>

#include "core/command.h"
#include "core/event.h"
#include "domain/describe.h"

namespace okno::core {
BOOST_DESCRIBE_STRUCT(Facts, (),
                      (contact, contact_name, owner, last_agent_today, vip, difficult, blacklisted, language,
                       source))
BOOST_DESCRIBE_STRUCT(ConfigurationChanged, (), (configuration))
BOOST_DESCRIBE_STRUCT(InteractionArrived, (),
                      (id, channel, from, to, caller_name, project, target, facts, words))
BOOST_DESCRIBE_STRUCT(CallRequested, (), (id, agent, to, from, project, facts))
BOOST_DESCRIBE_STRUCT(CustomerRinging, (), (id))
BOOST_DESCRIBE_STRUCT(CustomerAnswered, (), (id))
BOOST_DESCRIBE_STRUCT(CustomerLeft, (), (id, cause))
BOOST_DESCRIBE_STRUCT(DigitPressed, (), (id, digit))
BOOST_DESCRIBE_STRUCT(PromptFinished, (), (id, token))
BOOST_DESCRIBE_STRUCT(AgentSignedIn, (), (agent))
BOOST_DESCRIBE_STRUCT(AgentStateRequested, (), (agent, state, reason))
BOOST_DESCRIBE_STRUCT(AgentPhonesChanged, (), (agent, browser, desk, window_open))
BOOST_DESCRIBE_STRUCT(CardDrawn, (), (agent, offer))
BOOST_DESCRIBE_STRUCT(OfferAnswered, (), (agent, offer))
BOOST_DESCRIBE_STRUCT(OfferDeclined, (), (agent, offer, reason))
BOOST_DESCRIBE_STRUCT(AgentLeft, (), (agent, id))
BOOST_DESCRIBE_STRUCT(AgentLost, (), (agent, id))
BOOST_DESCRIBE_STRUCT(AgentReattached, (), (agent, id))
BOOST_DESCRIBE_STRUCT(HoldRequested, (), (agent, id, hold))
BOOST_DESCRIBE_STRUCT(WrapUpFinished, (), (agent, id, disposition, note))
BOOST_DESCRIBE_STRUCT(ContactAttached, (), (id, contact, contact_name))
BOOST_DESCRIBE_STRUCT(AgentTook, (), (agent, id))
BOOST_DESCRIBE_STRUCT(AgentStateForced, (), (agent, by, state, reason))
BOOST_DESCRIBE_STRUCT(WrapUpExtended, (), (agent, id))
BOOST_DESCRIBE_STRUCT(NumberListed, (), (project, number, until, by))
BOOST_DESCRIBE_STRUCT(CallbackRequested, (), (id, to))
BOOST_DESCRIBE_STRUCT(CallPlanned, (), (id, project, target, by, wanted, to, note, at, facts))
BOOST_DESCRIBE_STRUCT(PlannedCallMoved, (), (id, by, at))
BOOST_DESCRIBE_STRUCT(PlannedCallCancelled, (), (id, by))
BOOST_DESCRIBE_STRUCT(TransferRequested, (), (agent, id, target, note))
BOOST_DESCRIBE_STRUCT(ConsultRequested, (), (agent, id, target, note))
BOOST_DESCRIBE_STRUCT(ConsultEnded, (), (agent, id))
BOOST_DESCRIBE_STRUCT(TransferCompleted, (), (agent, id))
BOOST_DESCRIBE_STRUCT(ConferenceRequested, (), (agent, id))
BOOST_DESCRIBE_STRUCT(ColleagueCalled, (), (id, caller, project, target, to))
BOOST_DESCRIBE_STRUCT(AbsenceRequested, (), (agent, absence, until))
BOOST_DESCRIBE_STRUCT(PickupRequested, (), (agent, id, rings_at))
BOOST_DESCRIBE_STRUCT(ParkedFetched, (), (agent, slot))
BOOST_DESCRIBE_STRUCT(CallTakenOver, (), (agent, id))
BOOST_DESCRIBE_STRUCT(GuestInvited, (), (agent, id, to))
BOOST_DESCRIBE_STRUCT(GuestAnswered, (), (id, guest))
BOOST_DESCRIBE_STRUCT(GuestLeft, (), (id, guest))
BOOST_DESCRIBE_STRUCT(GuestDropped, (), (agent, id, guest))
BOOST_DESCRIBE_STRUCT(OutsideRinging, (), (id))
BOOST_DESCRIBE_STRUCT(OutsideAnswered, (), (id))
BOOST_DESCRIBE_STRUCT(OutsideLeft, (), (id, cause))
BOOST_DESCRIBE_STRUCT(RecordingRequested, (), (agent, id))
BOOST_DESCRIBE_STRUCT(CheckpointTaken, (), (packed))
BOOST_DESCRIBE_STRUCT(TimePassed, (), ())
BOOST_DESCRIBE_STRUCT(Restarted, (), ())

BOOST_DESCRIBE_STRUCT(Passed, (), (agent, why))
BOOST_DESCRIBE_STRUCT(Decided, (), (id, at, rule, chosen, passed, candidates))
}  // namespace okno::core
