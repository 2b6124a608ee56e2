#pragma once

#include <compare>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "permissions/resource.h"
#include "permissions/words.h"

namespace lakemirror::permissions {

/// What one principal holds on one subject: on a table and on lists of its columns, on the values of one tag,
/// or simply on one resource. These are looked at together because granting one can get in another's way.
class Holding {
 public:
  /// Lake Formation merges what has one key into one row. That a condition makes a row of its own is not
  /// documented; if it does not, a listing shows one condition for a resource and nothing here changes.
  struct Key {
    Resource resource;
    std::string condition;

    friend bool operator==(const Key&, const Key&) = default;
    friend std::strong_ordering operator<=>(const Key& a, const Key& b) {
      return std::tie(a.resource, a.condition) <=> std::tie(b.resource, b.condition);
    }
  };

  void add(const Key& key, const Words& words);
  void add(const Holding& other);

  bool empty() const { return rows_.empty(); }
  using Rows = std::vector<std::pair<Key, Words>>;  ///< in order of their keys; mostly one

  /// As they were given: exact lists, and the words that were named. What is revoked must be named as it is
  /// listed, since a revoke of what the target holds in another form is refused.
  const Rows& rows() const& { return rows_; }
  Rows rows() && { return std::move(rows_); }
  const Words* find(const Key& key) const;

  /// Lists taken apart and ALL with what it implies: equal for any two ways to give the same.
  Holding normal() const;
  /// What of this `lost` does not give, in the normal form.
  Holding without(const Holding& lost) const;
  /// Every word with the grant option.
  Holding all_grantable() const;
  /// True when both give the same.
  friend bool operator==(const Holding& a, const Holding& b);

 private:
  Rows::const_iterator place(const Key& key) const;

  Rows rows_;
};

}  // namespace lakemirror::permissions
