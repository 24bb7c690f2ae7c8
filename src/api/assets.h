// The desk's built files inside the program. `embedded_assets()` is made by CMake from web/desk/dist.
#pragma once
#include <string_view>
#include <vector>

namespace okno::api {
struct Asset {
  std::string_view path;  // "/assets/index-3f2a.js"
  std::string_view bytes;
  std::string_view gzip;  // empty: not worth it
  std::string_view type;  // Content-Type
  std::string_view etag;  // quoted
};
// Sorted by path; empty when the desk was not built.
const std::vector<Asset>& embedded_assets();
}  // namespace okno::api
