#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace lakemirror::journal {

/// What a fence says of itself to whoever stands before it.
struct FenceNote {
  Time since = {};
  std::string by = {};      ///< who raised it
  std::string reason = {};  ///< in their words; may be empty

  /// "since 2026-11-23T12:00:00Z, raised by ops@host: us-east-1 is gone".
  std::string says() const;
  /// As it is stored.
  std::string text() const;

  friend bool operator==(const FenceNote&, const FenceNote&) = default;
};

/// What is stored; absent where nothing is. Text of any other form is a reason: a fence that cannot be read
/// stands all the same.
std::optional<FenceNote> read_fence_note(const std::optional<std::string>& stored);

/// The name of the fence among the values of a journal that keeps it there.
inline constexpr std::string_view fence_value = "fence";

}  // namespace lakemirror::journal
