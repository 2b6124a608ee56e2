#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lakemirror::aws {

/// One HTTP request, ready but for its signature. URL and query are encoded and sorted already (see uri.h).
struct HttpRequest {
  std::string method = "POST";
  std::string url = {};
  std::vector<std::string> headers = {};  ///< "Name: value"; all of them are signed
  std::string body = {};
  std::string signing_service = {};  ///< "glue"
  std::string signing_region = {};
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< names in lower case
  std::string body = {};

  /// The value of the header of that lower-case name, or empty.
  std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
};

}  // namespace lakemirror::aws
