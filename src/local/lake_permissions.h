#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/json.h"

namespace lakemirror::local {

/// What Lake Formation can grant, in the order in which its listings spell it out: the alphabet's (seen).
enum class Permission : std::uint8_t {
  all,
  alter,
  associate,
  create_catalog,
  create_database,
  create_lf_tag,
  create_lf_tag_expression,
  create_table,
  data_location_access,
  delete_rows,
  describe,
  drop,
  grant_with_lf_tag_expression,
  insert,
  select,
  super_user,
};

/// "GRANT_WITH_LF_TAG_EXPRESSION"
std::string_view to_string(Permission permission);

/// A value, as small as a number.
class PermissionSet {
 public:
  constexpr PermissionSet() = default;
  constexpr PermissionSet(std::initializer_list<Permission> permissions) {
    for (const Permission permission : permissions) bits_ |= bit(permission);
  }

  /// Words that are no permission are left out: validation has refused them already.
  static PermissionSet parse(const json::array* words);
  json::array to_json() const;

  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool has(Permission permission) const { return (bits_ & bit(permission)) != 0; }
  constexpr bool has(PermissionSet others) const { return (bits_ & others.bits_) == others.bits_; }
  constexpr PermissionSet without(PermissionSet others) const { return PermissionSet(bits_ & ~others.bits_); }
  constexpr PermissionSet common(PermissionSet others) const { return PermissionSet(bits_ & others.bits_); }
  constexpr PermissionSet with(PermissionSet others) const { return PermissionSet(bits_ | others.bits_); }

  friend constexpr bool operator==(PermissionSet, PermissionSet) = default;

 private:
  constexpr explicit PermissionSet(std::uint32_t bits) : bits_(bits) {}
  static constexpr std::uint32_t bit(Permission permission) {
    return std::uint32_t{1} << static_cast<unsigned>(permission);
  }

  std::uint32_t bits_ = 0;
};

inline constexpr PermissionSet no_permissions;
/// What can be granted on each kind of thing (documented, permissions reference). ALL stands for every other
/// one of its line.
inline constexpr PermissionSet database_permissions = {
    Permission::all, Permission::alter, Permission::create_table, Permission::describe, Permission::drop};
inline constexpr PermissionSet table_permissions = {
    Permission::all,  Permission::alter,  Permission::delete_rows, Permission::describe,
    Permission::drop, Permission::insert, Permission::select};

}  // namespace lakemirror::local
