// Opaque cursors of keyset paging: the place after the last row of a page, as base64url text.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ports/store.h"
#include "store/sql.h"

namespace okno::store {
// `kind` is one letter for the list and its order: a cursor of another list is refused.
std::string make_cursor(char kind, const std::vector<std::string>& fields);
// Throws Failure "bad_cursor" unless it is one of `kind` with that many fields.
std::vector<std::string> read_cursor(std::string_view cursor, char kind, std::size_t fields);
char kind_of_cursor(std::string_view cursor);  // throws as well
std::int64_t cursor_number(const std::string& field);
// 1..200, whatever was asked for.
int page_limit(const ports::PageWanted& page);
}  // namespace okno::store
