#include "sweep/mishap.h"

#include <algorithm>

#include "sweep/batch.h"

namespace lakemirror::sweep {

std::string_view to_string(Mishap mishap) { return kMishapNames[static_cast<std::size_t>(mishap)]; }

std::optional<Mishap> parse_mishap(std::string_view name) {
  const auto found = std::ranges::find(kMishapNames, name);
  if (found == kMishapNames.end()) return std::nullopt;
  return static_cast<Mishap>(found - kMishapNames.begin());
}

bool takes_effect(Mishap mishap) {
  switch (mishap) {
    case Mishap::late_internal:
    case Mishap::late_timeout:
    case Mishap::lost:
    case Mishap::cut:
    case Mishap::garbled:
    case Mishap::empty:
    case Mishap::partly:
    case Mishap::hollow:
    case Mishap::dies_after:
      return true;
    default:
      return false;
  }
}

bool changes_something(std::string_view operation) {
  constexpr std::string_view reads[] = {"Get",    "BatchGet", "List",  "Search",
                                        "Lookup", "Describe", "Query", "Scan"};
  return std::ranges::none_of(reads, [&](auto prefix) { return operation.starts_with(prefix); });
}

namespace {

/// Lake Formation leaves a list without elements out, and so may say nothing where there is nothing.
bool must_say_something(api::Service service, std::string_view operation) {
  if (service == api::Service::sts || operation == "GetResourceLFTags") return false;
  // What there is none of, GetItem says nothing about.
  if (service == api::Service::dynamodb)
    return operation == "BatchGetItem" || operation == "Query" || operation == "UpdateItem";
  return operation.starts_with("Get") || operation == "ListPermissions";
}

}  // namespace

bool can_meet(Mishap mishap, api::Service service, std::string_view operation) {
  switch (mishap) {
    case Mishap::iam_throttled:
      return service == api::Service::lakeformation;
    case Mishap::conflict:
      return changes_something(operation) && service != api::Service::dynamodb;
    case Mishap::late_internal:
    case Mishap::late_timeout:
    case Mishap::lost:
      return changes_something(operation);
    case Mishap::empty:
      return !changes_something(operation);
    case Mishap::partly:
      return is_batch(operation);
    case Mishap::hollow:
      return must_say_something(service, operation);
    case Mishap::disk_full:
    case Mishap::io_error:
      return false;
    default:
      return true;
  }
}

bool can_meet_journal(Mishap mishap) {
  return mishap == Mishap::disk_full || mishap == Mishap::io_error || mishap == Mishap::dies_before ||
         mishap == Mishap::dies_after;
}

}  // namespace lakemirror::sweep
