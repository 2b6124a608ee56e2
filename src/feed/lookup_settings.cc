#include "feed/lookup_settings.h"

#include <array>

namespace lakemirror::feed {

namespace {
constexpr std::array<std::string_view, 4> names = {"automatic", "source", "name", "read_only"};
}

std::string_view to_string(LookupBy by) { return names[static_cast<std::size_t>(by)]; }

std::optional<LookupBy> parse_lookup_by(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<LookupBy>(i);
  }
  return std::nullopt;
}

}  // namespace lakemirror::feed
