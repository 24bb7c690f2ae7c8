// The web desk's files, built into the program (cmake/Desk.cmake, tools/embed.py). Empty when the desk was
// not built: then the server says so on `/` and everything else works.
#pragma once
#include <span>
#include <string_view>

namespace okno::api {
struct DeskFile {
  std::string_view path;  // "/index.html", "/assets/index-Bx2k.js"
  std::string_view type;  // Content-Type
  std::string_view etag;  // quoted, from the bytes
  std::string_view bytes;
  std::string_view gzip;   // the same compressed; empty where that saves nothing
  bool immutable = false;  // its name changes with its bytes: may be kept for ever
};
std::span<const DeskFile> desk_files();  // sorted by path
}  // namespace okno::api
