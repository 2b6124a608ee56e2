#pragma once

#include <string_view>

#include "base/error.h"

namespace lakemirror::aws {

/// Builds the Error for an answer that says no. The kind follows from code *and* message, because AWS hides
/// throttling in "InvalidInputException: Rate exceeded" and the like (facts: Lake Formation behind IAM).
/// `operation` is "glue:CreateTable". `http_status` decides only where the code is unknown.
Error make_error(std::string_view operation, int http_status, std::string_view code, std::string_view message,
                 std::string_view request_id);

/// True when the Error is throttling, which the limiter must hear of.
bool is_throttling(const Error& error);

/// The code of an Error that says that no answer came at all: network, name resolution, timeout.
inline constexpr std::string_view unreachable_code = "Unreachable";

/// True when the side as a whole could not be reached: the next call would end the same way.
inline bool is_unreachable(const Error& error) {
  return error.kind == ErrorKind::retry && error.code == unreachable_code;
}

}  // namespace lakemirror::aws
