#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"

namespace lakemirror::local {

/// Appends `text` as a JSON string, quotes included. Bytes that are no UTF-8 pass through as they are.
void append_string(std::string& out, std::string_view text);
void append_integer(std::string& out, std::int64_t number);
void append_json(std::string& out, const json::value& value);

/// Writes one JSON object member by member, straight into a text: the catalog is kept as text, and a page of
/// a thousand partitions is never a document.
class ObjectText {
 public:
  explicit ObjectText(std::string& out) : out_(out) { out_ += '{'; }

  /// The name and colon; the caller appends the value to the text itself.
  std::string& key(std::string_view name);
  void text(std::string_view name, std::string_view value) { append_string(key(name), value); }
  void number(std::string_view name, std::int64_t value) { append_integer(key(name), value); }
  void boolean(std::string_view name, bool value) { key(name) += value ? "true" : "false"; }
  void raw(std::string_view name, std::string_view json) { key(name) += json; }
  void value(std::string_view name, const json::value& value) { append_json(key(name), value); }
  /// Members that are text already, without braces; nothing when empty.
  void members(std::string_view json);
  void close() { out_ += '}'; }

 private:
  void separate();

  std::string& out_;
  bool first_ = true;
};

}  // namespace lakemirror::local
