#include "aws/endpoint.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace lakemirror::aws {
namespace {

bool ignores_configured(const EndpointSources& sources, const Profile* profile) {
  auto setting = sources.environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
  if (!setting && profile) setting = profile->value("ignore_configured_endpoint_urls");
  return setting && equal_ignoring_case(*setting, "true");
}

std::optional<std::string> configured_url(std::string_view service_id, const EndpointSources& sources) {
  if (!sources.explicit_url.empty()) return sources.explicit_url;
  const Profile* profile = sources.shared.find(sources.profile);
  if (ignores_configured(sources, profile)) return std::nullopt;
  if (auto url = sources.environment("AWS_ENDPOINT_URL_" + std::string(service_id))) return url;
  if (auto url = sources.environment("AWS_ENDPOINT_URL")) return url;
  if (profile == nullptr) return std::nullopt;
  if (const auto services = profile->value("services")) {
    if (auto url = sources.shared.service_setting(*services, lower_ascii(service_id) + ".endpoint_url"))
      return url;
  }
  return profile->value("endpoint_url");
}

}  // namespace

bool is_region_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-';
  });
}

std::string_view domain_of_region(std::string_view region) {
  struct Partition {
    std::string_view region_prefix, domain;
  };
  // From the partitions file that AWS publishes with its SDKs (partitions.json, dnsSuffix).
  static constexpr Partition partitions[] = {
      {"cn-", "amazonaws.com.cn"},    {"us-gov-", "amazonaws.com"}, {"us-isob-", "sc2s.sgov.gov"},
      {"us-isof-", "csp.hci.ic.gov"}, {"us-iso-", "c2s.ic.gov"},    {"eu-isoe-", "cloud.adc-e.uk"},
      {"eusc-", "amazonaws.eu"},
  };
  for (const Partition& partition : partitions) {
    if (region.starts_with(partition.region_prefix)) return partition.domain;
  }
  return "amazonaws.com";
}

Result<Endpoint> resolve_endpoint(std::string_view prefix, std::string_view service_id,
                                  std::string_view region, const EndpointSources& sources) {
  const auto wrong = [](std::string_view subject, std::string_view why) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "choose an endpoint",
                 .subject = std::string(subject),
                 .message = std::string(why)});
  };
  if (!is_region_name(region)) return wrong(region, "no AWS Region: expected a name such as eu-west-1");
  auto url = configured_url(service_id, sources);
  if (!url) {
    return Endpoint{"https://" + std::string(prefix) + "." + std::string(region) + "." +
                    std::string(domain_of_region(region))};
  }
  while (url->ends_with('/')) url->pop_back();
  const bool has_scheme = url->starts_with("http://") || url->starts_with("https://");
  if (!has_scheme || url->find_first_of(" \t?#") != std::string::npos) {
    return wrong(*url, "no endpoint: expected http://HOST:PORT or https://HOST");
  }
  return Endpoint{.url = *url, .configured = true};
}

}  // namespace lakemirror::aws
