#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>

#include "permissions/resource.h"

namespace lakemirror::permissions {

/// The smallest thing that can be granted: one permission of one principal on one resource, or the option to
/// grant it on.
struct Atom {
  std::string principal;
  Resource resource;
  std::string permission;
  bool grantable = false;
  std::string condition = {};

  friend bool operator==(const Atom&, const Atom&) = default;
  friend std::strong_ordering operator<=>(const Atom& a, const Atom& b) {
    return std::tie(a.principal, a.resource, a.permission, a.grantable, a.condition) <=>
           std::tie(b.principal, b.resource, b.permission, b.grantable, b.condition);
  }
};

/// "role/analyst may SELECT table sales.orders (columns a, b), with grant option"
std::string explain(const Atom& atom);
/// "table sales.orders (columns a, b)"
std::string explain(const Resource& resource);
/// The part of an ARN behind the account; any other principal as it is.
std::string short_principal(std::string_view principal);

}  // namespace lakemirror::permissions

template <>
struct std::hash<lakemirror::permissions::Atom> {
  std::size_t operator()(const lakemirror::permissions::Atom& atom) const;
};
