#include "support/local_client.h"

#include "aws/error.h"

namespace lakemirror::test_support {

Result<json::object> LocalClient::call(api::Service service, std::string_view operation,
                                       const json::object& input) {
  if (before_call) before_call(operation);
  auto reply = aws_.invoke({.account = account_,
                            .region = region_,
                            .service = service,
                            .operation = std::string(operation),
                            .input = input,
                            .user_agent = "test"});
  if (on_reply) on_reply(operation, input, reply);
  if (reply.ok()) return std::move(reply.output);
  const auto name = std::string(api::info(service).endpoint_prefix).append(":").append(operation);
  return fail(aws::make_error(name, reply.status, reply.code, reply.message, reply.request_id));
}

}  // namespace lakemirror::test_support
