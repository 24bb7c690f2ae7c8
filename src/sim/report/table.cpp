#include "sim/report/table.h"

#include <algorithm>
#include <cstdio>

#include "sim/report/words.h"

namespace okno::sim {
using namespace domain;
namespace {
using Row = std::vector<std::string>;

// Columns as wide as their widest word, two spaces between; numbers would be read from the right, words are
// not.
std::string laid_out(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], letters(row[i]));
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) line += " " + padded(row[i], widths[i]) + " ";
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string of_agents(const Daybook& book, const Interaction& row) {
  std::vector<AgentId> with;  // in order of talking
  for (const Bar& bar : book.bars())
    if (bar.id == row.id && bar.doing == Doing::talk &&
        std::find(with.begin(), with.end(), bar.agent) == with.end())
      with.push_back(bar.agent);
  if (with.empty() && row.agent && row.answered_at) with.push_back(*row.agent);
  std::string text;
  for (const AgentId agent : with) text += (text.empty() ? "" : ", ") + book.names.of(agent);
  return text.empty() ? "—" : text;
}

std::string percent(std::int64_t part, std::int64_t all) {
  char text[30];
  std::snprintf(text, sizeof text, "%.0f %%",
                all > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(all) : 0);
  return all > 0 ? text : "—";
}
}  // namespace

void Figures::count(const Daybook& book, const Interaction& row) {
  ++offered;
  lost += row.end_cause == EndCause::lost;
  turned_away += row.end_cause == EndCause::refused;
  const bool waits = !row.end_cause && !row.answered_at;
  waiting += waits;
  if (!is_letter(row.channel)) {
    decided += !waits;
    in_time += book.answered_in_time(row);
  }
  if (!row.answered_at) return;
  ++answered;
  waited += std::chrono::milliseconds(row.wait_ms);
  talked += std::chrono::milliseconds(row.talk_ms);
}
Figures& Figures::operator+=(const Figures& other) {
  offered += other.offered, answered += other.answered, lost += other.lost;
  waiting += other.waiting, turned_away += other.turned_away;
  decided += other.decided, in_time += other.in_time;
  waited += other.waited, talked += other.talked;
  return *this;
}

std::map<Channel, Figures> figures_by_channel(const Daybook& book) {
  std::map<Channel, Figures> figures;
  for (const Interaction& row : book.rows())
    if (row.direction == Direction::inbound) figures[row.channel].count(book, row);
  return figures;
}

std::string interactions_table(const Daybook& book, Language language) {
  const ReportWords& w = report_words(language);
  if (book.rows().empty()) return std::string("  ") + w.nobody_came + "\n";
  std::vector<Row> rows{{w.when, w.who, w.channel, w.queue, w.waited, w.agent, w.talked, w.ended, w.result}};
  for (const Interaction& row : book.rows()) {
    const auto ms = [&](std::int64_t n) { return span_words(std::chrono::milliseconds(n), language); };
    rows.push_back(
        {clock_since(row.started_at - book.begins()),
         (row.direction == Direction::outbound ? "→ " : "") + book.names.of(row.id),
         word(row.channel, language), row.queue ? book.names.of(*row.queue) : "—",
         row.answered_at || row.wait_ms > 0 ? ms(row.wait_ms) : "—", of_agents(book, row),
         row.answered_at ? ms(row.talk_ms) : "—", word(row, language),
         row.disposition.empty() ? "" : row.disposition + (row.note.empty() ? "" : ": " + row.note)});
  }
  return laid_out(rows);
}

std::string channels_table(const std::map<Channel, Figures>& figures, Language language) {
  const ReportWords& w = report_words(language);
  std::vector<Row> rows{{w.of_channels, w.offered, w.answered, w.lost, w.level, w.mean_wait, w.mean_talk}};
  const auto add = [&](const std::string& name, const Figures& f) {
    const auto mean = [&](base::Duration sum) {
      return f.answered > 0 ? span_words(sum / f.answered, language) : "—";
    };
    rows.push_back({name, std::to_string(f.offered), std::to_string(f.answered), std::to_string(f.lost),
                    percent(f.in_time, f.decided), mean(f.waited), mean(f.talked)});
  };
  Figures all;
  for (const auto& [channel, f] : figures) {
    add(word(channel, language), f);
    all += f;
  }
  if (figures.size() > 1) add(w.all, all);
  return figures.empty() ? "" : laid_out(rows);
}
}  // namespace okno::sim
