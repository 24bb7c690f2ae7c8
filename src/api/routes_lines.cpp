// Lines to the providers, set up while the centre runs.
#include "api/turns.h"
#include "app/lines/lines.h"
#include "app/lines/trials.h"

namespace okno::api {
namespace {
app::LineBook* book_of(const ExchangePtr& x) {
  app::LineBook* book = x->house().parts.lines;
  if (book == nullptr) x->refuse({"not_built", "This server has no lines to set up."});
  return book;
}

void list_line_setups(const ExchangePtr& x) {
  if (auto* book = book_of(x)) answer_with(x, book->list());
}

void add_line(const ExchangePtr& x) {
  const auto wish = body_of<app::LineRequest>(x);
  if (!wish) return;
  if (!wish->address) return x->refuse({"missing_field", "The field \"address\" is missing."});
  if (auto* book = book_of(x)) answer_with(x, book->add(*wish, x->who.agent, x->now));
}

void change_line(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::LineRequest>(x);
  if (!wish) return;
  if (auto* book = book_of(x)) answer_with(x, book->change(*id, *wish, x->who.agent, x->now));
}

void remove_line(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id || !no_body(x)) return;
  auto* book = book_of(x);
  if (book == nullptr) return;
  if (const auto gone = book->remove(*id, x->who.agent, x->now); !gone) return x->refuse(gone.error());
  Answer answer;
  answer.status = 204;
  x->answer(std::move(answer));
}

app::LineTrials* trials_of(const ExchangePtr& x) {
  app::LineBook* book = x->house().parts.lines;
  app::LineTrials* trials = book == nullptr ? nullptr : book->trials;
  if (trials == nullptr) x->refuse({"not_built", "This server has no lines to try."});
  return trials;
}

void test_line(const ExchangePtr& x) {
  const auto wish = body_of<app::LineTestRequest>(x);
  if (!wish) return;
  auto* trials = trials_of(x);
  if (trials == nullptr) return;
  const auto begun = trials->begin(x->wild.at(0), *wish);
  // A test calls a number on the house's account.
  const std::string did = wish->number && !wish->number->empty() ? "test, call to " + *wish->number : "test";
  if (begun) {
    const auto noted =
        x->house().parts.records.note_audit(x->who.agent, "line " + x->wild.at(0), did, x->now);
    if (!noted) return x->refuse(noted.error());
  }
  answer_with(x, begun);
}

void last_line_test(const ExchangePtr& x) {
  if (auto* trials = trials_of(x)) answer_with(x, trials->last(x->wild.at(0)));
}
}  // namespace

std::vector<Route> line_routes() {
  return {
      {Verb::get, "/api/v1/trunks/setup", "list_line_setups", list_line_setups, "", "", "LineView[]", 200,
       "How the lines to the providers are set up; id 0: in the settings file. No password is told."},
      {Verb::post, "/api/v1/trunks", "add_line", add_line, "", "LineRequest", "LineView", 201,
       "One more line; only `address` must be there. Calls on other lines go on."},
      {Verb::patch, "/api/v1/trunks/{id}", "change_line", change_line, "", "LineRequest", "LineView", 200,
       "What is absent stays; another address needs the password anew."},
      {Verb::remove, "/api/v1/trunks/{id}", "remove_line", remove_line, "", "", "", 204,
       "The line is taken away and its registration taken back; calls on it go on."},
      {Verb::post, "/api/v1/trunks/{name}/test", "test_line", test_line, "", "LineTestRequest",
       "LineTestView", 202,
       "Tries the line step by step, with a call to `number` if there is one; see the event line.tested."},
      {Verb::get, "/api/v1/trunks/{name}/test", "last_line_test", last_line_test, "", "", "LineTestView", 200,
       "What its last test has come to so far."},
  };
}
}  // namespace okno::api
