#pragma once

#include "aws/credentials.h"
#include "base/result.h"

namespace lakemirror::aws {

/// Where the credentials of one side come from. Safe for concurrent use.
class CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;

  /// The Error says what was tried; its kind is `denied` when there is nothing to find, `retry` when a
  /// service that was asked could not answer.
  virtual Result<Credentials> get() = 0;

  /// Told after AWS called these credentials expired: get() must not answer with them from memory again.
  virtual void invalidate(const Credentials&) {}
};

/// Credentials that are known already.
class StaticCredentials : public CredentialsProvider {
 public:
  explicit StaticCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
  Result<Credentials> get() override { return credentials_; }

 private:
  Credentials credentials_;
};

}  // namespace lakemirror::aws
