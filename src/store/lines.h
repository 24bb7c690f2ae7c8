// The shelf of lines to providers, on the database of a store.
#pragma once
#include <memory>

#include "ports/lines.h"
#include "ports/store.h"

namespace okno::store {
// `store` came from open() and outlives the shelf.
std::unique_ptr<ports::LineShelf> open_lines(ports::Store& store);
}  // namespace okno::store
