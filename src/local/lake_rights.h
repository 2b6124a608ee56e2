#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "local/call.h"

namespace lakemirror::local {

/// What somebody holds on one thing, from whatever source.
struct Held {
  PermissionSet permissions = {};
  PermissionSet grantable = {};
  std::vector<std::string> columns = {};            ///< where SELECT was granted on these alone
  std::vector<std::string> grantable_columns = {};  ///< those of them that come with the grant option

  bool anything() const { return !permissions.empty() || !columns.empty(); }
  /// `permission` itself, or ALL.
  bool may(Permission permission) const {
    return permissions.has(permission) || permissions.has(Permission::all);
  }
  bool may_grant(PermissionSet wanted) const {
    return grantable.has(Permission::all) || grantable.has(wanted);
  }
};

/// The rights of one principal in the Region of a call. What it says is Lake Formation's doing (guide,
/// implicit permissions): admins, creators, grants by name, by wildcard and by LF-tag, and
/// IAM_ALLOWED_PRINCIPALS, which is everybody, since IAM allows everything here.
class Rights {
 public:
  Rights(const Call& call, std::string principal);
  static Rights of_caller(const Call& call);

  /// With the knob open_without_admins, while the account has no data lake admin, nobody is held to anything.
  bool unrestricted() const { return unrestricted_; }
  bool admin() const { return admin_; }
  /// Sees everything: an admin of either kind.
  bool sees_all() const { return unrestricted_ || admin_ || read_only_admin_; }
  const std::string& principal() const { return principal_; }

  /// Grants and creators' rights; what an admin has without them is up to the caller of these.
  Held on_catalog() const;
  Held on_database(const std::string& name, const Database& database) const;
  Held on_table(const std::string& database, const std::string& name, const Table& table) const;
  /// On a location, tag, policy or filter: what was granted on just it.
  Held on(const LakeResource& resource) const;

  bool sees(const std::string& name, const Database& database) const;
  bool sees(const std::string& database, const std::string& name, const Table& table) const;
  /// A table as its reader sees it, where that is less than there is: who has nothing but some columns sees
  /// those, and not the schema that Spark keeps in the parameters (documented).
  std::optional<Table> narrowed(const std::string& database, const std::string& name,
                                const Table& table) const;
  /// Whether some grant of a data location covers `arn`.
  bool may_use_location(std::string_view arn) const;

 private:
  void add_rows(Held& held, const std::string& prefix) const;
  void add_exclusions(Held& held, const std::string& prefix, const Table& table) const;
  void add(Held& held, const Grant& grant) const;

  const Call& call_;
  std::string principal_;
  bool unrestricted_ = false;
  bool admin_ = false;
  bool read_only_admin_ = false;
};

/// ALL spelled out: with every other permission that `on` has.
PermissionSet spelled_out(PermissionSet permissions, PermissionSet on);

}  // namespace lakemirror::local
