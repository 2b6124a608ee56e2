#pragma once

#include <functional>
#include <string_view>

#include "api/api.h"
#include "base/json.h"

namespace lakemirror::aws {

/// Calls AWS operations of one side (source or target): one account, Region and set of credentials. Safe for
/// concurrent use. Retries, pacing and signing are the implementation's; an Error of kind `retry` comes back
/// only after its retries are used up.
class Client {
 public:
  virtual ~Client() = default;

  /// Calls `operation` with `input` in the API's own spelling and returns its output. The Error's operation
  /// is "glue:CreateTable"; its subject is empty, for the caller to fill in.
  virtual Result<json::object> call(api::Service service, std::string_view operation,
                                    const json::object& input) = 0;

  /// The Region calls go to.
  virtual std::string_view region() const = 0;
};

/// One page after another: calls `operation` until the answer has no NextToken, handing each page to
/// `on_page`, which returns false to stop early. Bounded, against a service that never ends.
Result<void> for_each_page(Client& client, api::Service service, std::string_view operation,
                           json::object input,
                           const std::function<Result<bool>(json::object& page)>& on_page);

}  // namespace lakemirror::aws
