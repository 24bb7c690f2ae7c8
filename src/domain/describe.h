// The trade's structs described for JSON. Kept apart from the structs so that only those who write JSON pay
// for it.
#pragma once
#include <boost/describe/class.hpp>

#include "domain/centre.h"
#include "domain/interaction.h"

namespace okno::base {
BOOST_DESCRIBE_STRUCT(ZoneShift, (), (from, offset))
}  // namespace okno::base

namespace okno::domain {
BOOST_DESCRIBE_STRUCT(OpenSpan, (), (from, to))
BOOST_DESCRIBE_STRUCT(WeekdayHours, (), (weekday, open))
BOOST_DESCRIBE_STRUCT(DateHours, (), (year, month, day, title, open))
BOOST_DESCRIBE_STRUCT(Hours, (), (name, title, zone, shifts, week, dates))
BOOST_DESCRIBE_STRUCT(Message, (), (name, title, say))
BOOST_DESCRIBE_STRUCT(PauseRule, (), (reason, limit))
BOOST_DESCRIBE_STRUCT(Capacity, (), (voice, chat, email, sms, social))
BOOST_DESCRIBE_STRUCT(Weights, (), (voice, chat, email, sms, social))
BOOST_DESCRIBE_STRUCT(Together, (), (holding, coming))
BOOST_DESCRIBE_STRUCT(SkillLevel, (), (skill, level))
BOOST_DESCRIBE_STRUCT(QueuePoints, (), (queue, points))
BOOST_DESCRIBE_STRUCT(RelaxStep, (), (after, level))
BOOST_DESCRIBE_STRUCT(Forward, (), (when, to))
BOOST_DESCRIBE_STRUCT(Device, (), (kind, address, queue_calls, colleagues, after, accept_by_key))
BOOST_DESCRIBE_STRUCT(Agent, (),
                      (id, login, name, role, queues, extension, desk_phone, language, department, capacity,
                       skills, points, mobile, shift, forwards, devices, ring_limit))
BOOST_DESCRIBE_STRUCT(RingGroup, (), (name, title, number, members, in_turn, ring_limit, otherwise))
BOOST_DESCRIBE_STRUCT(Queue, (),
                      (id, name, title, project, strategy, ring_limit, card_limit, wrap_up_limit, owner_wait,
                       last_agent_first, owner_first, max_waiting, service_level_limit, recorded, required,
                       preferred, relaxation, language_as_skill, difficult_skill, difficult_level, priority,
                       ageing, vip_priority, last_agent_wait, owner_on_mobile, ring_at_once, letters_min_idle,
                       letters_max_occupancy, letters_put_back, hours, when_closed, overflow_size,
                       overflow_wait, overflow_to, when_nobody, announce_first, announce_every,
                       announce_position, announce_wait, callback_offered, callback_tries, callback_retry,
                       planned_wait, no_answer, no_answer_pause, wrap_up_extension, wrap_up_extensions,
                       record_on_demand))
BOOST_DESCRIBE_STRUCT(IvrChoice, (), (digits, target, title))
BOOST_DESCRIBE_STRUCT(IvrMenu, (), (name, title, say, choices, digit_limit, tries, otherwise))
BOOST_DESCRIBE_STRUCT(Project, (),
                      (id, name, title, country, language, caller_id, numbers, greeting, menus, dispositions,
                       pause_reasons, recorded, together, weights, zone, zone_shifts, hours, when_closed,
                       messages, pause_rules, blacklist, whitelist, hooligan_disposition, hooligan_marks,
                       blacklisted_to, record_on_demand, recording_announced, recordings_kept_days,
                       agents_hear_own, agents_download))
BOOST_DESCRIBE_STRUCT(Entry, (), (number, project, target, source))
BOOST_DESCRIBE_STRUCT(Configuration, (), (projects, queues, agents, entries, hours, groups, phone_required))
BOOST_DESCRIBE_STRUCT(IvrStep, (), (node, title, digits))
BOOST_DESCRIBE_STRUCT(Segment, (),
                      (agent, outside, part, queue, from, began_at, ended_at, done_at, disposition, note))
BOOST_DESCRIBE_STRUCT(RecordingPause, (), (from_ms, to_ms, card))
BOOST_DESCRIBE_STRUCT(LegSound, (), (mos, loss, jitter_ms))
BOOST_DESCRIBE_STRUCT(Interaction, (),
                      (id, channel, direction, state, queue, project, agent, contact, from, to, caller_name,
                       started_at, answered_at, ended_at, end_cause, ivr_path, disposition, note, recording,
                       recording_mark, talk_ms, wait_ms, wrap_up_ms, message_ms, source, segments, callback,
                       due_at, tries, planned_by, planned_for, words, caller, slot, recording_pauses,
                       customer_sound, agent_sound))
}  // namespace okno::domain
