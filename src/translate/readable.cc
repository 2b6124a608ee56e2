#include "translate/readable.h"

#include <algorithm>

namespace lakemirror::translate {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

/// Longer than anything that is named so at AWS.
constexpr std::size_t too_long = 256;

/// Letters, digits and these signs.
bool is_made_of(std::string_view text, std::string_view signs) {
  return text.size() < too_long && std::ranges::all_of(text, [&](char c) {
           return is_letter(c) || is_digit(c) || signs.find(c) != std::string_view::npos;
         });
}

}  // namespace

bool can_be_account(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, is_digit);
}

bool can_be_region(std::string_view text) {
  const auto country = text.find('-'), number = text.rfind('-');
  if (country != 2 || number == country || number + 1 >= text.size()) return false;
  const auto words = text.substr(country + 1, number - country - 1);
  return std::ranges::all_of(text.substr(0, 2), is_lower) &&
         std::ranges::all_of(text.substr(number + 1), is_digit) &&
         std::ranges::all_of(words, [](char c) { return is_lower(c) || c == '-'; });
}

bool can_be_catalog(std::string_view text) {
  if (text.empty() || !is_made_of(text, ":/_.-")) return false;
  return is_letter(text.front()) || can_be_account(text.substr(0, text.find(':')));
}

bool can_be_error_code(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && is_made_of(text, "._:-");
}

bool can_be_service(std::string_view text) {
  return is_made_of(text, ".-") && text.ends_with(".amazonaws.com");
}

bool can_be_event_name(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && is_made_of(text, "");
}

}  // namespace lakemirror::translate
