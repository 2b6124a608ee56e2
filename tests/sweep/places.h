#pragma once

#include <string_view>

namespace lakemirror::sweep {

constexpr std::string_view kAccount = "123456789012";
constexpr std::string_view kSourceRegion = "us-east-1";
constexpr std::string_view kTargetRegion = "us-west-2";
/// Whoever changes the source, and the replicator at either side.
constexpr std::string_view kCaller = "arn:aws:iam::123456789012:user/local";

}  // namespace lakemirror::sweep
