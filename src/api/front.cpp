#include "api/front.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "api/access.h"
#include "api/routes.h"
#include "base/text.h"

namespace okno::api {
namespace {
using base::Error;

std::string cookie_of(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = header.find(';');
    std::string_view one = header.substr(0, end);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.size() > name.size() && one.substr(0, name.size()) == name && one[name.size()] == '=')
      return std::string(one.substr(name.size() + 1));
    if (end == std::string_view::npos) break;
    header.remove_prefix(end + 1);
  }
  return "";
}

bool same_secret(const std::string& a, const std::string& b) {
  return !b.empty() && a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hash_of(const std::string& text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const auto byte : digest) {
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

base::Result<Who> who_is(House& house, const Request& request, base::Instant now) {
  static constexpr std::string_view kBearer = "Bearer ";
  const bool bearer = request.authorization.compare(0, kBearer.size(), kBearer) == 0;
  const std::string token =
      bearer ? request.authorization.substr(kBearer.size()) : cookie_of(request.cookie, "okno_session");
  if (token.empty()) return Error{"no_session", "Sign in first: POST /api/v1/session."};
  auto found = bearer ? house.parts.records.api_key(token, now) : house.parts.records.session(token, now);
  if (!found.ok()) {
    if (found.error().code == "store_failed" || found.error().code == "busy") return found.error();
    return bearer ? Error{"bad_api_key", "This API key is not known, or no longer valid."}
                  : Error{"no_session", "The session has ended; sign in again."};
  }
  Who who;
  who.agent = found->agent;
  who.role = found->role;
  who.csrf = found->csrf;
  who.by_cookie = !bearer;
  who.token = bearer ? "" : token;
  who.expires_at = bearer ? base::kNever : found->expires_at;
  return who;
}

// --- repeated requests (Idempotency-Key)

std::optional<Error> bad_key(const std::string& key, std::size_t limit) {
  const bool printable =
      std::all_of(key.begin(), key.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
  if (printable && key.size() <= limit) return std::nullopt;
  return Error{"bad_idempotency_key",
               "Idempotency-Key takes up to " + std::to_string(limit) + " visible ASCII characters."};
}

// On the store's pool; elsewhere (the pool is full) only the key is free again and a repetition runs anew.
void keep(House& house, const std::string& key, const std::string& hash, const Answer& answer,
          base::Instant now, bool may_block) {
  if (may_block && answer.status < 500 && answer.status != 429 && answer.file.empty()) {
    const ports::KeptAnswer kept{key, hash, answer.status, answer.body, now};
    if (auto done = house.parts.store.keep_answer(kept); !done)
      spdlog::warn("api.answer_not_kept: {}", done.error().words);
    const auto forgotten = house.answers_forgotten_us.load();
    if (now - base::from_us(forgotten) > std::chrono::hours(1)) {
      house.answers_forgotten_us = base::to_us(now);
      static_cast<void>(house.parts.store.forget_answers_before(now - house.settings.limits.answers_kept));
    }
  }
  const std::lock_guard lock(house.under_way_mutex);
  house.under_way.erase(key);
}

// False: the exchange has been answered (a repetition, or a conflict).
bool first_of_its_key(const ExchangePtr& x) {
  House& house = x->house();
  const std::string& given = x->request.idempotency_key;
  if (x->request.verb != Verb::post || given.empty()) return true;
  if (auto bad = bad_key(given, house.settings.limits.idempotency_key_bytes)) return x->refuse(*bad), false;
  // As a hash: a path may hold any byte and be long.
  const std::string key =
      hash_of(std::to_string(x->who.agent.value()) + "\n" + x->request.path + "\n" + given);
  const std::string hash = hash_of(x->request.body);
  {
    const std::lock_guard lock(house.under_way_mutex);
    if (!house.under_way.insert(key).second)
      return x->refuse(
                 {"in_progress", "The first request with this Idempotency-Key is still being answered."}),
             false;
  }
  const auto release = [&] {
    const std::lock_guard lock(house.under_way_mutex);
    house.under_way.erase(key);
    return false;
  };
  auto kept = house.parts.store.kept_answer(key);
  if (!kept.ok()) return x->refuse(kept.error()), release();
  if (kept->has_value()) {
    const auto& before = **kept;
    if (before.request_hash != hash)
      return x->answer(problem(422, "idempotency_conflict",
                               "This Idempotency-Key was used before with another body; take a new key.")),
             release();
    Answer again = json_answer(before.status, before.body);
    if (before.status >= 400) again.type = "application/problem+json";
    again.headers.emplace_back("Idempotency-Replayed", "true");
    return x->answer(std::move(again)), release();
  }
  x->before_sending = [&house, key, hash, now = x->now](const Answer& answer, bool may_block) {
    keep(house, key, hash, answer, now, may_block);
  };
  return true;
}

// --- the checks of a signed-in request, on the store's pool

void run_own(const ExchangePtr& x) {
  const domain::InteractionId id(std::atoll(x->wild.empty() ? "" : x->wild.front().c_str()));
  const auto judge = [x](const app::InteractionView& view) {
    if (may_touch(x->who.agent, x->who.role, view)) return x->route->run(x);
    x->refuse({"not_yours", "Only the agent of this conversation and supervisors may do this."});
  };
  x->house().parts.desk.interaction(id,
                                    [x, id, judge](base::Result<std::optional<app::InteractionView>> live) {
                                      x->on_store([x, id, judge, live = std::move(live)] {
                                        if (live.ok() && live.value()) return judge(*live.value());
                                        auto kept = x->house().parts.records.interaction(id);
                                        if (!kept.ok()) return x->refuse(kept.error());
                                        judge(*kept);
                                      });
                                    });
}

void run_signed_in(const ExchangePtr& x, Need need) {
  auto who = who_is(x->house(), x->request, x->now);
  if (!who.ok()) return x->refuse(who.error());
  x->who = std::move(*who);
  if (x->request.verb != Verb::get && x->who.by_cookie && !same_secret(x->request.csrf, x->who.csrf))
    return x->refuse(
        {"bad_csrf", "Writes with a cookie need the header X-CSRF-Token that the sign-in answered."});
  if (!may(need, x->who.role)) return x->refuse({"not_allowed", "Your role may not do this."});
  if (!first_of_its_key(x)) return;
  if (need == Need::own_interaction) return run_own(x);
  x->route->run(x);
}

std::optional<Error> bad_query(const Request& request, const Route& route) {
  const std::string allowed = "," + std::string(route.parameters) + ",";
  for (const auto& [name, value] : request.query)
    if (allowed.find("," + name + ",") == std::string::npos)
      return Error{"unknown_parameter",
                   "There is no parameter \"" + base::shorten(base::printable(name), 64) + "\" here."};
  return std::nullopt;
}

bool is_json(std::string_view type) {
  // curl's and urllib's default for a body is let in: the Origin and X-CSRF-Token checks guard against forms.
  return type.empty() || type.find("json") != std::string_view::npos ||
         type.substr(0, 33) == "application/x-www-form-urlencoded";
}

Answer not_found_or_not_allowed(const Found& found) {
  if (found.allowed.empty())
    return problem(404, "no_such_path", "There is nothing at this path; see /openapi.json.");
  std::string allow;
  for (const auto verb : found.allowed) {
    allow += (allow.empty() ? "" : ", ") + std::string(verb_name(verb));
    if (verb == Verb::get) allow += ", HEAD";
  }
  Answer answer = problem(405, "method_not_allowed", "This path takes " + allow + ".");
  answer.headers.emplace_back("Allow", allow);
  return answer;
}
}  // namespace

void Exchange::answer(Answer answer) {
  if (answered_.exchange(true)) return;
  if (!before_sending) return send_(std::move(answer));
  const auto kept = std::make_shared<Answer>(std::move(answer));
  const auto finish = [self = shared_from_this(), kept](bool may_block) {
    self->before_sending(*kept, may_block);
    self->send_(std::move(*kept));
  };
  if (!house_->parts.store_pool.submit([finish] { finish(true); })) finish(false);
}

void Exchange::on_store(std::function<void()> work) {
  if (!house_->parts.store_pool.submit(std::move(work))) busy();
}

void Exchange::busy() {
  ++house_->counters.busy;
  refuse({"busy", "The server has too much to do at this moment; try again in a second."});
}

void Exchange::hand_on(std::function<void()> work) {
  house_->post(std::move(work));
}

void serve(const std::shared_ptr<House>& house, Request request, std::function<void(Answer)> send) {
  if (request.bad_target) return send(problem(400, "bad_target", "The request's target is no valid path."));
  const bool api = !request.segments.empty() && request.segments.front() == "api";
  Found found = find_route(request.verb, request.segments);
  if (found.route == nullptr) {
    if (api || !found.allowed.empty()) return send(not_found_or_not_allowed(found));
    if (request.verb != Verb::get) return send(problem(405, "method_not_allowed", "Pages are only read."));
    return send(static_answer(request, house->parts.desk_files));
  }
  auto x = std::make_shared<Exchange>(house, std::move(request), std::move(send));
  x->route = found.route;
  x->wild = std::move(found.wild);
  x->now = house->parts.clock.now();
  if (auto bad = bad_query(x->request, *x->route)) return x->refuse(*bad);
  if (x->request.verb != Verb::get) {
    if (!origin_fits(x->request, house->settings))
      return x->refuse({"bad_origin", "Pages of another site may not write here."});
    if (!x->request.body.empty() && !is_json(x->request.content_type))
      return x->refuse({"bad_media_type", "The body must be application/json."});
  }
  const Need need = need_of(x->route->operation);
  if (need == Need::nothing) return x->route->run(x);
  x->on_store([x, need] { run_signed_in(x, need); });
}

void admit(const std::shared_ptr<House>& house, Request request,
           std::function<void(base::Result<Who>)> send) {
  if (!origin_fits(request, house->settings))
    return send(Error{"bad_origin", "Pages of another site may not listen here."});
  auto work = [house, request = std::move(request), send] {
    auto who = who_is(*house, request, house->parts.clock.now());
    if (who.ok() && !may(need_of("live"), who->role))
      who = Error{"not_allowed", "Your role may not do this."};
    send(std::move(who));
  };
  if (house->parts.store_pool.submit(std::move(work))) return;
  ++house->counters.busy;
  send(Error{"busy", "The server has too much to do at this moment; try again in a second."});
}
}  // namespace okno::api
