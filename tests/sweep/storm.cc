#include "sweep/storm.h"

#include <fmt/format.h>

namespace lakemirror::sweep {

std::string Step::text() const {
  if (place == Place::journal) return "journal " + operation;
  if (place == Place::table) return fmt::format("table {}{}{}", operation, item.empty() ? "" : " ", item);
  return fmt::format("{} {}:{}", at_source ? "source" : "target", api::info(service).endpoint_prefix,
                     operation);
}

bool can_meet(Mishap mishap, const Step& step) {
  if (step.place == Place::journal) return can_meet_journal(mishap);
  return can_meet(mishap, step.service, step.operation);
}

std::optional<Mishap> Storm::meets(const Step& step) {
  auto& seen = step.place == Place::request ? requests_ : writes_;
  seen.push_back(step);
  if (!blow_ || healed_ || struck_ >= blow_->length) return std::nullopt;
  if (blow_->place != step.place) return std::nullopt;
  if (!victim_ && seen.size() == blow_->nth) victim_ = step;
  if (victim_ != step) return std::nullopt;
  ++struck_;
  is_dead_ = blow_->mishap == Mishap::dies_before || blow_->mishap == Mishap::dies_after;
  return blow_->mishap;
}

Error Storm::death() {
  return {.kind = ErrorKind::corrupt, .operation = "sweep", .message = "the process is dead"};
}

}  // namespace lakemirror::sweep
