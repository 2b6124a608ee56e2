#include "api/api.h"

#include <algorithm>

#include "api/tables.h"
#include "base/text.h"

namespace lakemirror::api {
namespace {

const ServiceTables& tables(Service service) {
  switch (service) {
    case Service::glue:
      return glue_tables;
    case Service::cloudtrail:
      return cloudtrail_tables;
    case Service::sts:
      return sts_tables;
    case Service::lakeformation:
      return lakeformation_tables;
    case Service::dynamodb:
      return dynamodb_tables;
  }
  return glue_tables;
}

/// The element of that name in a table sorted by name, or nullptr.
template <class T>
const T* find_by_name(std::span<const T> table, std::string_view name) {
  const auto at = std::ranges::lower_bound(table, name, {}, &T::name);
  return at != table.end() && at->name == name ? &*at : nullptr;
}

}  // namespace

const Member* Shape::find(std::string_view member) const { return find_by_name(members, member); }

const Member* Shape::find_ignoring_case(std::string_view member) const {
  const auto at = std::ranges::find_if(
      members, [&](const Member& candidate) { return equal_ignoring_case(candidate.name, member); });
  return at != members.end() ? &*at : nullptr;
}

const ServiceInfo& info(Service service) { return tables(service).info; }

const Operation* find_operation(Service service, std::string_view name) {
  return find_by_name(tables(service).operations, name);
}

std::span<const Operation> operations(Service service) { return tables(service).operations; }

const Shape* find_shape(Service service, std::string_view name) {
  return find_by_name(tables(service).shapes, name);
}

}  // namespace lakemirror::api
