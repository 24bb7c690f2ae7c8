// Interactions, decisions and the customer's timeline.
#include <algorithm>
#include <cmath>

#include "store/cursor.h"
#include "store/rows.h"
#include "store/sql_store.h"

namespace okno::store {
using namespace domain;
using ports::Decision;
using ports::InteractionFilter;
using ports::Page;
using ports::PageWanted;
using ports::TimelineItem;

namespace {
// The place after which a list goes on, newest first.
struct Place {
  std::int64_t at_ms = 0;
  int rank = 0;  // of the kind, among rows of the same millisecond
  std::int64_t id = 0;
};

// Sources of the timeline by rank: where rows of one kind come from and by what time they stand.
struct Source {
  const char* kind;
  const char* table;
  const char* at;
  const char* columns;
  const char* types;
};
constexpr Source kSources[] = {
    {"interaction", "interactions", "started_at_ms", kInteractionColumns, kInteractionTypes},
    {"note", "notes", "at_ms", kNoteColumns, kNoteTypes},
    {"deal", "deals", "updated_at_ms", kDealColumns, kDealTypes},
    {"claim", "claims", "created_at_ms", kClaimColumns, kClaimTypes},
};
constexpr int kKinds = 4;

TimelineItem read_item(Query& query, int rank) {
  TimelineItem item;
  item.kind = kSources[rank].kind;
  switch (rank) {
    case 0:
      item.interaction = read_interaction(query);
      item.at = item.interaction->started_at;
      break;
    case 1:
      item.note = read_note(query);
      item.at = item.note->at;
      break;
    case 2:
      item.deal = read_deal(query);
      item.at = item.deal->updated_at;
      break;
    default:
      item.claim = read_claim(query);
      item.at = item.claim->created_at;
      break;
  }
  return item;
}

std::int64_t id_of(const TimelineItem& item) {
  if (item.interaction) return item.interaction->id.value();
  if (item.note) return item.note->id.value();
  if (item.deal) return item.deal->id.value();
  return item.claim->id.value();
}

int rank_of(const TimelineItem& item) {
  return item.interaction ? 0 : item.note ? 1 : item.deal ? 2 : 3;
}

// Rows of one kind after `place`, at most `limit`.
void add_kind(Connection& connection, ContactId contact, int rank, const std::optional<Place>& place,
              int limit, std::vector<TimelineItem>& items) {
  const auto& source = kSources[rank];
  const std::string at = source.at;
  std::string sql =
      std::string("SELECT ") + source.columns + " FROM " + source.table + " WHERE contact_id = ?";
  std::vector<Value> values{contact};
  if (place) {
    values.emplace_back(place->at_ms);
    if (rank == place->rank) {
      sql += " AND (" + at + ", id) < (?, ?)";
      values.emplace_back(place->id);
    } else {
      sql += " AND " + at + (rank < place->rank ? " < ?" : " <= ?");
    }
  }
  sql += " ORDER BY " + at + " DESC, id DESC LIMIT ?";
  values.emplace_back(limit);
  Query query(connection, sql, source.types, values);
  while (query.next()) items.push_back(read_item(query, rank));
}

const std::string& save_sql() {
  static const std::string sql = [] {
    std::string names = kInteractionColumns, marks, updates, name;
    names += ",";
    for (const char c : names) {
      if (c == ' ') continue;
      if (c != ',') {
        name += c;
        continue;
      }
      marks += marks.empty() ? "?" : ", ?";
      // The core's rows do not have these: who saves a later result must not wipe them out.
      const bool number = name == "message_ms";
      const bool maybe = name.starts_with("sound_");  // NULL where it is not known
      const bool kept = number || name == "recording" || name == "recording_mark" || name == "words" ||
                        name == "recording_pauses";
      const std::string fresh = "excluded." + name;
      const std::string old = "interactions." + name;
      if (name != "id")
        updates += (updates.empty() ? "" : ", ") + name + " = " +
                   (maybe  ? "COALESCE(" + fresh + ", " + old + ")"
                    : kept ? "COALESCE(NULLIF(" + fresh + ", " + (number ? "0" : "''") + "), " + old + ")"
                           : fresh);
      name.clear();
    }
    names.pop_back();
    return "INSERT INTO interactions (" + names + ") VALUES (" + marks + ") ON CONFLICT (id) DO UPDATE SET " +
           updates;
  }();
  return sql;
}

struct SoundNumbers {
  std::optional<std::int64_t> mos_x100, loss_ppm, jitter_us;
};
SoundNumbers numbers_of(const std::optional<LegSound>& sound) {
  if (!sound) return {};
  return {std::llround(sound->mos * 100), std::llround(sound->loss * 1e6),
          std::llround(sound->jitter_ms * 1000)};
}

std::vector<Value> values_of(const Interaction& row) {
  const SoundNumbers customer = numbers_of(row.customer_sound), agent = numbers_of(row.agent_sound);
  std::optional<std::string> cause;
  if (row.end_cause) cause = std::string(to_text(*row.end_cause));
  return {row.id,
          to_text(row.channel),
          to_text(row.direction),
          to_text(row.state),
          row.queue,
          row.project,
          row.agent,
          row.contact,
          row.from,
          row.to,
          row.caller_name,
          row.started_at,
          row.answered_at,
          row.ended_at,
          cause,
          ivr_json(row.ivr_path),
          row.disposition,
          row.note,
          row.recording,
          row.recording_mark,
          row.talk_ms,
          row.wait_ms,
          row.wrap_up_ms,
          row.source,
          more_json(row),
          row.words,
          row.message_ms,
          pauses_json(row.recording_pauses),
          customer.mos_x100,
          customer.loss_ppm,
          customer.jitter_us,
          agent.mos_x100,
          agent.loss_ppm,
          agent.jitter_us};
}
}  // namespace

Result<InteractionId> SqlStore::last_interaction_id() {
  return database_->read([&](Connection& connection) {
    Query query(connection, "SELECT COALESCE(MAX(id), 0) FROM interactions", "i");
    query.next();
    return query.id<InteractionId>();
  });
}

Result<void> SqlStore::save_interactions(const std::vector<Interaction>& rows) {
  if (rows.empty()) return {};
  return database_->write([&](Connection& connection) {
    for (const auto& row : rows) connection.run(save_sql(), values_of(row));
  });
}

Result<std::optional<Interaction>> SqlStore::interaction(InteractionId id) {
  return database_->read([&](Connection& connection) -> std::optional<Interaction> {
    Query query(connection, std::string("SELECT ") + kInteractionColumns + " FROM interactions WHERE id = ?",
                kInteractionTypes, {id});
    if (!query.next()) return std::nullopt;
    return read_interaction(query);
  });
}

Result<Page<Interaction>> SqlStore::interactions(const InteractionFilter& filter, const PageWanted& wanted) {
  return database_->read([&](Connection& connection) {
    std::string where;
    std::vector<Value> values;
    const auto also = [&](const char* condition) {
      where += (where.empty() ? " WHERE " : " AND ") + std::string(condition);
    };
    // The live ones are few: their own index finds them, not that of all an agent or a customer ever had ("+
    // 0").
    const bool live = filter.state && *filter.state != InteractionState::ended;
    if (filter.agent) also(live ? "agent_id + 0 = ?" : "agent_id = ?"), values.emplace_back(*filter.agent);
    if (filter.contact)
      also(live ? "contact_id + 0 = ?" : "contact_id = ?"), values.emplace_back(*filter.contact);
    if (filter.channel) {
      also("channel = ?"), values.emplace_back(to_text(*filter.channel));
      if (*filter.channel != Channel::voice) also("channel <> 'voice'");
    }
    if (filter.state) also("state = ?"), values.emplace_back(to_text(*filter.state));
    if (live) also("state <> 'ended'");
    if (filter.since) also("started_at_ms >= ?"), values.emplace_back(*filter.since);
    if (!wanted.cursor.empty()) {
      const auto fields = read_cursor(wanted.cursor, 's', 2);
      also("(started_at_ms, id) < (?, ?)");
      values.emplace_back(cursor_number(fields[0]));
      values.emplace_back(cursor_number(fields[1]));
    }
    const int limit = page_limit(wanted);
    values.emplace_back(limit + 1);
    Page<Interaction> page;
    Query query(connection,
                std::string("SELECT ") + kInteractionColumns + " FROM interactions" + where +
                    " ORDER BY started_at_ms DESC, id DESC LIMIT ?",
                kInteractionTypes, values);
    while (query.next()) {
      if (page.items.size() == static_cast<std::size_t>(limit)) {
        const auto& last = page.items.back();
        page.next =
            make_cursor('s', {std::to_string(base::to_ms(last.started_at)), std::to_string(last.id.value())});
        break;
      }
      page.items.push_back(read_interaction(query));
    }
    return page;
  });
}

Result<std::vector<Interaction>> SqlStore::unended_interactions() {
  return database_->read([&](Connection& connection) {
    std::vector<Interaction> rows;
    Query query(connection,
                std::string("SELECT ") + kInteractionColumns +
                    " FROM interactions WHERE state <> 'ended' ORDER BY started_at_ms, id",
                kInteractionTypes);
    while (query.next()) rows.push_back(read_interaction(query));
    return rows;
  });
}

Result<Page<TimelineItem>> SqlStore::timeline(ContactId id, const PageWanted& wanted) {
  return database_->read([&](Connection& connection) {
    std::optional<Place> place;
    if (!wanted.cursor.empty()) {
      const auto fields = read_cursor(wanted.cursor, 't', 3);
      place = Place{cursor_number(fields[0]), static_cast<int>(cursor_number(fields[1])),
                    cursor_number(fields[2])};
    }
    const auto limit = static_cast<std::size_t>(page_limit(wanted));
    Page<TimelineItem> page;
    for (int rank = 0; rank < kKinds; ++rank)
      add_kind(connection, id, rank, place, static_cast<int>(limit) + 1, page.items);
    std::sort(page.items.begin(), page.items.end(), [](const TimelineItem& a, const TimelineItem& b) {
      const auto a_ms = base::to_ms(a.at), b_ms = base::to_ms(b.at);
      if (a_ms != b_ms) return a_ms > b_ms;
      if (rank_of(a) != rank_of(b)) return rank_of(a) < rank_of(b);
      return id_of(a) > id_of(b);
    });
    if (page.items.size() > limit) {
      page.items.resize(limit);
      const auto& last = page.items.back();
      page.next = make_cursor('t', {std::to_string(base::to_ms(last.at)), std::to_string(rank_of(last)),
                                    std::to_string(id_of(last))});
    }
    return page;
  });
}

Result<void> SqlStore::save_decisions(const std::vector<Decision>& decisions) {
  if (decisions.empty()) return {};
  return database_->write([&](Connection& connection) {
    for (const auto& decision : decisions)
      connection.run("INSERT INTO decisions (interaction_id, at_ms, json, queue_id) VALUES (?, ?, ?, ?)",
                     {decision.interaction, decision.at, decision.json, decision.queue});
  });
}

Result<std::vector<Decision>> SqlStore::decisions(InteractionId id) {
  return database_->read([&](Connection& connection) {
    std::vector<Decision> rows;
    Query query(connection, "SELECT at_ms, json FROM decisions WHERE interaction_id = ? ORDER BY id", "it",
                {id});
    while (query.next()) {
      Decision row;
      row.interaction = id;
      row.at = query.at();
      row.json = query.text();
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

Result<std::vector<Decision>> SqlStore::last_decisions(std::optional<QueueId> queue, int limit) {
  return database_->read([&](Connection& connection) {
    const std::string select = "SELECT interaction_id, at_ms, json, queue_id FROM decisions ";
    const std::string newest = "ORDER BY id DESC LIMIT ?";
    std::vector<Value> values{limit};
    if (queue) values.insert(values.begin(), Value(*queue));
    std::vector<Decision> rows;
    Query query(connection, select + (queue ? "WHERE queue_id = ? " : "") + newest, "iiti", values);
    while (query.next()) {
      Decision row;
      row.interaction = query.id<InteractionId>();
      row.at = query.at();
      row.json = query.text();
      row.queue = query.maybe_id<QueueId>();
      rows.push_back(std::move(row));
    }
    return rows;
  });
}
}  // namespace okno::store
