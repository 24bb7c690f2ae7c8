// One window's WebSocket: frames out in order with rising seq and a bound, frames in judged one by one.
#pragma once
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>

#include "api/house.h"
#include "api/wire/any_stream.h"

namespace okno::api {
// On the stream's own strand. `alive` is kept until the socket has closed.
void open_live_socket(std::shared_ptr<House> house, AnyStream stream,
                      const beast::http::request<beast::http::string_body>& request, Who who,
                      std::shared_ptr<void> alive);
}  // namespace okno::api
