#include "aws/principal_names.h"

#include "base/text.h"

namespace lakemirror::aws {

namespace {

/// arn:aws:iam::123456789012:role/path/NAME without its path; anything else as it is.
std::string without_path(std::string_view arn) {
  const auto fields = split(arn, ':');
  const bool is_role = fields.size() == 6 && fields[2] == "iam" && fields[5].starts_with("role/");
  if (!is_role) return std::string(arn);
  return std::string(arn.substr(0, arn.size() - fields[5].size())) + "role" +
         fields[5].substr(fields[5].rfind('/'));
}

/// The role of arn:aws:sts::123456789012:assumed-role/NAME/SESSION; empty where it is no session.
std::string role_of_session(std::string_view arn) {
  constexpr std::string_view marker = "assumed-role/";
  const auto fields = split(arn, ':');
  if (fields.size() != 6 || fields[2] != "sts" || !fields[5].starts_with(marker)) return {};
  const auto name = fields[5].substr(marker.size());
  return fields[0] + ":" + fields[1] + ":iam::" + fields[4] + ":role/" + name.substr(0, name.find('/'));
}

}  // namespace

PrincipalNames::PrincipalNames(std::initializer_list<std::string_view> arns) {
  for (const auto arn : arns) add(arn);
}

void PrincipalNames::add(std::string_view arn) { names_.insert(without_path(arn)); }

PrincipalNames PrincipalNames::of_caller(std::string_view arn) {
  PrincipalNames names{arn};
  if (auto role = role_of_session(arn); !role.empty()) names.names_.insert(std::move(role));
  return names;
}

bool PrincipalNames::contains(std::string_view principal) const {
  return names_.contains(without_path(principal));
}

}  // namespace lakemirror::aws
