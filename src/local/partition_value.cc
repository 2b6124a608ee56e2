#include "local/partition_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "local/digits.h"
#include "local/faults.h"

namespace lakemirror::local {

namespace {

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

/// "2026-01-31": does it have that form and name a day that exists.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (!all_digits(text.substr(0, 4)) || !all_digits(text.substr(5, 2)) || !all_digits(text.substr(8, 2)))
    return false;
  const auto number = [&](std::size_t at, std::size_t length) {
    return std::stoi(std::string(text.substr(at, length)));
  };
  return std::chrono::year_month_day(std::chrono::year(number(0, 4)),
                                     std::chrono::month(unsigned(number(5, 2))),
                                     std::chrono::day(unsigned(number(8, 2))))
      .ok();
}

/// "hh:mm:ss[.fffffffff]"
bool is_time(std::string_view text) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return false;
  for (const std::size_t at : {0u, 3u, 6u}) {
    if (!all_digits(text.substr(at, 2))) return false;
  }
  if (text.substr(0, 2) > "23" || text.substr(3, 2) > "59" || text.substr(6, 2) > "59") return false;
  return text.size() == 8 || (text[8] == '.' && text.size() <= 18 && all_digits(text.substr(9)));
}

Result<KeyValue> parse_timestamp(std::string_view text) {
  if (text.size() < 19 || text[10] != ' ' || !is_date(text.substr(0, 10)) || !is_time(text.substr(11))) {
    return invalid_input(
        fmt::format("Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff] {} is not a timestamp.", text));
  }
  std::string padded(text);
  if (padded.size() == 19) padded += '.';
  padded.resize(29, '0');
  return KeyValue{KeyType::timestamp, std::move(padded)};
}

Result<KeyValue> parse_number(KeyType type, std::string_view text) {
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  const std::size_t point = type == KeyType::decimal ? digits.find('.') : std::string_view::npos;
  const std::string_view whole = digits.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : digits.substr(point + 1);
  const bool well_formed = (all_digits(whole) || (whole.empty() && all_digits(fraction))) &&
                           (fraction.empty() || all_digits(fraction));
  if (!well_formed) {
    if (type == KeyType::integer) return invalid_input(fmt::format("\"{}\" is not an integer.", text));
    return invalid_input(fmt::format("{} is not a decimal.", text));
  }
  KeyValue value{type, std::string(whole), std::string(fraction)};
  value.text.erase(0, std::min(value.text.find_first_not_of('0'), value.text.size()));
  value.fraction.resize(value.fraction.find_last_not_of('0') + 1);
  value.negative = negative && !(value.text.empty() && value.fraction.empty());
  return value;
}

int sign(int order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

}  // namespace

Result<KeyType> key_type(std::string_view declared) {
  std::string type = fold(trim(declared.substr(0, declared.find('('))));
  if (type == "string") return KeyType::string;
  if (type == "date") return KeyType::date;
  if (type == "timestamp") return KeyType::timestamp;
  if (type == "decimal") return KeyType::decimal;
  for (const std::string_view integral : {"int", "bigint", "long", "tinyint", "smallint"}) {
    if (type == integral) return KeyType::integer;
  }
  return invalid_input(fmt::format("Unknown type : '{}'", type));
}

Result<KeyValue> parse_key_value(KeyType type, std::string_view text) {
  switch (type) {
    case KeyType::string:
      return KeyValue{type, std::string(text)};
    case KeyType::timestamp:
      return parse_timestamp(text);
    case KeyType::integer:
    case KeyType::decimal:
      return parse_number(type, text);
    case KeyType::date:
      if (!is_date(text)) return invalid_input(fmt::format("{} is not a date.", text));
      return KeyValue{type, std::string(text)};
  }
  return invalid_input(fmt::format("{} has no type.", text));
}

int compare(const KeyValue& a, const KeyValue& b) {
  if (a.type != KeyType::integer && a.type != KeyType::decimal) return sign(a.text.compare(b.text));
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  int order = sign(static_cast<int>(a.text.size()) - static_cast<int>(b.text.size()));
  if (order == 0) order = sign(a.text.compare(b.text));
  if (order == 0) order = sign(a.fraction.compare(b.fraction));
  return a.negative ? -order : order;
}

bool like(std::string_view pattern, std::string_view text) {
  // Greedy with one point of return: after a `%`, let it swallow one character more.
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '_' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

std::string_view family(KeyType type) {
  switch (type) {
    case KeyType::string:
      return "String";
    case KeyType::date:
      return "Date";
    case KeyType::timestamp:
      return "Timestamp";
    case KeyType::integer:
      return "Integral";
    case KeyType::decimal:
      return "Decimal";
  }
  return "";
}

}  // namespace lakemirror::local
