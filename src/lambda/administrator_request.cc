#include "lambda/administrator_request.h"

#include "base/text.h"

namespace lakemirror::lambda {

namespace {

Error wrong_property(std::string_view name, std::string message) {
  return {.operation = "property " + std::string(name), .message = std::move(message)};
}

/// One of two words; CloudFormation hands every value over as text.
Result<bool> is_second(const json::object& properties, std::string_view name, std::string_view first,
                       std::string_view second, std::string_view otherwise) {
  const std::string_view word = text_or(properties, name, otherwise);
  if (word == second) return true;
  if (word == first) return false;
  return fail(wrong_property(name, "found '" + std::string(word) + "'; allowed is " + std::string(first) +
                                       " or " + std::string(second)));
}

tl::unexpected<Error> no_request(std::string message) {
  return fail({.operation = "read event",
               .code = "InvalidEvent",
               .message = std::move(message),
               .hint = "this handler is for CloudFormation alone"});
}

}  // namespace

Result<AdministratorProperties> read_administrator_properties(const json::object& properties) {
  AdministratorProperties read;
  read.who = {.region = std::string(text_or(properties, "Region")),
              .principal = std::string(text_or(properties, "Principal"))};
  if (read.who.region.empty()) return fail(wrong_property("Region", "it is missing"));
  if (!read.who.principal.starts_with("arn:"))
    return fail(wrong_property("Principal", "found '" + read.who.principal + "'; allowed is an ARN"));
  LM_CHECK(is_second(properties, "Side", "source", "target", ""));
  LM_TRY(read.who.is_read_only, is_second(properties, "Kind", "admin", "read-only", ""));
  LM_TRY(read.is_made_by_stack, is_second(properties, "MadeByStack", "false", "true", "false"));
  LM_TRY(read.may_drop_dead, is_second(properties, "DeadAdmins", "keep", "drop", "keep"));
  return read;
}

Result<AdministratorRequest> AdministratorRequest::read(std::string_view payload) {
  const auto parsed = parse_json(payload);
  // Not with what was found there: it may hold the signed place to answer to.
  if (!parsed || !parsed->is_object()) return no_request("it is no JSON object");
  const json::object& event = parsed->get_object();
  const auto text = [&](std::string_view name) { return std::string(text_or(event, name)); };
  AdministratorRequest request{.response_url = text("ResponseURL"),
                               .stack_id = text("StackId"),
                               .request_id = text("RequestId"),
                               .logical_id = text("LogicalResourceId"),
                               .physical_id = text("PhysicalResourceId")};
  if (!request.response_url.starts_with("https://")) return no_request("its ResponseURL is not one of https");
  const std::string type = text("RequestType");
  if (type == "Update") {
    request.type = Type::update;
  } else if (type == "Delete") {
    request.type = Type::remove;
  } else if (type != "Create") {
    return no_request("its RequestType is '" + type + "'");
  }
  if (const auto* properties = object_at(event, "ResourceProperties")) request.properties = *properties;
  if (const auto* properties = object_at(event, "OldResourceProperties"))
    request.old_properties = *properties;
  return request;
}

}  // namespace lakemirror::lambda
