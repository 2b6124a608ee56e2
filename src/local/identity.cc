#include "local/identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "local/digits.h"
#include "local/faults.h"

namespace lakemirror::local {

namespace {

constexpr std::array<std::string_view, 6> failure_names = {"missing_token",   "incomplete",    "unknown_key",
                                                           "wrong_signature", "expired_token", "skewed"};

tl::unexpected<Error> refuse(AuthFailure failure, std::string message = {}) {
  return fault(to_string(failure), std::move(message));
}

/// A key nobody issued: a 12-digit one selects that account, every other belongs to the default account.
Identity standing_identity(const Options& options, const Authorization& authorization) {
  const bool selects = is_account(authorization.access_key_id);
  Identity out{.account = selects ? authorization.access_key_id : options.account,
               .region = authorization.region,
               .service = authorization.service,
               .access_key_id = authorization.access_key_id};
  const std::string user = selects ? "local" : authorization.access_key_id;
  out.principal_arn = fmt::format("arn:aws:iam::{}:user/{}", out.account, user.empty() ? "local" : user);
  return out;
}

/// AWS refuses requests signed more than five minutes before or after its own time.
Result<void> check_time(const HttpRequest& request, Time now) {
  const std::string_view stamp = request.header("x-amz-date");
  const auto signed_at = parse_amz_date(stamp);
  if (!signed_at)
    return refuse(AuthFailure::incomplete,
                  "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  constexpr std::chrono::minutes window(5);
  if (*signed_at < now - window) {
    return refuse(AuthFailure::skewed,
                  fmt::format("Signature expired: {} is now earlier than {} ({} - 5 min.)", stamp,
                              format_time(now - window), format_time(now)));
  }
  if (*signed_at > now + window) {
    return refuse(AuthFailure::skewed,
                  fmt::format("Signature not yet current: {} is still later than {} ({} + 5 min.)", stamp,
                              format_time(now + window), format_time(now)));
  }
  return {};
}

}  // namespace

std::string_view to_string(AuthFailure failure) { return failure_names[static_cast<std::size_t>(failure)]; }

AuthFailure auth_failure(const Error& error) {
  const auto at = std::ranges::find(failure_names, error.code);
  return static_cast<AuthFailure>(at - failure_names.begin());
}

Result<Identity> identify(Aws::State& state, const HttpRequest& request) {
  const std::string_view header = request.header("authorization");
  const auto authorization = parse_authorization(header);
  if (!authorization) {
    if (!state.options.verify_signatures) return standing_identity(state.options, {.region = "us-east-1"});
    if (header.empty()) return refuse(AuthFailure::missing_token);
    return refuse(AuthFailure::incomplete,
                  "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
  }
  Identity out = standing_identity(state.options, *authorization);
  const auto known = state.options.secrets.find(authorization->access_key_id);
  std::string secret = known != state.options.secrets.end() ? known->second : state.options.secret;
  if (const auto issued = state.credentials.find(authorization->access_key_id)) {
    if (request.header("x-amz-security-token") != issued->session_token)
      return refuse(AuthFailure::unknown_key);
    if (issued->expires <= state.clock.now()) return refuse(AuthFailure::expired_token);
    secret = issued->secret;
    out.account = issued->account;
    out.principal_arn = issued->principal_arn;
  } else if (authorization->access_key_id.starts_with("ASIA")) {
    return refuse(AuthFailure::unknown_key);
  }
  if (!state.options.verify_signatures) return out;
  LM_CHECK(check_time(request, state.clock.now()));
  if (expected_signature(request, *authorization, secret, state.signing_keys) != authorization->signature) {
    return refuse(AuthFailure::wrong_signature);
  }
  return out;
}

}  // namespace lakemirror::local
