#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "aws/client.h"
#include "aws/sender.h"

namespace lakemirror::aws {

/// Where the requests of one side go.
struct Destination {
  std::string region = {};
  /// One URL for each api::Service, in its order, without a slash at the end.
  std::array<std::string, api::service_count> urls = {};
};

/// Client over HTTP: one side's account, Region and credentials.
class HttpClient : public Client {
 public:
  /// `lookup_rate` is requests a second of LookupEvents, whose quota is shared with everybody in the account;
  /// 0 for no limit. All other operations find their own pace.
  HttpClient(Destination destination, SenderParts parts, double lookup_rate);

  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override;
  std::string_view region() const override { return destination_.region; }

  /// Finds the credentials of this side now rather than at the first call. The Error says what was tried, in
  /// order.
  Result<Credentials> credentials() { return sender_.credentials(); }
  /// What was called so far.
  Statistics statistics() const;
  /// When a request was last sent, whatever came of it; absent before the first.
  std::optional<Time> last_sent() const;

 private:
  OperationState& state_of(const api::Operation& operation);

  Destination destination_;
  Sender sender_;
  /// By service, then by the operation's place in api::operations(). Made once, never changed.
  std::array<std::vector<std::unique_ptr<OperationState>>, api::service_count> states_;
};

}  // namespace lakemirror::aws
