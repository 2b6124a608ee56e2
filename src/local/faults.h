#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror::local {

/// Inside the local AWS a failure is an Error of which only code and message count: they become the answer.
inline tl::unexpected<Error> fault(std::string_view code, std::string message) {
  return lakemirror::fail({.code = std::string(code), .message = std::move(message)});
}
inline tl::unexpected<Error> not_found(std::string message) {
  return fault("EntityNotFoundException", std::move(message));
}
inline tl::unexpected<Error> already_exists(std::string message) {
  return fault("AlreadyExistsException", std::move(message));
}
inline tl::unexpected<Error> invalid_input(std::string message) {
  return fault("InvalidInputException", std::move(message));
}

/// The HTTP status AWS sends with an error code of the JSON protocols.
inline int status_of(std::string_view code) {
  if (code == "InternalServiceException" || code == "InternalFailure") return 500;
  if (code == "ServiceUnavailableException") return 503;
  return 400;
}

}  // namespace lakemirror::local
