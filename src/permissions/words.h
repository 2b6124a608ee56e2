#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "permissions/resource_kind.h"

namespace lakemirror::permissions {

/// The permissions that one grant names, and which of them with the grant option. Words that are not known
/// are kept as they are. A permission that may be granted on is also held (documented: the grant options are
/// a subset of the permissions), so that naming it as grantable is enough. The known ones take no memory of
/// their own: there are very many sets.
class Words {
 public:
  /// Adding is a union: a word once grantable stays so.
  void add(std::string_view word, bool grantable = false);
  void add(const Words& other);
  void remove(std::string_view word);
  /// Every word with the grant option.
  Words all_grantable() const;

  bool empty() const { return held_ == 0 && others_.empty(); }
  bool holds(std::string_view word, bool grantable = false) const;
  bool holds_all(const Words& other) const;
  /// Whether any word is in both, with the grant option or without.
  bool shares_any(const Words& other) const;
  /// What of this `other` does not hold: the word without, or the word as grantable where it is held plainly.
  Words without(const Words& other) const;
  /// With everything that ALL gives on such a resource. ALL itself stays a member: who holds its parts one by
  /// one does not hold ALL.
  Words closure(ResourceKind kind) const;
  /// The least that still has the same closure.
  Words without_implied(ResourceKind kind) const;

  std::vector<std::string> names() const;
  std::vector<std::string> grantable_names() const;
  /// Word and whether it is grantable, in order of the words.
  std::vector<std::pair<std::string, bool>> entries() const;

  friend bool operator==(const Words&, const Words&) = default;

 private:
  using Entries = std::vector<std::pair<std::string, bool>>;

  /// Where an unknown word stands, or would.
  Entries::iterator place(std::string_view word);
  Entries::const_iterator find(std::string_view word) const;

  std::uint32_t held_ = 0;  ///< one bit for each known word
  std::uint32_t grantable_ = 0;
  Entries others_;  ///< in order
};

}  // namespace lakemirror::permissions
