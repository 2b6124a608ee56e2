#pragma once

#include <functional>
#include <memory>

#include "aws/client.h"
#include "aws/credentials_provider.h"

namespace lakemirror::aws {

/// Which role to take on, and how.
struct RoleRequest {
  std::string role_arn = {};
  std::string external_id = {};
  std::string session_name = {};      ///< "lakemirror" when empty
  std::string duration_seconds = {};  ///< as the profile gives it; empty for AWS's hour
};

/// Asks STS for a session of the role. The client signs with the credentials that may assume it.
Result<Credentials> assume_role(Client& sts, const RoleRequest& request);

/// Makes a client for STS that signs with the given credentials.
using StsFactory = std::function<Result<std::unique_ptr<Client>>(std::shared_ptr<CredentialsProvider>)>;

/// Credentials of a role, assumed with the credentials of another provider.
class AssumedRoleCredentials : public CredentialsProvider {
 public:
  AssumedRoleCredentials(std::shared_ptr<CredentialsProvider> base, RoleRequest request, StsFactory factory)
      : base_(std::move(base)), request_(std::move(request)), factory_(std::move(factory)) {}
  Result<Credentials> get() override;

 private:
  std::shared_ptr<CredentialsProvider> base_;
  RoleRequest request_;
  StsFactory factory_;
};

}  // namespace lakemirror::aws
