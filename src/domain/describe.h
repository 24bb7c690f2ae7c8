// The trade's structs described for JSON. Kept apart from the structs so that only those who write JSON pay
// for it.
#pragma once
#include <boost/describe/class.hpp>

#include "domain/centre.h"
#include "domain/interaction.h"

namespace okno::domain {
BOOST_DESCRIBE_STRUCT(Agent, (), (id, login, name, role, queues, extension, desk_phone, language, department))
BOOST_DESCRIBE_STRUCT(Queue, (),
                      (id, name, title, project, strategy, ring_limit, card_limit, wrap_up_limit, owner_wait,
                       last_agent_first, owner_first, max_waiting, service_level_limit, recorded))
BOOST_DESCRIBE_STRUCT(IvrChoice, (), (digits, target, title))
BOOST_DESCRIBE_STRUCT(IvrMenu, (), (name, title, say, choices, digit_limit, tries, otherwise))
BOOST_DESCRIBE_STRUCT(Project, (),
                      (id, name, title, country, language, caller_id, numbers, greeting, menus, dispositions,
                       pause_reasons, recorded))
BOOST_DESCRIBE_STRUCT(Entry, (), (number, project, target))
BOOST_DESCRIBE_STRUCT(Configuration, (), (projects, queues, agents, entries, phone_required))
BOOST_DESCRIBE_STRUCT(IvrStep, (), (node, title, digits))
BOOST_DESCRIBE_STRUCT(Interaction, (),
                      (id, channel, direction, state, queue, project, agent, contact, from, to, caller_name,
                       started_at, answered_at, ended_at, end_cause, ivr_path, disposition, note, recording,
                       recording_mark, talk_ms, wait_ms, wrap_up_ms))
}  // namespace okno::domain
