#pragma once

#include <functional>
#include <string>

#include "aws/client.h"
#include "local/aws.h"

namespace lakemirror::test_support {

/// An aws::Client straight into a local AWS: no HTTP, no signature, no retries. Errors are classified as the
/// real client classifies them. Safe for concurrent use; the local AWS must outlive it.
class LocalClient : public aws::Client {
 public:
  LocalClient(local::Aws& aws, std::string account, std::string region)
      : aws_(aws), account_(std::move(account)), region_(std::move(region)) {}

  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override;
  std::string_view region() const override { return region_; }

  using OnReply =
      std::function<void(std::string_view operation, const json::object& input, const local::Reply& reply)>;
  /// Told of every call before it is made.
  std::function<void(std::string_view operation)> before_call = {};
  /// Told of every call, refused ones too. The reply has the request id that the CloudTrail record carries.
  OnReply on_reply = {};

 private:
  local::Aws& aws_;
  std::string account_;
  std::string region_;
};

}  // namespace lakemirror::test_support
