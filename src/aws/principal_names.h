#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

namespace lakemirror::aws {

/// The names by which one caller may be known. Of a role the path makes no difference: no two roles of an
/// account have one name (documented), and the ARN of a session leaves the path of its role out.
class PrincipalNames {
 public:
  PrincipalNames() = default;
  PrincipalNames(std::initializer_list<std::string_view> arns);
  /// Of whoever STS says has this ARN: of a session also the role behind it.
  static PrincipalNames of_caller(std::string_view arn);

  void add(std::string_view arn);
  bool contains(std::string_view principal) const;
  /// Those that are known exactly, roles without a path.
  const std::set<std::string>& names() const { return names_; }

 private:
  std::set<std::string> names_;
};

}  // namespace lakemirror::aws
