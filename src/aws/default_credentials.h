#pragma once

#include <vector>

#include "aws/credential_services.h"
#include "aws/shared_config.h"
#include "aws/sought.h"

namespace lakemirror::aws {

/// Looks for credentials where the AWS SDK for Python looks, in its order: the environment (unless our
/// configuration names a profile), the profile's role, web identity, the rest of the profile, the container,
/// the instance. Reads everything anew at every get(), so put a CachedCredentials around it. When nothing is
/// found the Error lists what was tried, and why it gave nothing.
class DefaultCredentials : public CredentialsProvider {
 public:
  /// `profile` is the name our configuration asks for, or empty.
  DefaultCredentials(Environment environment, std::string profile, CredentialServices services)
      : environment_(std::move(environment)), profile_(std::move(profile)), services_(std::move(services)) {}
  Result<Credentials> get() override;

 private:
  Environment environment_;
  std::string profile_;
  CredentialServices services_;
};

}  // namespace lakemirror::aws
