#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/random.h"
#include "permissions/grant.h"

namespace lakemirror::drift {

/// One call of Lake Formation.
struct Request {
  std::string operation;
  json::object input;
};

/// The grants as requests in one of the many ways in which they can be written: words, columns and tag values
/// together or apart, ALL with or without what it gives, a table by its name or by all its columns, lists in
/// any order, names in any case, single calls or batches, in any order. `repeats` says that some may come
/// twice.
std::vector<Request> to_grant(const std::vector<permissions::Grant>& grants, bool repeats, Random& random);

/// One request to revoke what the grant gives. Grant options go with their permission.
Request to_revoke(const permissions::Grant& grant, Random& random);

}  // namespace lakemirror::drift
