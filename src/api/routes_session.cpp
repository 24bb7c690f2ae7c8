// Sign in and out, and who I am.
#include <spdlog/spdlog.h>

#include "api/ice.h"
#include "api/schema/live_frames.h"
#include "api/turns.h"

namespace okno::api {
namespace {
std::string cookie(const std::string& token, std::int64_t max_age_s, bool tls) {
  return "okno_session=" + token +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(max_age_s) +
         (tls ? "; Secure" : "");
}

void signed_in(const ExchangePtr& x, const app::SignInRequest& wish, bool counted) {
  House& house = x->house();
  auto result = house.parts.records.sign_in(wish, x->now);
  if (counted) house.sign_in_limits.ended(wish.login, x->request.source);
  if (!result.ok()) {
    if (counted && result.error().code == "wrong_password")
      house.sign_in_limits.failed(wish.login, x->request.source, x->now);
    return x->refuse(result.error());
  }
  const SignedInView view{result->csrf, result->agent.value(), result->role, base::to_ms(result->expires_at)};
  Answer answer = json_answer(200, to_json(view));
  const auto length_s = std::chrono::duration_cast<std::chrono::seconds>(result->expires_at - x->now).count();
  answer.headers.emplace_back("Set-Cookie", cookie(result->token, length_s, x->request.tls));
  x->answer(std::move(answer));
}

void sign_in(const ExchangePtr& x) {
  auto wish = body_of<app::SignInRequest>(x);
  if (!wish) return;
  House& house = x->house();
  const bool counted = !(house.settings.loopback_signs_in_freely && is_loopback(x->request.source));
  const auto wait =
      counted ? house.sign_in_limits.begin(wish->login, x->request.source, x->now) : base::Duration{};
  if (wait > base::Duration::zero()) {
    ++house.counters.sign_in_refusals;
    spdlog::warn("api.sign_in_limit: too many wrong passwords from {}", x->request.source);
    const auto seconds = std::to_string(1 + std::chrono::duration_cast<std::chrono::seconds>(wait).count());
    Answer answer = problem(429, "too_many", "Too many wrong passwords; try again in " + seconds + " s.");
    answer.headers.emplace_back("Retry-After", seconds);
    return x->answer(std::move(answer));
  }
  if (!house.parts.password_pool.submit([x, wish = *wish, counted] { signed_in(x, wish, counted); })) {
    if (counted) house.sign_in_limits.ended(wish->login, x->request.source);
    ++house.counters.busy;
    x->refuse({"busy", "Too many people sign in at this moment; try again in a second."});
  }
}

void sign_out(const ExchangePtr& x) {
  if (!no_body(x)) return;
  if (!x->who.by_cookie) return x->refuse({"not_allowed", "An API key has no session to end."});
  if (auto done = x->house().parts.records.sign_out(x->who.token); !done) return x->refuse(done.error());
  x->house().parts.hub.sign_out(x->who.token);
  Answer answer;
  answer.status = 204;
  answer.headers.emplace_back("Set-Cookie", cookie("", 0, x->request.tls));
  x->answer(std::move(answer));
}

// A page that has the cookie but lost its token (another window signed in) gets it back here: only our own
// pages can read an answer's headers.
void get_me(const ExchangePtr& x) {
  x->house().parts.desk.me(x->who.agent, [x](base::Result<app::MeView> me) {
    x->hand_on([x, me = std::move(me)] {
      if (!me.ok()) return x->refuse(me.error());
      Answer answer = json_answer(200, to_json(me.value()));
      if (x->who.by_cookie) answer.headers.emplace_back("X-CSRF-Token", x->who.csrf);
      x->answer(std::move(answer));
    });
  });
}

void get_ice(const ExchangePtr& x) {
  x->answer(json_answer(200, to_json(ice_for(x->house().settings.turn, x->who.agent, x->now))));
}

void set_my_state(const ExchangePtr& x) {
  auto wish = body_of<app::StateRequest>(x);
  if (!wish) return;
  if (wish->state != "ready" && wish->state != "pause" && wish->state != "offline")
    return x->refuse({"bad_state", "\"state\" must be ready, pause or offline."});
  x->house().parts.desk.set_state(x->who.agent, *wish, answers<app::MeView>(x));
}
}  // namespace

std::vector<Route> session_routes() {
  return {
      {Verb::post, "/api/v1/session", "sign_in", sign_in, "", "SignInRequest", "SignedInView", 200,
       "Sign in; the answer sets the cookie okno_session and gives the token for X-CSRF-Token."},
      {Verb::remove, "/api/v1/session", "sign_out", sign_out, "", "", "", 204,
       "Sign out; open windows are closed."},
      {Verb::get, "/api/v1/me", "get_me", get_me, "", "", "MeView", 200, "Who I am and in which state."},
      {Verb::get, "/api/v1/me/ice", "get_ice", get_ice, "", "", "IceView", 200,
       "The relays for my browser phone, with a password that ends by itself; none when the office needs "
       "none."},
      {Verb::put, "/api/v1/me/state", "set_my_state", set_my_state, "", "StateRequest", "MeView", 200,
       "Become ready, pause (with a reason) or go offline."},
  };
}
}  // namespace okno::api
