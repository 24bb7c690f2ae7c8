// types.gen.ts: the same shapes for the desk.
#include "api/schema/shapes.h"

namespace okno::api {
namespace {
std::string type_text(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::boolean:
      return "boolean";
    case Shape::Kind::integer:
    case Shape::Kind::number:
      return "number";
    case Shape::Kind::text:
      return "string";
    case Shape::Kind::list:
      return type_text(*shape.item) + "[]";
    case Shape::Kind::choice:
    case Shape::Kind::object:
      return shape.name;
  }
  return "never";
}

std::string declaration(const Shape& shape) {
  if (shape.kind == Shape::Kind::choice) {
    std::string out = "export type " + shape.name + " =";
    for (const auto& choice : shape.choices) out += " | \"" + choice + "\"";
    out += ";\nexport const all" + shape.name + ": readonly " + shape.name + "[] = [";
    for (const auto& choice : shape.choices)
      out += (&choice == &shape.choices.front() ? "\"" : ", \"") + choice + "\"";
    return out + "];\n";
  }
  if (shape.fields.empty()) return "export type " + shape.name + " = Record<string, never>;\n";
  std::string out = "export interface " + shape.name + " {\n";
  for (const auto& field : shape.fields)
    out += "  " + field.name + (field.optional ? "?: " : ": ") + type_text(*field.shape) + ";\n";
  return out + "}\n";
}

// The frame's fields with `type` narrowed to its one word.
std::string request_frame(const FrameShape& frame) {
  std::string out = "{ type: \"" + frame.type + "\"";
  for (const auto& field : frame.data->fields)
    if (field.name != "type")
      out += "; " + field.name + (field.optional ? "?: " : ": ") + type_text(*field.shape) +
             (field.optional ? " | null" : "");
  return out + " }";
}
}  // namespace

std::string typescript() {
  std::string out = "// Made from the server's types by okno_types; do not edit.\n\n";
  for (const auto* shape : all_shapes()) out += declaration(*shape) + "\n";
  out += "export interface Page<Item> {\n  items: Item[];\n  next: string;\n}\n\n";
  out += "// GET /api/v1/live, server to window.\nexport interface LiveEvents {\n";
  for (const auto& event : live_events())
    out += "  /** " + event.words + " */\n  \"" + event.type + "\": " + event.data->name + ";\n";
  out += "}\nexport type LiveType = keyof LiveEvents;\n";
  out +=
      "export type LiveEvent = { [T in LiveType]: { seq: number; type: T; data: LiveEvents[T] } "
      "}[LiveType];\n\n";
  out += "// GET /api/v1/live, window to server.\nexport type LiveRequest =";
  for (const auto& frame : live_requests())
    out += "\n  /** " + frame.words + " */\n  | " + request_frame(frame);
  return out + ";\n";
}
}  // namespace okno::api
