#include "local/body.h"

#include <cmath>

#include "base/text.h"
#include "local/json_text.h"

namespace lakemirror::local {

namespace {

/// What reads show for members of a storage descriptor that nobody set (seen at
/// AWS).
std::string_view descriptor_default(std::string_view member) {
  if (member == "Compressed" || member == "StoredAsSubDirectories") return "false";
  if (member == "NumberOfBuckets") return "0";
  if (member == "SortColumns") return "[]";
  return {};
}

void append_structure(std::string& out, const json::object& value, const api::Shape& shape) {
  ObjectText object(out);
  for (const auto& member : shape.members) {
    const json::value* given = value.if_contains(member.name);
    if (given == nullptr || given->is_null()) continue;
    if (shape.name == "Column" && member.name == "Name") {
      // Glue folds column names when they are stored (seen at AWS).
      object.text("Name", fold(given->get_string()));
    } else {
      append_stored(object.key(member.name), *given, *member.shape);
    }
  }
  object.close();
}

/// The descriptor with its columns kept apart: `body.head` ends where they belong, `body.tail` goes on after
/// them.
void write_descriptor(Body& body, const json::object& value, const api::Shape& shape, TextPool& texts) {
  body.head += '{';
  const json::value* columns = value.if_contains("Columns");
  if (columns != nullptr && columns->is_array()) {
    std::string text = "\"Columns\":";
    append_stored(text, *columns, *shape.find("Columns")->shape);
    text += ',';  // safe: the defaults below always follow
    text.shrink_to_fit();
    body.columns = texts.intern(std::move(text));
  }
  bool first = true;
  for (const auto& member : shape.members) {
    if (member.name == "Columns") continue;
    const json::value* given = value.if_contains(member.name);
    const bool absent = given == nullptr || given->is_null();
    const std::string_view otherwise = descriptor_default(member.name);
    if (absent && otherwise.empty()) continue;
    if (!std::exchange(first, false)) body.tail += ',';
    append_string(body.tail, member.name);
    body.tail += ':';
    if (absent) {
      body.tail += otherwise;
    } else {
      append_stored(body.tail, *given, *member.shape);
    }
  }
  body.tail += '}';
}

}  // namespace

void append_stored(std::string& out, const json::value& value, const api::Shape& shape) {
  if (value.is_object() && shape.type == api::Type::structure)
    return append_structure(out, value.get_object(), shape);
  if (value.is_array() && shape.type == api::Type::list) {
    out += '[';
    bool first = true;
    for (const auto& element : value.get_array()) {
      if (!std::exchange(first, false)) out += ',';
      append_stored(out, element, *shape.element);
    }
    out += ']';
    return;
  }
  if (value.is_object() && shape.type == api::Type::map) {
    ObjectText object(out);
    for (const auto& member : value.get_object()) {
      if (!member.value().is_null()) append_stored(object.key(member.key()), member.value(), *shape.element);
    }
    return object.close();
  }
  if (value.is_double() && (shape.type == api::Type::timestamp || shape.type == api::Type::integer)) {
    return append_integer(out, static_cast<std::int64_t>(std::floor(value.get_double())));
  }
  append_json(out, value);
}

Body make_body(const json::object& input, const api::Shape& shape, std::string_view identity,
               TextPool& texts) {
  Body body;
  for (const auto& member : shape.members) {
    if (member.name == identity) continue;
    const json::value* given = input.if_contains(member.name);
    const bool absent = given == nullptr || given->is_null();
    // A table without Retention reads back with 0 (seen at AWS).
    const bool retention = absent && shape.name == "TableInput" && member.name == "Retention";
    if (absent && !retention) continue;
    std::string& out = body.tail.empty() ? body.head : body.tail;
    if (!body.head.empty()) out += ',';
    append_string(out, member.name);
    out += ':';
    if (retention) {
      out += '0';
    } else if (member.name == "StorageDescriptor" && given->is_object()) {
      write_descriptor(body, given->get_object(), *member.shape, texts);
    } else {
      append_stored(out, *given, *member.shape);
    }
  }
  body.head.shrink_to_fit();  // bodies are kept: a hundred thousand of them, with what they grew through
  body.tail.shrink_to_fit();
  return body;
}

json::object Body::object() const {
  std::string out = "{";
  append_to(out);
  out += '}';
  auto parsed = parse_json(out);
  return parsed && parsed->is_object() ? std::move(parsed->get_object()) : json::object{};
}

}  // namespace lakemirror::local
