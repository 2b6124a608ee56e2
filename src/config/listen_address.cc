#include "config/listen_address.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace lakemirror::config {

namespace {

std::optional<int> port_of(std::string_view text) {
  int port = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && port >= 0 && port <= 65535 ? std::optional(port) : std::nullopt;
}

bool is_host(std::string_view text, std::string_view allowed) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           allowed.find(c) != std::string_view::npos;
  });
}

}  // namespace

std::string ListenAddress::text() const {
  if (is_off()) return "off";
  const bool is_v6 = host.find(':') != std::string::npos;
  return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
  if (equal_ignoring_case(text, "off")) return ListenAddress{};
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const auto port = port_of(text.substr(colon + 1));
  if (!port) return std::nullopt;
  // An IPv6 address has brackets here, or its last part would be taken for the port.
  const bool is_v6 = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
  if (is_v6) host = host.substr(1, host.size() - 2);
  if (!is_host(host, is_v6 ? ":.%" : ".-_")) return std::nullopt;
  return ListenAddress{.host = std::string(host), .port = *port};
}

}  // namespace lakemirror::config
