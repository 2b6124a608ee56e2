#pragma once

#include "aws/curl_settings.h"
#include "aws/environment.h"
#include "aws/http_client.h"
#include "aws/s3_client.h"

namespace lakemirror::aws {

/// How one side (source or target) is reached.
struct ClientOptions {
  Clock& clock;  ///< outlives every client made from these options, as does `random`
  Random& random;
  std::string region = {};       ///< empty: AWS_REGION, AWS_DEFAULT_REGION or the profile's
  std::string profile = {};      ///< empty: the SDKs' usual chain
  std::string role_arn = {};     ///< a role to assume with what the chain finds; empty for none
  std::string external_id = {};  ///< for that role
  std::string endpoint = {};     ///< one URL for every service; empty: see resolve_endpoint()
  std::string ca_bundle = {};    ///< the only certificates to trust; empty: AWS_CA_BUNDLE, the profile's,
                                 ///< SSL_CERT_FILE and SSL_CERT_DIR, the system's
  double lookup_rate = 1;        ///< LookupEvents requests a second; 0 for no limit
  int max_attempts = 6;          ///< requests sent for one call
  std::stop_token stop = {};     ///< ends waits early
  /// Asked before each request, retries included; see SenderParts.
  std::function<Result<void>(std::string_view operation)> before_send = {};
  Milliseconds call_timeout = CurlSettings().total_timeout;  ///< of one request
  Milliseconds stop_grace = CurlSettings().stop_grace;       ///< what a request under way then has left
  std::string agent_adds = {};                               ///< to the user agent; see copies_from()
  Environment environment = process_environment();
};

/// Makes the client of one side. Nothing is sent and no credentials are looked for until the first call (or
/// HttpClient::credentials()); the Error is about the options and files alone.
Result<std::unique_ptr<HttpClient>> connect(const ClientOptions& options);

/// The same for objects in S3. Needs no Region: a bucket's own is found.
Result<std::unique_ptr<S3Client>> connect_s3(const ClientOptions& options);

/// For requests that are none of AWS's API, such as to a URL that was signed by somebody else: trusts and
/// waits as the options say.
Result<std::unique_ptr<Transport>> connect_unsigned(const ClientOptions& options);

}  // namespace lakemirror::aws
