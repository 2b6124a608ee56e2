#include "journal/dynamodb/item.h"

#include <charconv>

#include "base/text.h"
#include "journal/dynamodb/packing.h"

namespace lakemirror::journal::dynamodb {

namespace {

const json::string* value_in(const Item& item, std::string_view name, std::string_view type) {
  const auto* value = object_at(item, name);
  const auto* found = value == nullptr ? nullptr : value->if_contains(type);
  return found == nullptr ? nullptr : found->if_string();
}

}  // namespace

json::object text_value(std::string_view text) { return {{"S", storable(text)}}; }
json::object number_value(std::int64_t number) { return {{"N", std::to_string(number)}}; }
json::object bytes_value(std::string_view bytes) { return {{"B", base64(bytes)}}; }
json::object time_value(Time time) { return {{"S", time_text(time)}}; }

std::string time_text(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::optional<std::string> text_in(const Item& item, std::string_view name) {
  const auto* text = value_in(item, name, "S");
  if (text == nullptr) return std::nullopt;
  return std::string(*text);
}

std::optional<std::int64_t> number_in(const Item& item, std::string_view name) {
  const auto* text = value_in(item, name, "N");
  if (text == nullptr) return std::nullopt;
  std::int64_t number = 0;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
  return read.ptr == text->data() + text->size() ? std::optional(number) : std::nullopt;
}

Result<std::optional<std::string>> bytes_in(const Item& item, std::string_view name) {
  const auto* text = value_in(item, name, "B");
  if (text == nullptr) return std::nullopt;
  LM_TRY(auto bytes, from_base64(*text));
  return bytes;
}

Result<std::optional<Time>> time_in(const Item& item, std::string_view name) {
  const auto text = text_in(item, name);
  if (!text) return std::nullopt;
  LM_TRY(const Time time, parse_time(*text));
  return time;
}

std::string storable(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    while (length <= 4 && !is_utf8(text.substr(at, length))) ++length;
    if (length <= 4 && at + length <= text.size()) {
      clean += text.substr(at, length);
      at += length;
    } else {
      clean += "\xef\xbf\xbd";
      ++at;
    }
  }
  return clean;
}

Error not_ours(std::string_view key, std::string_view what) {
  return {.kind = ErrorKind::corrupt,
          .operation = "journal read",
          .subject = std::string(key),
          .message = std::string(what),
          .hint = "somebody else wrote to this item: see docs/journal.md"};
}

}  // namespace lakemirror::journal::dynamodb
