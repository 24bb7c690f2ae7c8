// One HTTP request on its way to its answer, in our own words: what knows Boost.Beast is api/wire,
// nothing here.
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/words.h"

namespace okno::api {
struct House;
struct Route;

enum class Verb { get, post, put, patch, remove, other };  // HEAD is a get whose body is not sent

struct Request {
  Verb verb = Verb::get;
  bool head = false;
  std::string target;                        // as it came
  std::string path;                          // decoded, without the query
  std::vector<std::string> segments;         // of the path
  std::map<std::string, std::string> query;  // decoded; of repeated names the last
  bool bad_target = false;
  // Headers that mean something to us, empty when absent.
  std::string host, origin, cookie, authorization, csrf, idempotency_key, content_type, range, if_range,
      if_none_match, accept_encoding;
  std::string body;
  std::string source;  // address of the far end, without port
  bool tls = false;
};

struct Answer {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::string_view fixed;  // instead of `body`: bytes that live as long as the program
  std::vector<std::pair<std::string, std::string>> headers;
  std::string file;  // instead of `body`: an absolute path, `length` bytes from `offset`
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  bool close = false;  // the connection cannot go on
};

struct Who {
  domain::AgentId agent;
  domain::Role role = domain::Role::agent;
  std::string csrf;
  std::string token;  // of the session; empty for an API key
  bool by_cookie = false;
  base::Instant expires_at{};
};

// RFC 9457 problem with a stable code; the status follows from the code (problem.cpp).
Answer problem(const base::Error& error);
Answer problem(int status, const std::string& code, const std::string& detail);
int status_of(const std::string& code);
std::string_view phrase_of(int status);
Answer json_answer(int status, std::string body);

class Exchange;
using ExchangePtr = std::shared_ptr<Exchange>;

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(std::shared_ptr<House> house, Request wanted, std::function<void(Answer)> send)
      : request(std::move(wanted)), house_(std::move(house)), send_(std::move(send)) {}

  House& house() const { return *house_; }
  // Once, from any thread; later answers are dropped. `before_sending` (set by the front) sees
  // it first, on the store's pool; `may_block` is false when that is full and it runs elsewhere.
  void answer(Answer answer);
  void refuse(const base::Error& error) { answer(problem(error)); }
  void busy();  // a pool is full: counted, 503
  // Runs `work` on the store's pool; a full pool is answered 503 "busy".
  void on_store(std::function<void()> work);
  // Runs `work` on a network thread: what comes to the deciding thread is handed on at once.
  void hand_on(std::function<void()> work);

  Request request;
  const Route* route = nullptr;
  std::vector<std::string> wild;  // what stands at the {places} of the route's pattern
  Who who;
  base::Instant now{};  // when the request was complete
  std::function<void(const Answer&, bool may_block)> before_sending;

 private:
  std::shared_ptr<House> house_;
  std::function<void(Answer)> send_;
  std::atomic<bool> answered_{false};
};
}  // namespace okno::api
