// The C++ types of the API as data, for OpenAPI and TypeScript: one Shape per described struct or enum, made
// once.
#pragma once
#include <string>
#include <vector>

namespace okno::api {
struct Shape {
  enum class Kind { boolean, integer, number, text, list, choice, object } kind = Kind::object;
  std::string name;  // of an object or a choice: its type's name
  const Shape* item = nullptr;
  std::vector<std::string> choices;
  struct Field {
    std::string name;
    const Shape* shape = nullptr;
    bool optional = false;
  };
  std::vector<Field> fields;
};

struct FrameShape {
  std::string type;  // of the live frame: "offer.made"
  const Shape* data = nullptr;
  std::string words;
};

// Looked up by the type's name ("ContactView"); the table is shapes.cpp. Unknown: our mistake.
const Shape& shape_named(const std::string& name);
const std::vector<const Shape*>& all_shapes();   // objects and choices, in order of the source
const std::vector<FrameShape>& live_events();    // server → window
const std::vector<FrameShape>& live_requests();  // window → server; `data` is the whole frame
std::string typescript();                        // types.gen.ts of the desk
}  // namespace okno::api
