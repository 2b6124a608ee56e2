#pragma once

#include <string>
#include <string_view>

#include "aws/shared_config.h"

namespace lakemirror::aws {

struct Endpoint {
  std::string url = {};     ///< "https://glue.eu-west-1.amazonaws.com", without a slash at its end
  bool configured = false;  ///< somebody named it: not AWS's own host
};

/// What an endpoint is chosen from. The references outlive the call only.
struct EndpointSources {
  const std::string& explicit_url;  ///< our own configuration's; goes before everything else
  const Environment& environment;
  const SharedConfig& shared;
  const std::string& profile;
};

/// Where a service of a Region is reached, in the order the AWS SDKs look: AWS_ENDPOINT_URL_<SERVICE>,
/// AWS_ENDPOINT_URL, the `services` section of the profile, its `endpoint_url`, and the host AWS documents.
/// `prefix` is the host's first part ("glue"), `service_id` the SDKs' name for the service ("GLUE").
Result<Endpoint> resolve_endpoint(std::string_view prefix, std::string_view service_id,
                                  std::string_view region, const EndpointSources& sources);

/// True for what may be a Region's name, such as "eu-west-1": nothing that could lead to another host.
bool is_region_name(std::string_view text);

/// "amazonaws.com", "amazonaws.com.cn", ... for the partition of a Region.
std::string_view domain_of_region(std::string_view region);

}  // namespace lakemirror::aws
