#include "aws/container_url.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.h"

namespace lakemirror::aws {
namespace {

constexpr std::string_view agents[] = {"169.254.170.2", "169.254.170.23"};
constexpr const char* agent_by_ipv6 = "fd00:ec2::23";

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

std::string part_of(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
  std::string out(text);
  curl_free(text);
  return out;
}

using Ipv6 = std::array<unsigned char, 16>;

bool is_ipv6_of(const std::string& host, const char* expected) {
  Ipv6 own{}, other{};
  return inet_pton(AF_INET6, host.c_str(), own.data()) == 1 &&
         inet_pton(AF_INET6, expected, other.data()) == 1 && own == other;
}

bool is_allowed(std::string host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (equal_ignoring_case(host, "localhost") || std::ranges::find(agents, host) != std::end(agents))
    return true;
  std::array<unsigned char, 4> ipv4{};
  if (inet_pton(AF_INET, host.c_str(), ipv4.data()) == 1) return ipv4[0] == 127;
  return is_ipv6_of(host, "::1") || is_ipv6_of(host, agent_by_ipv6);
}

tl::unexpected<Error> refused_url(std::string what, std::string hint = {}) {
  return fail({.kind = ErrorKind::denied,
               .operation = "find credentials",
               .subject = "container",
               .message = std::move(what),
               .hint = std::move(hint)});
}

}  // namespace

Result<void> check_container_url(const std::string& text) {
  // curl takes the URL apart here, as it will when it is sent: two opinions on where the host ends would be
  // a way around this check.
  const Url url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
    return refused_url("the URL for credentials cannot be read");
  const std::string scheme = part_of(url, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https")
    return refused_url("the URL for credentials is neither http nor https");
  if (!part_of(url, CURLUPART_USER).empty() || !part_of(url, CURLUPART_PASSWORD).empty())
    return refused_url("the URL for credentials holds a user or password");
  const std::string host = part_of(url, CURLUPART_HOST);
  if (scheme == "https" || is_allowed(host)) return {};
  return refused_url("plain http is not used with the host " + host,
                     "use https, or a loopback address, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]");
}

}  // namespace lakemirror::aws
