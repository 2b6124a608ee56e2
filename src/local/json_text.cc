#include "local/json_text.h"

namespace lakemirror::local {

void append_string(std::string& out, std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;  // start of the run that needs no escape
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out += digits[c >> 4];
        out += digits[c & 15];
    }
  }
  out.append(text, plain);
  out += '"';
}

void append_integer(std::string& out, std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  out.append(digits, end);
}

void append_json(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return append_string(out, value.get_string());
    case json::kind::int64:
      return append_integer(out, value.get_int64());
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case json::kind::null:
      out += "null";
      return;
    case json::kind::array: {
      out += '[';
      bool first = true;
      for (const auto& element : value.get_array()) {
        if (!std::exchange(first, false)) out += ',';
        append_json(out, element);
      }
      out += ']';
      return;
    }
    case json::kind::object: {
      ObjectText object(out);
      for (const auto& member : value.get_object()) object.value(member.key(), member.value());
      return object.close();
    }
    default:
      out += json::serialize(value);  // unsigned beyond int64, and doubles
  }
}

void ObjectText::separate() {
  if (!std::exchange(first_, false)) out_ += ',';
}

std::string& ObjectText::key(std::string_view name) {
  separate();
  append_string(out_, name);
  out_ += ':';
  return out_;
}

void ObjectText::members(std::string_view json) {
  if (json.empty()) return;
  separate();
  out_ += json;
}

}  // namespace lakemirror::local
