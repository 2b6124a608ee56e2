#include "base/log_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/text.h"

namespace lakemirror::log {

namespace {

/// The length of the UTF-8 sequence at the beginning of `text`; 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text.front());
  const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
  return is_utf8(text.substr(0, length)) ? length : 0;
}

char32_t code_point(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence.front());
  if (sequence.size() == 1) return first;
  char32_t code = first & (0xFFu >> (sequence.size() + 1));
  for (const char c : sequence.substr(1)) code = (code << 6) | (static_cast<unsigned char>(c) & 0x3Fu);
  return code;
}

/// What terminals and readers of logs act on rather than show: controls, line and paragraph separators, marks
/// of writing direction.
bool is_acted_on(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F;
}

void append_shown(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (const char32_t code = code_point(text.substr(0, length)); code == '\n') {
      out += "\\n";
    } else if (is_acted_on(code)) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

bool needs_quotes(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte >= 0x7F || c == '"' || c == '=' || c == '\\';
  });
}

void append_value(std::string& out, std::string_view text) {
  if (!needs_quotes(text)) {
    out += text;
    return;
  }
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  out += '"';
  append_shown(out, escaped);
  out += '"';
}

/// JSON has escapes of its own for what would end a line; only what is no UTF-8 has to be replaced.
std::string valid(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

boost::json::value json_value(const Field& field) {
  if (const auto* text = std::get_if<std::string>(&field.value)) return boost::json::string(valid(*text));
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) return *number;
  return std::get<double>(field.value);
}

}  // namespace

std::string text_line(std::string_view time, std::string_view level, std::string_view message,
                      std::span<const Field> fields) {
  std::string line = fmt::format("{} {:<5} ", time, level);
  append_shown(line, message);
  for (const Field& field : fields) {
    if (field.is_empty()) continue;
    line += ' ';
    line += field.name;
    line += '=';
    if (const auto* text = std::get_if<std::string>(&field.value)) {
      append_value(line, *text);
    } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      line += std::to_string(*number);
    } else {
      line += fmt::format("{}", std::get<double>(field.value));
    }
  }
  return line;
}

std::string json_line(std::string_view time, std::string_view level, std::string_view message,
                      std::span<const Field> fields) {
  boost::json::object line{{"time", time}, {"level", level}, {"message", valid(message)}};
  for (const Field& field : fields) {
    if (!field.is_empty()) line[field.name] = json_value(field);
  }
  return boost::json::serialize(line);
}

}  // namespace lakemirror::log
