#include "aws/connect.h"

#include "aws/cached_credentials.h"
#include "aws/curl_transport.h"
#include "aws/default_credentials.h"
#include "aws/endpoint.h"

namespace lakemirror::aws {
namespace {

/// What options, environment and files come to, before anything is sent.
struct Resolved {
  std::string region = {};
  std::string profile = {};
  SharedConfig shared = {};
  Destination destination = {};
  CurlSettings curl = {};
  std::shared_ptr<Transport> transport = {};
};

/// Far above what any service of this machine has to say.
constexpr std::size_t largest_nearby_answer = 64 * 1024;

std::string region_of(const ClientOptions& options, const Profile* profile) {
  if (!options.region.empty()) return options.region;
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (const auto region = options.environment(variable)) return *region;
  }
  return profile ? profile->value("region").value_or("") : "";
}

std::string ca_bundle_of(const ClientOptions& options, const Profile* profile) {
  if (!options.ca_bundle.empty()) return options.ca_bundle;
  if (const auto file = options.environment("AWS_CA_BUNDLE")) return *file;
  return profile ? expand_home(options.environment, profile->value("ca_bundle").value_or("")) : "";
}

/// Whom to trust. The SSL variables say where the system has its store, and so come last.
CurlSettings curl_settings(const ClientOptions& options, const Profile* profile) {
  CurlSettings settings{.ca_bundle = ca_bundle_of(options, profile),
                        .stop = options.stop,
                        .stop_grace = options.stop_grace,
                        .total_timeout = options.call_timeout,
                        .agent_adds = options.agent_adds};
  if (settings.ca_bundle.empty()) {
    settings.ca_bundle = options.environment("SSL_CERT_FILE").value_or("");
    settings.ca_directory = options.environment("SSL_CERT_DIR").value_or("");
  }
  return settings;
}

/// `otherwise` is the Region to take where none is configured; empty: that is an error.
Result<Resolved> resolve(const ClientOptions& options, const std::string& otherwise = {}) {
  LM_TRY(SharedConfig shared, SharedConfig::load(options.environment));
  Resolved resolved{.profile = profile_name(options.environment, options.profile),
                    .shared = std::move(shared)};
  const Profile* profile = resolved.shared.find(resolved.profile);
  resolved.region = region_of(options, profile);
  if (resolved.region.empty()) resolved.region = otherwise;
  if (resolved.region.empty()) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "choose a Region",
                 .message = "no Region is configured",
                 .hint = "name it in the configuration, in AWS_REGION or in the profile"});
  }
  resolved.destination.region = resolved.region;
  const EndpointSources sources{options.endpoint, options.environment, resolved.shared, resolved.profile};
  for (const api::Service service : {api::Service::glue, api::Service::cloudtrail, api::Service::sts,
                                     api::Service::lakeformation, api::Service::dynamodb}) {
    const api::ServiceInfo& about = api::info(service);
    LM_TRY(Endpoint endpoint,
           resolve_endpoint(about.endpoint_prefix, about.service_id, resolved.region, sources));
    resolved.destination.urls[static_cast<std::size_t>(service)] = std::move(endpoint.url);
  }
  resolved.curl = curl_settings(options, profile);
  resolved.transport = std::make_shared<CurlTransport>(resolved.curl);
  return resolved;
}

SenderParts parts_of(const ClientOptions& options, const Resolved& resolved,
                     std::shared_ptr<CredentialsProvider> credentials) {
  return {.transport = resolved.transport,
          .credentials = std::move(credentials),
          .clock = options.clock,
          .random = options.random,
          .max_attempts = options.max_attempts,
          .stop = options.stop,
          .before_send = options.before_send};
}

StsFactory sts_of(const ClientOptions& options, const Resolved& resolved) {
  return [options, resolved](std::shared_ptr<CredentialsProvider> base) -> Result<std::unique_ptr<Client>> {
    SenderParts parts = parts_of(options, resolved, std::move(base));
    // Who wants the credentials tries again; both of them trying would multiply.
    parts.max_attempts = 1;
    return std::make_unique<HttpClient>(resolved.destination, std::move(parts), 0);
  };
}

/// Not at the endpoint of our own configuration: that is for the catalog, and a sign-in would go there.
Result<std::string> portal_of(const ClientOptions& options, const Resolved& resolved,
                              const std::string& region) {
  const std::string nothing_explicit;
  const EndpointSources sources{nothing_explicit, options.environment, resolved.shared, resolved.profile};
  LM_TRY(Endpoint endpoint, resolve_endpoint("portal.sso", "SSO", region, sources));
  return endpoint.url;
}

CredentialServices services_of(const ClientOptions& options, const Resolved& resolved) {
  return {.clock = options.clock,
          .sts = sts_of(options, resolved),
          .transport = resolved.transport,
          .portal = [options,
                     resolved](const std::string& region) { return portal_of(options, resolved, region); },
          .nearby =
              [curl = resolved.curl](Milliseconds timeout) {
                CurlSettings settings = curl;
                settings.connect_timeout = timeout;
                settings.total_timeout = timeout;
                settings.max_body = largest_nearby_answer;
                settings.through_proxy = false;
                return std::make_shared<CurlTransport>(std::move(settings));
              },
          .stop = options.stop};
}

std::shared_ptr<CredentialsProvider> credentials_of(const ClientOptions& options, const Resolved& resolved) {
  std::shared_ptr<CredentialsProvider> found = std::make_shared<CachedCredentials>(
      std::make_shared<DefaultCredentials>(options.environment, options.profile,
                                           services_of(options, resolved)),
      options.clock);
  if (options.role_arn.empty()) return found;
  const RoleRequest role{.role_arn = options.role_arn, .external_id = options.external_id};
  return std::make_shared<CachedCredentials>(
      std::make_shared<AssumedRoleCredentials>(std::move(found), role, sts_of(options, resolved)),
      options.clock);
}

}  // namespace

Result<std::unique_ptr<HttpClient>> connect(const ClientOptions& options) {
  LM_TRY(const Resolved resolved, resolve(options));
  SenderParts parts = parts_of(options, resolved, credentials_of(options, resolved));
  return std::make_unique<HttpClient>(resolved.destination, std::move(parts), options.lookup_rate);
}

Result<std::unique_ptr<S3Client>> connect_s3(const ClientOptions& options) {
  // Like the AWS CLI: any Region will do to begin with, because S3 says where a bucket is.
  LM_TRY(const Resolved resolved, resolve(options, "us-east-1"));
  const EndpointSources sources{options.endpoint, options.environment, resolved.shared, resolved.profile};
  LM_TRY(Endpoint endpoint, resolve_endpoint("s3", "S3", resolved.region, sources));
  S3Client::Place place{.region = resolved.region, .endpoint = endpoint.configured ? endpoint.url : ""};
  return std::make_unique<S3Client>(std::move(place),
                                    parts_of(options, resolved, credentials_of(options, resolved)));
}

Result<std::unique_ptr<Transport>> connect_unsigned(const ClientOptions& options) {
  LM_TRY(const SharedConfig shared, SharedConfig::load(options.environment));
  const Profile* profile = shared.find(profile_name(options.environment, options.profile));
  return std::make_unique<CurlTransport>(curl_settings(options, profile));
}

}  // namespace lakemirror::aws
