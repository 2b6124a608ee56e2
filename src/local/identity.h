#pragma once

#include <string>

#include "local/state.h"

namespace lakemirror::local {

/// Who sent a request, and where to.
struct Identity {
  std::string account = {};
  std::string region = {};
  std::string service = {};  ///< signing name: "glue", "cloudtrail", "sts", "s3"
  std::string access_key_id = {};
  std::string principal_arn = {};
};

/// Why a request is refused before anything else is looked at; each protocol has its own words for it.
enum class AuthFailure { missing_token, incomplete, unknown_key, wrong_signature, expired_token, skewed };

/// Verifies the request's Signature Version 4. On failure the Error's code is the to_string of an
/// AuthFailure, and its message what is specific to the request. With Options::verify_signatures off, any
/// request passes.
Result<Identity> identify(Aws::State& state, const HttpRequest& request);

std::string_view to_string(AuthFailure failure);
AuthFailure auth_failure(const Error& error);

}  // namespace lakemirror::local
