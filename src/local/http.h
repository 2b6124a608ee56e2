#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace lakemirror::local {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// The first header of that name, ignoring case; empty when there is none.
inline std::string_view header_of(const HttpHeaders& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

struct HttpRequest {
  std::string method = "POST";
  std::string target = "/";  ///< path and query as they came over the wire, nothing decoded
  HttpHeaders headers = {};
  std::string body = {};
  std::string remote = {};  ///< the peer's address, for the records

  std::string_view header(std::string_view name) const { return header_of(headers, name); }
};

struct HttpResponse {
  int status = 200;
  HttpHeaders headers = {};
  std::string content_type = "application/json";
  std::string body = {};
};

}  // namespace lakemirror::local
