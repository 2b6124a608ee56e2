#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace lakemirror::log {

/// One named value of a log line. An empty text leaves the field out, so that callers need not ask.
struct Field {
  Field(std::string_view field_name, std::string_view text) : name(field_name), value(std::string(text)) {}
  Field(std::string_view field_name, const char* text) : Field(field_name, std::string_view(text)) {}
  Field(std::string_view field_name, const std::string& text) : Field(field_name, std::string_view(text)) {}
  Field(std::string_view field_name, std::integral auto number)
      : name(field_name), value(static_cast<std::int64_t>(number)) {}
  Field(std::string_view field_name, double number) : name(field_name), value(number) {}

  bool is_empty() const {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && text->empty();
  }

  std::string_view name;  ///< a literal: the names are a contract (docs/operations.md)
  std::variant<std::string, std::int64_t, double> value;
};

}  // namespace lakemirror::log
