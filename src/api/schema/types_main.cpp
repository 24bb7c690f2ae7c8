// okno_types: prints the desk's TypeScript types. The desk's build writes them to
// web/desk/src/api/types.gen.ts.
#include <cstdio>

#include "api/schema/shapes.h"

int main() {
  const std::string text = okno::api::typescript();
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
