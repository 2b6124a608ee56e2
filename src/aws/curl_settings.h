#pragma once

#include <cstddef>
#include <stop_token>
#include <string>

#include "base/clock.h"

namespace lakemirror::aws {

/// How a CurlTransport speaks to the network. The defaults are for AWS's own endpoints.
struct CurlSettings {
  /// A PEM file of the only certificates to trust, and a folder where each stands under its hash, as OpenSSL
  /// has it: one or the other, or both. Both empty: the system's.
  std::string ca_bundle = {};
  std::string ca_directory = {};
  std::stop_token stop = {};  ///< once requested, a request that is under way has `stop_grace` left
  Milliseconds stop_grace = Seconds(5);
  Milliseconds connect_timeout = Seconds(5);
  Milliseconds total_timeout =
      Seconds(60);  ///< of one request, from the look-up of the name to the last byte
  /// Far above the largest page AWS sends (LookupEvents: 50 records of 256 KB); a larger answer is not AWS's.
  std::size_t max_body = std::size_t{64} << 20;
  bool through_proxy = true;    ///< where the usual variables (https_proxy and so on) name one
  std::string agent_adds = {};  ///< to the user agent, after a blank
};

}  // namespace lakemirror::aws
