// Whatever comes as a request's body: an error or a struct whose JSON reads back to the same.
#include "api/schema/json.h"
#include "app/views.h"
#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace okno;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (auto read = api::from_json<app::ContactRequest>(text); read.ok()) {
    const std::string written = api::to_json(*read);
    auto again = api::from_json<app::ContactRequest>(written);
    OKNO_CHECK(again.ok() && api::to_json(*again) == written);
  }
  static_cast<void>(api::from_json<app::FinishRequest>(text));
  static_cast<void>(api::from_json<app::SignInRequest>(text));
  return 0;
}
