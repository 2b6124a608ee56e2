#pragma once

#include <stdexcept>
#include <string_view>

#include "base/json.h"
#include "mapping/mapping.h"

namespace lakemirror::mapping {

inline json::object body(std::string_view text) {
  auto parsed = parse_json(text);
  if (!parsed) throw std::runtime_error(parsed.error().text());
  return parsed->as_object();
}

inline Mapping example() {
  auto locations = LocationMapping::create({{"east", "west"}, {"logs/app", "logs-west"}});
  return Mapping({.locations = std::move(*locations),
                  .source_account = "111122223333",
                  .target_account = "444455556666",
                  .source_region = "us-east-1",
                  .target_region = "us-west-2"});
}

}  // namespace lakemirror::mapping
