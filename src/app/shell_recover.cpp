// After a restart: the journal's events bring the core back, the store's rows what no event says. And how the
// journal stays short.
#include <algorithm>
#include <utility>

#include "app/shell.h"
#include "core/journal/event_json.h"

namespace okno::app {
namespace {
using Rows = std::map<InteractionId, domain::Interaction>;
// Between attempts to begin a journal anew that lacks events: packing the core costs milliseconds.
constexpr base::Duration kMendEvery = std::chrono::seconds(10);
constexpr int kTodayPage = 200;                  // rows read at a time for today's board
constexpr std::int64_t kMostCopied = 4'000'000;  // bytes that the deciding thread may copy: some milliseconds
}  // namespace

// Past its limit the journal begins anew with the core as it stands. The deciding thread only packs it; the
// text is tried and written behind its back, and takes the old records' place when the store has every row
// that they told of: rows that are over are nowhere else.
void Shell::consider_journal_anew(base::Instant now) {
  const bool mend = journal_hole_ && now >= mend_journal_at_;  // a full one is mended by nothing else
  if (anew_ || recovering_ || (parts_.journal.bytes() < journal_limit_ && !mend)) return;
  mend_journal_at_ = now + kMendEvery;
  anew_ = std::make_shared<JournalAnew>();
  // The core that is packed now lacks nothing; what fails from here on is another hole.
  anew_->mends = std::exchange(journal_hole_, false);
  anew_->from = parts_.journal.bytes();
  outbox_.when_stored(
      [this, anew = anew_] {
        anew->stored = true;
        begin_journal_anew();
      },
      now);
  const bool taken = parts_.store_pool.submit([this, anew = anew_, now, packed = centre_->pack()]() mutable {
    auto written = core::Centre::prove(packed);
    if (written)
      written =
          parts_.journal.prepare_anew({{now, core::event_to_json(core::CheckpointTaken{std::move(packed)})}});
    post([this, anew, written](base::Instant) {
      anew->written = written;
      begin_journal_anew();
    });
  });
  if (!taken) anew_->written = base::Error{"pool_full", "the store's pool is full"};
  begin_journal_anew();
}

void Shell::begin_journal_anew() {
  if (!anew_ || !anew_->written) return;
  if (*anew_->written && !anew_->stored) return;
  const auto anew = std::exchange(anew_, nullptr);
  const auto grown = parts_.journal.bytes() - anew->from;
  // The store was away for long: another checkpoint costs less than what would have to be copied.
  if (*anew->written && grown > kMostCopied) {
    journal_hole_ = journal_hole_ || anew->mends;
    return;
  }
  auto done = *anew->written ? parts_.journal.begin_prepared(anew->from) : *anew->written;
  if (done) return limit_journal();
  journal_hole_ = journal_hole_ || anew->mends;
  log("journal_failed", done.error().words);
  journal_limit_ = parts_.journal.bytes() + settings_.journal_keeps;  // until then the old one goes on
}

// A checkpoint costs what is live: so it is worth as many records as it is long.
void Shell::limit_journal() {
  const auto bytes = parts_.journal.bytes();
  journal_limit_ = bytes + std::max(settings_.journal_keeps, bytes);
}

// What the shell remembers beside the core, from the commands of a replay; nothing is carried out.
void Shell::bring_back(const std::vector<core::Command>& commands, Rows& rows) {
  for (const auto& command : commands) {
    if (const auto* changed = std::get_if<core::InteractionChanged>(&command)) {
      auto& row = rows[changed->row.id];
      const auto before = std::exchange(row, changed->row);
      row.recording = before.recording;
      row.words = before.words;
      const bool waits =
          row.state == domain::InteractionState::waiting || row.state == domain::InteractionState::planned;
      if (auto* live = waits ? find(row.id) : nullptr) live->talking = {};  // nobody has him now
      last_id_ = std::max(last_id_, row.id.value());
      if (changed->final || row.state == domain::InteractionState::ended) {
        live_.erase(row.id);
      } else {
        live_[row.id].row = row;
        live_[row.id].known = true;
      }
    } else if (const auto* agent = std::get_if<core::AgentChanged>(&command)) {
      take(*agent, agent->since);
    } else if (const auto* recording = std::get_if<core::StartRecording>(&command)) {
      if (auto* live = find(recording->id))
        live->row.recording = rows[recording->id].recording = recording_file(*live);
    } else if (const auto* number = std::get_if<core::NumberBlocked>(&command)) {
      take(*number, base::Instant{});
    } else if (const auto* line = std::get_if<core::QueueChanged>(&command)) {
      lines_[line->queue] = *line;
    } else if (const auto* card = std::get_if<core::ShowCard>(&command)) {
      if (auto* live = find(card->id))
        live->offers.push_back({card->offer, card->agent, card->answer_by, false, {}});
    } else if (const auto* ring = std::get_if<core::RingAgent>(&command)) {
      if (auto* live = find(ring->id))
        if (auto* his = live->offer_to(ring->agent)) his->ringing = true;
    } else if (const auto* withdrawn = std::get_if<core::WithdrawOffer>(&command)) {
      if (auto* live = find(withdrawn->id))
        std::erase_if(live->offers, [&](const LiveOffer& one) { return one.offer == withdrawn->offer; });
    } else if (const auto* joined = std::get_if<core::ConnectAgent>(&command)) {
      if (auto* live = find(joined->id)) {
        live->offers.clear();
        live->talking = joined->agent;
        live->asked = {};
        live->held = false;
        live->together = WhoHears::pair;
      }
    } else if (const auto* released = std::get_if<core::ReleaseAgent>(&command)) {
      auto* live = find(released->id);
      if (live && live->talking == released->agent) live->talking = {};
      if (live && live->asked == released->agent) live->asked = {}, live->together = WhoHears::pair;
    } else if (const auto* aside = std::get_if<core::ConnectAside>(&command)) {
      if (auto* live = find(aside->id)) {
        live->talking = aside->agent;
        if (aside->asked) live->asked = *aside->asked, live->offers.clear();
        live->held = true;
        live->together = WhoHears::aside;
      }
    } else if (const auto* all = std::get_if<core::ConnectAll>(&command)) {
      if (auto* live = find(all->id)) live->held = false, live->together = WhoHears::all;
    } else if (const auto* no = std::get_if<core::Refuse>(&command)) {
      if (no->code == "bad_checkpoint") unusable_ = {no->code, no->words};
      // The house opens all the same: only at the desk can its settings be mended.
      if (no->code == "bad_configuration") log(no->code, no->words);
    }
  }
}

base::Result<void> Shell::recover(base::Instant now) {
  board_.begin_day(today(now));
  Rows rows;
  recovering_ = true;
  base::Instant last{};
  const auto read = parts_.journal.replay([&](base::Instant at, const std::string& record) {
    const auto event = core::event_from_json(record);
    if (!event) return log("journal_record_skipped", event.error().words);
    last = std::max(last, at);
    bring_back(centre_->apply(*event, last), rows);
    if (const auto* came = std::get_if<core::InteractionArrived>(&*event)) {
      if (const auto row = rows.find(came->id); row != rows.end()) row->second.words = came->words;
      if (auto* live = find(came->id)) live->row.words = came->words;
    }
  });
  if (!read) return read.error();
  if (read->lost_bytes > 0)
    log("journal_damaged",
        "The journal is damaged: its last " + std::to_string(read->lost_bytes) +
            " bytes could not be read and are " +
            (read->kept_as.empty() ? "lost, the disk is full" : "kept in " + read->kept_as) +
            ". Conversations that only they told of are marked as interrupted.");
  if (unusable_)
    return base::Error{unusable_->code,
                       unusable_->words +
                           " Start the version of the program that wrote the journal; or move "
                           "the journal away, then whoever waits is marked as interrupted."};
  const auto start = std::max(now, last);
  for (auto& [id, place] : places_)
    if (place.since == base::Instant{}) place.since = start;
  // That the server was away comes first: the core then asks nobody about promises of that time.
  const std::vector<core::Event> woken{core::Restarted{}, core::ConfigurationChanged{configuration_}};
  for (const auto& event : woken) bring_back(centre_->apply(event, start), rows);
  const auto highest = parts_.store.last_interaction_id();
  if (!highest) return highest.error();
  last_id_ = std::max(last_id_, highest->value());
  if (auto saved = save_recovered(std::move(rows), start); !saved) return saved;
  if (auto shown = show_recovered(); !shown) return shown;
  recovering_ = false;
  // The next replay must know of this restart, too, and begins here.
  if (const auto anew =
          parts_.journal.begin_anew({{start, core::event_to_json(core::CheckpointTaken{centre_->pack()})}});
      !anew) {
    log("journal_failed", anew.error().words);
    for (const auto& event : woken)
      if (const auto written = parts_.journal.append(start, core::event_to_json(event)); !written)
        log("journal_failed", written.error().words);
  }
  limit_journal();
  recovered_up_to_ = last_id_;
  for (const auto& [id, live] : live_) lived_on_.insert(id);
  live_count_ = live_.size();
  watch_deadline();
  count_today("");
  return {};
}

base::Result<void> Shell::save_recovered(Rows rows, base::Instant at) {
  const auto interrupt = [](domain::Interaction& row) {
    if (row.end_cause == domain::EndCause::interrupted && !row.recording.empty())
      row.recording_mark = "interrupted";
  };
  std::vector<domain::Interaction> changed;
  for (auto& [id, row] : rows) {
    const auto stored = parts_.store.interaction(id);
    if (!stored) return stored.error();
    if (*stored) {
      row.recording_mark = (*stored)->recording_mark;
      row.recording_pauses = (*stored)->recording_pauses;
      if (row.note.empty()) row.note = (*stored)->note;
      if (row.recording.empty()) row.recording = (*stored)->recording;
      row.message_ms = (*stored)->message_ms;
      row.customer_sound = (*stored)->customer_sound;
      row.agent_sound = (*stored)->agent_sound;
      if (row.words.empty()) row.words = (*stored)->words;
    }
    interrupt(row);
    if (auto* live = find(id)) {
      live->row = row;
      live->opening = row.note;
    }
    changed.push_back(row);
  }
  // What the journal does not know cannot live: its journal was lost, or could not be written.
  const auto unended = parts_.store.unended_interactions();
  if (!unended) return unended.error();
  for (auto row : *unended) {
    if (rows.contains(row.id)) continue;
    row.state = domain::InteractionState::ended;
    if (!row.ended_at) row.ended_at = at;
    if (!row.end_cause) row.end_cause = domain::EndCause::interrupted;
    interrupt(row);
    changed.push_back(std::move(row));
  }
  if (changed.empty()) return {};
  return parts_.store.save_interactions(changed);
}

// Whose card each conversation that lives on shows.
base::Result<void> Shell::show_recovered() {
  for (auto& [id, live] : live_) {
    if (!live.row.contact) continue;
    const auto facts = parts_.store.customer(*live.row.contact, board_.day_start());
    if (facts)
      bind(live, *facts);
    else if (facts.error().code != "not_found")
      return facts.error();
  }
  return {};
}

// Today's board from the store, page by page behind the deciding thread's back.
void Shell::count_today(const std::string& cursor) {
  const auto day = board_.day_start();
  const bool taken = parts_.store_pool.submit([this, day, cursor] {
    ports::InteractionFilter today;
    today.since = day;
    auto page = parts_.store.interactions(today, {cursor, kTodayPage});
    post([this, day, page = std::move(page)](base::Instant now) {
      if (!page) return log(page.error().code, page.error().words);
      if (board_.day_start() != day) return;  // midnight has passed
      for (const auto& row : page->items) {
        if (row.id.value() > recovered_up_to_ || lived_on_.contains(row.id) || !row.queue) continue;
        const auto queue = directory_->queues.find(*row.queue);
        if (queue == directory_->queues.end()) continue;
        board_.take(row, queue->second.service_level_limit, true);
        dirty_queues_.push_back(*row.queue);
      }
      after_changes(now);
      if (!page->next.empty()) count_today(page->next);
    });
  });
  if (!taken) log("today_not_counted", "the store's pool is full; today's board begins with this start");
}
}  // namespace okno::app
