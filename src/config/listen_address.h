#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lakemirror::config {

/// Where a server is to listen: "127.0.0.1:4589", "[::1]:4589", "localhost:0", or "off".
struct ListenAddress {
  std::string host = {};  ///< empty: nowhere; an IPv6 address has no brackets here
  int port = 0;           ///< 0: any free one

  bool is_off() const { return host.empty(); }
  std::string text() const;

  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

/// What may be written, for messages.
inline constexpr std::string_view listen_address_form = "HOST:PORT or off";

std::optional<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace lakemirror::config
