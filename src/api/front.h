// The way of a request: route → who → CSRF and role → repeated? → the route's own work → kept for repetition
// → answer.
#pragma once
#include <functional>
#include <memory>

#include "api/exchange.h"
#include "api/house.h"

namespace okno::api {
// Any network thread; `send` comes once, on any thread.
void serve(const std::shared_ptr<House>& house, Request request, std::function<void(Answer)> send);
// For the WebSocket: who is it, or the answer that refuses. On the store's pool.
void admit(const std::shared_ptr<House>& house, Request request, std::function<void(base::Result<Who>)> send);
// Fills path, segments, query from `target`.
void read_target(Request& request);
// Is the page that sent this ours (Origin beside Host), or one that settings allow? Absent: no browser, yes.
bool origin_fits(const Request& request, const Settings& settings);
// Static files of the desk, the SPA's fall-back included.
Answer static_answer(const Request& request, std::span<const DeskFile> files);
}  // namespace okno::api
