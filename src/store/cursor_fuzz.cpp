// Any text as a cursor is either read or refused.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "store/cursor.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  try {
    const char kind = okno::store::kind_of_cursor(text);
    const auto fields = okno::store::read_cursor(text, kind, 2);
    OKNO_CHECK(okno::store::read_cursor(okno::store::make_cursor(kind, fields), kind, 2) == fields);
    okno::store::cursor_number(fields[0]);
  } catch (const okno::store::Failure& refused) {
    OKNO_CHECK(refused.error.code == "bad_cursor");
  }
  return 0;
}
