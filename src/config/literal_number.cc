#include "config/literal_number.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "config/excerpt.h"

namespace lakemirror::config {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

Error bad(std::string_view word) {
  return {.kind = ErrorKind::invalid, .message = excerpt(word) + " is no number"};
}

/// The word without the underscores that stand between two digits, or nothing when one stands elsewhere.
std::optional<std::string> without_underscores(std::string_view word, std::size_t first_digit) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] != '_') {
      out += word[i];
      continue;
    }
    // 0x_1F is allowed: a base counts as a digit before the underscore.
    const bool after_digit = i > 0 && (is_hex(word[i - 1]) || (first_digit == 2 && i == 2));
    if (!after_digit || i + 1 >= word.size() || !is_hex(word[i + 1])) return std::nullopt;
  }
  return out;
}

Result<json::value> integer(std::string_view word, std::string_view digits, int base, bool negative) {
  std::uint64_t magnitude = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  constexpr std::uint64_t smallest = std::uint64_t{1} << 63;
  if (failure == std::errc::result_out_of_range || (negative && magnitude > smallest)) {
    return fail({.kind = ErrorKind::invalid, .message = std::string(word) + " does not fit in 64 bits"});
  }
  if (failure != std::errc() || end != digits.data() + digits.size()) return fail(bad(word));
  if (negative) return json::value(static_cast<std::int64_t>(0 - magnitude));
  if (magnitude < smallest) return json::value(static_cast<std::int64_t>(magnitude));
  return json::value(magnitude);
}

Result<json::value> floating(std::string_view word, const std::string& digits, bool negative) {
  double number = 0;
  const auto [end, failure] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::general);
  if (end != digits.data() + digits.size() || failure == std::errc::invalid_argument) return fail(bad(word));
  if (failure == std::errc::result_out_of_range) number = std::strtod(digits.c_str(), nullptr);
  if (!std::isfinite(number))
    return fail({.kind = ErrorKind::invalid, .message = std::string(word) + " is too large"});
  return json::value(negative ? -number : number);
}

}  // namespace

std::size_t number_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  if (!is_digit(at(0)) && !(at(0) == '.' && is_digit(at(1)))) return 0;
  const bool has_base = at(0) == '0' && is_letter(at(1));
  std::size_t length = 0;
  while (is_digit(at(length)) || is_letter(at(length)) || at(length) == '.' || at(length) == '_') {
    const bool exponent = !has_base && (at(length) == 'e' || at(length) == 'E');
    ++length;
    if (exponent && (at(length) == '+' || at(length) == '-')) ++length;
  }
  return length;
}

Result<json::value> read_number(std::string_view word, bool negative) {
  int base = 10;
  if (word.size() > 2 && word[0] == '0') {
    const char letter = static_cast<char>(word[1] | 0x20);
    base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
  }
  const std::size_t first_digit = base == 10 ? 0 : 2;
  const auto plain = without_underscores(word, first_digit);
  if (!plain) return fail(bad(word));
  if (base != 10) return integer(word, std::string_view(*plain).substr(2), base, negative);
  if (plain->find_first_of(".eE") != std::string::npos) return floating(word, *plain, negative);
  // Python refuses 012, lest it be read as octal; zeros alone are zero.
  if (plain->size() > 1 && plain->front() == '0' && plain->find_first_not_of('0') != std::string::npos)
    return fail(bad(word));
  return integer(word, *plain, base, negative);
}

}  // namespace lakemirror::config
