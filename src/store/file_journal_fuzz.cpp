// Any bytes as a journal are replayed up to what is torn, and the journal goes on from there.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <fstream>

#include "base/check.h"
#include "store/file_journal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const std::string path = "/tmp/okno-journal-fuzz-" + std::to_string(::getpid());
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      << "OKNOJRN1" << std::string(reinterpret_cast<const char*>(bytes), size);
  auto journal = okno::store::open_journal({path});
  OKNO_CHECK(journal.ok());
  std::size_t records = 0;
  const auto count = [&](okno::base::Instant, const std::string&) { ++records; };
  OKNO_CHECK(journal.value()->replay(count).ok());
  const auto before = records;
  OKNO_CHECK(journal.value()->append(okno::base::from_ms(1), "one more").ok());
  records = 0;
  OKNO_CHECK(journal.value()->replay(count).ok() && records == before + 1);
  ::unlink(path.c_str());
  return 0;
}
