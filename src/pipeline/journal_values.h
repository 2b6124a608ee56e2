#pragma once

#include <string_view>

namespace lakemirror::pipeline {

/// Names of the small texts the pipeline keeps in the journal beside the entries. Times (ISO 8601, UTC) where
/// nothing else is said. The feed's cursor and the executor's mark have their names in their own headers.
namespace journal_value {
inline constexpr std::string_view pair = "pair";  ///< the account and the Regions
inline constexpr std::string_view target_adopted =
    "target_adopted";                                             ///< the guard of the first run was passed
inline constexpr std::string_view bootstrapped = "bootstrapped";  ///< the first copy of what existed ended
inline constexpr std::string_view full_compare_began = "full_compare_began";  ///< of the last one that ended
inline constexpr std::string_view clean_diff_began =
    "clean_diff_began";  ///< of the last that found no difference
inline constexpr std::string_view breaker_window =
    "breaker_window";  ///< JSON: tables and holdings removed lately
inline constexpr std::string_view over_permission = "over_permission";  ///< JSON: seconds by principal
inline constexpr std::string_view administrators_gone =
    "administrators_gone";  ///< JSON: when they went from the target with the source, while reads may differ
inline constexpr std::string_view breaker_opened =
    "breaker_opened";  ///< removals are being held; empty: closed
}  // namespace journal_value

}  // namespace lakemirror::pipeline
