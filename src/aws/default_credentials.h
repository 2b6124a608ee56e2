#pragma once

#include "aws/assume_role.h"
#include "aws/shared_config.h"

namespace lakemirror::aws {

/// Looks for credentials where the AWS SDKs look, in their order: the environment (unless a profile was asked
/// for by name), then the profile. Reads the files anew at every get(), so put a CachedCredentials around it.
/// When nothing is found the Error lists what was tried.
class DefaultCredentials : public CredentialsProvider {
 public:
  /// `profile` is the name our configuration asks for, or empty.
  DefaultCredentials(Environment environment, std::string profile, StsFactory sts)
      : environment_(std::move(environment)), profile_(std::move(profile)), sts_(std::move(sts)) {}
  Result<Credentials> get() override;

 private:
  Environment environment_;
  std::string profile_;
  StsFactory sts_;
};

}  // namespace lakemirror::aws
