#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "permissions/grant.h"

namespace lakemirror::drift {

// What there is on both sides, and so few names that grants meet.
inline const std::vector<std::string> databases{"sales", "people"};
inline const std::vector<std::string> tables{"orders", "items"};
inline const std::vector<std::string> columns{"a", "b", "c", "d"};
inline const std::vector<std::string> filters{"recent", "own"};
inline const std::vector<std::string> expressions{"best", "rest"};
inline const std::vector<std::string> tag_keys{"Tier", "domain"};
inline const std::vector<std::string> tag_values{"gold", "Silver", "bronze"};  ///< of either key
inline const std::vector<std::string> locations{"sales", "sales/raw", "people"};
inline const std::vector<std::string> principals{"role/analyst", "role/etl", "user/bob",
                                                 "IAM_ALLOWED_PRINCIPALS"};
inline const std::vector<std::string> conditions{"context.x = 1", "context.y = 2"};

/// One at random.
template <class T>
const T& one_of(const std::vector<T>& values, Random& random) {
  return values[random.below(values.size())];
}

/// Some of them at random, at least one, in an order of their own.
std::vector<std::string> some_of(std::vector<std::string> values, Random& random);

/// What can be granted on a resource of that kind.
std::vector<std::string> words_for(permissions::ResourceKind kind);

/// A grant that Lake Formation takes when it stands alone.
permissions::Grant draw_grant(Random& random);

/// Whether both sides take all of them in any order: no resource twice for one principal and condition, and
/// nobody has SELECT on a table and on columns of it, which shut each other out.
bool go_together(const std::vector<permissions::Grant>& grants);

std::vector<permissions::Grant> draw_grants(Random& random);

}  // namespace lakemirror::drift
