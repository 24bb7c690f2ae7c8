// The route table: what the API offers. OpenAPI is made from it, the front serves by it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/exchange.h"

namespace okno::api {
struct Route {
  Verb verb = Verb::get;
  const char* pattern = "";    // "/api/v1/contacts/{id}"
  const char* operation = "";  // its rule is in access.cpp
  // Runs on the store's pool when a sign-in is needed, else on a network thread (and must not block).
  void (*run)(const ExchangePtr&) = nullptr;
  const char* parameters = "";  // names that may stand in the query: "q,phone,cursor,limit"
  const char* body = "";        // type of the request, "" none
  const char* answer =
      "";            // type of the answer; "ContactView[]" is a page of them; "" none; "audio/mpeg" a medium
  int status = 200;  // of success
  const char* words = "";  // one sentence for OpenAPI
};

const std::vector<Route>& routes();

struct Found {
  const Route* route = nullptr;
  std::vector<std::string> wild;
  std::vector<Verb> allowed;  // what this path takes, when `route` is none
};
Found find_route(Verb verb, const std::vector<std::string>& segments);
std::string_view verb_name(Verb verb);

// The parts of the table, each beside what it serves.
std::vector<Route> session_routes();      // routes_session.cpp
std::vector<Route> contact_routes();      // routes_contacts.cpp
std::vector<Route> interaction_routes();  // routes_interactions.cpp
std::vector<Route> recording_routes();    // routes_recordings.cpp
std::vector<Route> call_routes();         // routes_calls.cpp
std::vector<Route> centre_routes();       // routes_centre.cpp
std::vector<Route> rules_routes();        // routes_rules.cpp
std::vector<Route> line_routes();         // routes_lines.cpp
std::vector<Route> wishes_routes();       // routes_wishes.cpp

// OpenAPI 3.1 of the whole table.
std::string openapi(const std::string& version);
}  // namespace okno::api
