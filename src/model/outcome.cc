#include "model/outcome.h"

#include <array>

namespace lakemirror::model {

namespace {
constexpr std::array<std::string_view, 6> names = {"replicated", "unchanged", "superseded",
                                                   "ignored",    "parked",    "skipped"};
}

std::string_view to_string(OutcomeKind kind) { return names[static_cast<std::size_t>(kind)]; }

std::optional<OutcomeKind> parse_outcome_kind(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<OutcomeKind>(i);
  }
  return std::nullopt;
}

}  // namespace lakemirror::model
