#include "support/local_side.h"

#include <gtest/gtest.h>

#include <mutex>

#include "aws/error.h"
#include "local/aws.h"

namespace lakemirror::test_support {

struct LocalSide::Parts {
  explicit Parts(VirtualClock& clock) : aws(local::Options{.clock = &clock, .account = account}) {}

  local::Aws aws;
  mutable std::mutex mutex;
  std::vector<std::string> asked;
};

LocalSide::LocalSide() : clock(Time(Seconds(1'790'000'000))), parts_(std::make_unique<Parts>(clock)) {}

LocalSide::~LocalSide() = default;

Result<json::object> LocalSide::call(api::Service service, std::string_view operation,
                                     const json::object& input) {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->asked.emplace_back(operation);
  }
  if (intercept) {
    if (auto answer = intercept(operation, input)) return std::move(*answer);
  }
  auto reply = parts_->aws.invoke({.region = std::string(region()),
                                   .service = service,
                                   .operation = std::string(operation),
                                   .input = input});
  if (reply.ok()) return std::move(reply.output);
  const auto name = std::string(api::info(service).endpoint_prefix).append(":").append(operation);
  return fail(aws::make_error(name, reply.status, reply.code, reply.message, reply.request_id));
}

json::object LocalSide::must(api::Service service, std::string_view operation, std::string_view input) {
  auto reply = parts_->aws.invoke({.region = std::string(region()),
                                   .service = service,
                                   .operation = std::string(operation),
                                   .input = parse_json(input).value().get_object()});
  EXPECT_TRUE(reply.ok()) << operation << ' ' << input << ": " << reply.message;
  return std::move(reply.output);
}

json::object LocalSide::glue(std::string_view operation, std::string_view input) {
  return must(api::Service::glue, operation, input);
}

json::object LocalSide::lake(std::string_view operation, std::string_view input) {
  return must(api::Service::lakeformation, operation, input);
}

void LocalSide::set_knobs(const json::object& changes) {
  ASSERT_TRUE(parts_->aws.set_knobs(changes).has_value());
}

json::object LocalSide::lake_dump() const {
  const auto dump = parts_->aws.dump(account, region());
  const json::object* lake = object_at(dump, "lake_formation");
  return lake == nullptr ? json::object() : *lake;
}

void LocalSide::make_tables() {
  lake("PutDataLakeSettings", R"({"DataLakeSettings": {"DataLakeAdmins": []}})");
  glue("CreateDatabase", R"({"DatabaseInput": {"Name": "sales", "CreateTableDefaultPermissions": []}})");
  for (const std::string name : {"orders", "items"}) {
    glue("CreateTable", R"({"DatabaseName": "sales", "TableInput": {"Name": ")" + name +
                            R"(", "StorageDescriptor": {"Columns": [{"Name": "a", "Type": "int"},
                              {"Name": "b", "Type": "int"}, {"Name": "c", "Type": "int"}]}}})");
  }
}

void LocalSide::page_by(int size) {
  intercept = [this, size](std::string_view operation,
                           const json::object& input) -> std::optional<Result<json::object>> {
    const json::value* asked_for = input.if_contains("MaxResults");
    if (asked_for == nullptr || *asked_for == json::value(size)) return std::nullopt;
    json::object smaller = input;
    smaller["MaxResults"] = size;
    return call(api::Service::lakeformation, operation, smaller);
  };
}

std::vector<std::string> LocalSide::asked() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->asked;
}

void LocalSide::forget_asked() {
  const std::lock_guard lock(parts_->mutex);
  parts_->asked.clear();
}

}  // namespace lakemirror::test_support
