#include "workload/names.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lakemirror::workload {
namespace {

const std::vector<std::string>& database_stems() {
  static const std::vector<std::string> stems = {"sales",        "web.logs", "kunden umsätze",
                                                 "finance_2026", "100%_raw", "a=b"};
  return stems;
}

const std::vector<std::string>& table_stems() {
  static const std::vector<std::string> stems = {
      "orders", "daily.totals", "order items", "größen", "rate_%", "year=2026", "clicks",    "данные",
      "部門",   "orders_v2",    "o'brien",     "a,b",    "in/out", "x-y_z",     "événements"};
  return stems;
}

// The first round of numbers gets the stems themselves, later rounds a number behind them.
std::string numbered(const std::vector<std::string>& stems, std::size_t number) {
  const auto& stem = stems[number % stems.size()];
  const auto round = number / stems.size();
  return fold(round == 0 ? stem : fmt::format("{}_{}", stem, round));
}

std::string upper_ascii(std::string text, bool first_only) {
  for (auto& c : text) {
    if (c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
      if (first_only) break;
    }
  }
  return text;
}

}  // namespace

std::string Names::database(std::size_t number) const { return numbered(database_stems(), first_ + number); }

std::string Names::table(std::size_t number) const { return numbered(table_stems(), first_ + number); }

std::string Names::spelled(std::string_view folded) {
  switch (random_.below(spellings_)) {
    case 1:
      return upper_ascii(std::string(folded), true);
    case 2:
      return upper_ascii(std::string(folded), false);
    default:
      return std::string(folded);
  }
}

std::string Names::partition_value(std::string_view type) {
  // Small ranges on purpose: the same partition is to be made, dropped and made again.
  if (type == "int") {
    static const std::vector<std::string> odd = {"007", "-5", "0", "2147483647"};
    return random_.chance(0.2) ? pick(random_, odd) : std::to_string(1 + random_.below(12));
  }
  if (type == "date") return fmt::format("2026-{:02}-{:02}", 1 + random_.below(3), 1 + random_.below(9));
  static const std::vector<std::string> plain = {"eu", "us", "EU", "asia", "north", "south"};
  static const std::vector<std::string> odd = {
      "a/b",  "a,b",  "100%", "x=y",   "größe",   "__HIVE_DEFAULT_PARTITION__",
      " ",    "null", "007",  "1e3",   "o'brien", "%2F",
      "東京", "a b",  "[x]",  "\"q\"", "a\\b",    "gro\xCC\x88\xC3\x9F\x65"};
  return random_.chance(0.5) ? pick(random_, plain) : pick(random_, odd);
}

}  // namespace lakemirror::workload
