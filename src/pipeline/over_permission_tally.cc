#include "pipeline/over_permission_tally.h"

#include <algorithm>

#include "base/json.h"

namespace lakemirror::pipeline {

void OverPermissionTally::add(const std::string& principal, Milliseconds excess) {
  if (excess.count() <= 0) return;
  const bool has_room = seconds_.size() < max_principals || seconds_.contains(principal);
  seconds_[has_room ? principal : std::string(others)] += std::chrono::duration<double>(excess).count();
  changed_ = true;
}

std::string OverPermissionTally::text() {
  changed_ = false;
  json::object object;
  for (const auto& [principal, seconds] : seconds_) object[principal] = seconds;
  return json::serialize(object);
}

void OverPermissionTally::restore(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed || !parsed->is_object()) return;
  for (const auto& [principal, seconds] : parsed->get_object()) {
    if (seconds.is_number()) seconds_[std::string(principal)] = seconds.to_number<double>();
  }
}

double OverPermissionTally::seconds() const {
  double sum = 0;
  for (const auto& [principal, seconds] : seconds_) sum += seconds;
  return sum;
}

}  // namespace lakemirror::pipeline
