#include "aws/environment_credentials.h"

namespace lakemirror::aws {

Result<Sought> environment_credentials(const Environment& environment) {
  const auto id = environment("AWS_ACCESS_KEY_ID");
  const auto secret = environment("AWS_SECRET_ACCESS_KEY");
  if (!id && !secret) return Sought{.nothing = "environment (AWS_ACCESS_KEY_ID is not set)"};
  if (!id || !secret) {
    return fail({.kind = ErrorKind::denied,
                 .operation = "find credentials",
                 .subject = "environment",
                 .message = id ? "AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY"
                               : "AWS_SECRET_ACCESS_KEY is set without AWS_ACCESS_KEY_ID"});
  }
  return Sought{.credentials = Credentials{.access_key_id = *id,
                                           .secret_access_key = *secret,
                                           .session_token = environment("AWS_SESSION_TOKEN").value_or(""),
                                           .source = "environment"}};
}

}  // namespace lakemirror::aws
