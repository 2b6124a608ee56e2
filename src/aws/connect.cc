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
  std::shared_ptr<Transport> transport = {};
};

std::string region_of(const ClientOptions& options, const Profile* profile) {
  if (!options.region.empty()) return options.region;
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (const auto region = options.environment(variable)) return *region;
  }
  return profile ? profile->value("region").value_or("") : "";
}

std::string ca_bundle_of(const ClientOptions& options, const Profile* profile) {
  if (const auto file = options.environment("AWS_CA_BUNDLE")) return *file;
  return profile ? expand_home(options.environment, profile->value("ca_bundle").value_or("")) : "";
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
  for (const api::Service service :
       {api::Service::glue, api::Service::cloudtrail, api::Service::sts, api::Service::lakeformation}) {
    const api::ServiceInfo& about = api::info(service);
    LM_TRY(Endpoint endpoint,
           resolve_endpoint(about.endpoint_prefix, about.service_id, resolved.region, sources));
    resolved.destination.urls[static_cast<std::size_t>(service)] = std::move(endpoint.url);
  }
  resolved.transport = std::make_shared<CurlTransport>(ca_bundle_of(options, profile), options.stop);
  return resolved;
}

SenderParts parts_of(const ClientOptions& options, const Resolved& resolved,
                     std::shared_ptr<CredentialsProvider> credentials) {
  return {.transport = resolved.transport,
          .credentials = std::move(credentials),
          .clock = options.clock,
          .random = options.random,
          .max_attempts = options.max_attempts,
          .stop = options.stop};
}

std::shared_ptr<CredentialsProvider> credentials_of(const ClientOptions& options, const Resolved& resolved) {
  const StsFactory sts =
      [options, resolved](std::shared_ptr<CredentialsProvider> base) -> Result<std::unique_ptr<Client>> {
    return std::make_unique<HttpClient>(resolved.destination, parts_of(options, resolved, std::move(base)),
                                        0);
  };
  std::shared_ptr<CredentialsProvider> found = std::make_shared<CachedCredentials>(
      std::make_shared<DefaultCredentials>(options.environment, options.profile, sts), options.clock);
  if (options.role_arn.empty()) return found;
  const RoleRequest role{.role_arn = options.role_arn, .external_id = options.external_id};
  return std::make_shared<CachedCredentials>(
      std::make_shared<AssumedRoleCredentials>(std::move(found), role, sts), options.clock);
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

}  // namespace lakemirror::aws
