#include "base/json.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace lakemirror {

Result<json::value> parse_json(std::string_view text, json::storage_ptr storage) {
  json::error_code failure;
  unsigned char
      scratch[8192];  // for what is open while it is parsed; more is allocated where it is not enough
  json::parser parser({}, json::parse_options{.max_depth = 64}, scratch);
  parser.reset(std::move(storage));
  const std::size_t consumed = parser.write_some(text.data(), text.size(), failure);
  if (!failure && text.find_first_not_of(" \t\r\n", consumed) != std::string_view::npos)
    failure = json::error::extra_data;
  if (failure) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "parse JSON",
                 .message = failure.message() + " at byte " + std::to_string(consumed)});
  }
  return parser.release();
}

std::string_view text_or(const json::object& object, std::string_view name, std::string_view otherwise) {
  const json::value* member = object.if_contains(name);
  if (member == nullptr || !member->is_string()) return otherwise;
  return member->get_string();
}

const json::object* object_at(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  return member == nullptr ? nullptr : member->if_object();
}

const json::array* array_at(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  return member == nullptr ? nullptr : member->if_array();
}

namespace {

void append_canonical(std::string& out, const json::value& value);

/// As json::serialize writes it, without a serializer for each: nearly no text has anything to escape.
void append_text(std::string& out, std::string_view text) {
  const auto is_escaped = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
  };
  if (std::ranges::any_of(text, is_escaped)) {
    out += json::serialize(json::string_view(text));
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

void append_object(std::string& out, const json::object& object) {
  std::vector<const json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->key() < b->key(); });
  out += '{';
  for (const auto* member : members) {
    if (out.back() != '{') out += ',';
    append_text(out, member->key());
    out += ':';
    append_canonical(out, member->value());
  }
  out += '}';
}

void append_canonical(std::string& out, const json::value& value) {
  if (const auto* text = value.if_string()) return append_text(out, *text);
  if (const auto* object = value.if_object()) return append_object(out, *object);
  if (const auto* array = value.if_array()) {
    out += '[';
    for (const auto& element : *array) {
      if (out.back() != '[') out += ',';
      append_canonical(out, element);
    }
    out += ']';
    return;
  }
  constexpr double exact_limit = 9007199254740992.0;  // 2^53: above it a double no longer names one integer
  if (const double* number = value.if_double();
      number && std::trunc(*number) == *number && std::abs(*number) < exact_limit) {
    out += std::to_string(static_cast<long long>(*number));
    return;
  }
  out += json::serialize(value);
}

}  // namespace

std::string canonical_json(const json::value& value) {
  std::string out;
  append_canonical(out, value);
  return out;
}

std::string canonical_json(const json::object& object) {
  std::string out;
  append_object(out, object);
  return out;
}

}  // namespace lakemirror
