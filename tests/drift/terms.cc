#include "drift/terms.h"

namespace lakemirror::drift {

using permissions::Grant;
using permissions::Resource;
using permissions::ResourceKind;

std::string Terms::principal(const std::string& name) const {
  const bool has_account = name.starts_with("role/") || name.starts_with("user/");
  return has_account ? "arn:aws:iam::" + account + ":" + name : name;
}

std::string Terms::location(const std::string& path) const { return "arn:aws:s3:::" + bucket + "/" + path; }

Grant Terms::grant(const Grant& drawn) const {
  Grant out = drawn;
  out.principal = principal(drawn.principal);
  if (drawn.resource.kind() == ResourceKind::data_location)
    out.resource = Resource::data_location(location(drawn.resource.name()));
  return out;
}

std::vector<Grant> Terms::grants(const std::vector<Grant>& drawn) const {
  std::vector<Grant> out;
  for (const Grant& one : drawn) out.push_back(grant(one));
  return out;
}

}  // namespace lakemirror::drift
