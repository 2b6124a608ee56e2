#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "aws/test_support.h"
#include "lambda/admin.h"
#include "support/local_side.h"

namespace lakemirror::lambda::admin_test {

using Names = std::vector<std::string>;

inline std::string role(const std::string& name) { return "arn:aws:iam::123456789012:role/" + name; }

/// A client for whoever asks, that goes to the same side as all others.
class SharedSide final : public aws::Client {
 public:
  explicit SharedSide(test_support::LocalSide& side) : side_(side) {}
  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override {
    return side_.call(service, operation, input);
  }
  std::string_view region() const override { return side_.region(); }

 private:
  test_support::LocalSide& side_;
};

/// CloudFormation on one hand, a Region's data lake settings on the other. Whatever a test does, all that was
/// in the settings and all that others put there meanwhile has to be there at its end.
class AdminTest : public testing::Test {
 protected:
  AdminTest() {
    others = parse_json(R"({"ReadOnlyAdmins": [], "DataLakeAdmins": [],
      "CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": [],
      "TrustedResourceOwners": ["222222222222"], "SomethingNew": {"Deep": [2, 1]},
      "Parameters": {"CROSS_ACCOUNT_VERSION": "3"}})")
                 .value()
                 .get_object();
    somebody_adds(role("operator"));
    somebody_adds(role("auditor"), "ReadOnlyAdmins");
    will_be_answered({aws::HttpResponse{.status = 200}});
  }

  void TearDown() override {
    json::object left = settings();
    for (const char* list : {"DataLakeAdmins", "ReadOnlyAdmins"}) {
      json::array kept;
      for (const auto& one : left.at(list).as_array()) {
        if (!is_ours(text_or(one.as_object(), "DataLakePrincipalIdentifier"))) kept.push_back(one);
      }
      left[list] = std::move(kept);
    }
    json::object expected = others;
    expected["Parameters"] = left.at("Parameters");  // the local AWS adds to them
    EXPECT_EQ(text_or(left.at("Parameters").as_object(), "CROSS_ACCOUNT_VERSION"), "3");
    left.erase("AllowExternalDataFiltering");
    left.erase("ExternalDataFilteringAllowList");
    EXPECT_EQ(canonical_json(left), canonical_json(expected));
  }

  static bool is_ours(std::string_view principal) {
    return principal.find("/replicate-") != std::string_view::npos;
  }

  json::object settings() {
    return side.lake("GetDataLakeSettings", "{}").at("DataLakeSettings").as_object();
  }
  void put(const json::object& document) {
    side.lake("PutDataLakeSettings", json::serialize(json::object{{"DataLakeSettings", document}}));
  }
  Names names(const char* list = "DataLakeAdmins") {
    Names found;
    const json::object now = settings();
    for (const auto& one : now.at(list).as_array())
      found.emplace_back(text_or(one.as_object(), "DataLakePrincipalIdentifier"));
    return found;
  }
  bool is_there(const std::string& principal, const char* list = "DataLakeAdmins") {
    return std::ranges::count(names(list), principal) == 1;
  }

  /// Another hand: reads, adds, and puts what he read.
  void somebody_adds(const std::string& principal, const char* list = "DataLakeAdmins") {
    json::object document = is_begun ? settings() : others;
    is_begun = true;
    const json::object one{{"DataLakePrincipalIdentifier", principal}};
    document[list].as_array().push_back(one);
    if (!is_ours(principal)) others[list].as_array().push_back(one);
    put(document);
  }

  static json::object properties(const std::string& principal, json::object more = {}) {
    json::object all{{"ServiceToken", "arn:aws:lambda:us-west-2:123456789012:function:admin"},
                     {"ServiceTimeout", "600"},
                     {"Side", "target"},
                     {"Region", "us-west-2"},
                     {"Principal", principal},
                     {"Kind", "admin"}};
    for (const auto& member : more) all[member.key()] = member.value();
    return all;
  }
  static json::object of_stack(const std::string& principal) {
    return properties(principal, {{"MadeByStack", "true"}});
  }

  json::object event(std::string_view type, json::object wanted, const std::string& id = "") {
    json::object made{{"RequestType", type},
                      {"ResponseURL", "https://answers.example.com/stack%7Cr?X-Amz-Signature=secret"},
                      {"StackId", "arn:aws:cloudformation:us-west-2:123456789012:stack/lakemirror/1"},
                      {"RequestId", "request-" + std::to_string(++requests)},
                      {"ResourceType", "Custom::DataLakeAdmin"},
                      {"LogicalResourceId", "TargetAdmin"},
                      {"ResourceProperties", std::move(wanted)}};
    if (!id.empty()) made["PhysicalResourceId"] = id;
    return made;
  }

  Result<json::value> serve(const json::object& what) {
    invocation.payload = json::serialize(what);
    invocation.deadline = side.clock.now() + std::chrono::minutes(5);
    return admin->serve({invocation, {}, side.clock, figures}, *answers);
  }
  /// What CloudFormation was told.
  json::object told(const json::object& what) {
    const auto done = serve(what);
    EXPECT_TRUE(done) << done.error().text();
    if (!done) return {{"Status", ""}, {"Reason", ""}, {"PhysicalResourceId", ""}};
    EXPECT_EQ(parse_json(answers->requests.back().body)->as_object(), done->as_object());
    EXPECT_LE(answers->requests.back().body.size(), 4096u);
    return done->as_object();
  }
  /// The physical id of a request that succeeded.
  std::string id_of(const json::object& what) {
    const json::object answer = told(what);
    EXPECT_EQ(text_or(answer, "Status"), "SUCCESS") << text_or(answer, "Reason");
    return std::string(text_or(answer, "PhysicalResourceId"));
  }
  std::string reason_of_failure(const json::object& what) {
    const json::object answer = told(what);
    EXPECT_EQ(text_or(answer, "Status"), "FAILED") << text_or(answer, "Reason");
    failed_id = text_or(answer, "PhysicalResourceId");
    const std::string reason(text_or(answer, "Reason"));
    EXPECT_EQ(reason.find('\n'), std::string::npos);
    return reason;
  }
  std::string destroy(json::object wanted, const std::string& id) {
    const json::object answer = told(event("Delete", std::move(wanted), id));
    EXPECT_EQ(text_or(answer, "Status"), "SUCCESS") << text_or(answer, "Reason");
    EXPECT_EQ(text_or(answer, "PhysicalResourceId"), id);
    return std::string(text_or(answer, "Reason"));
  }

  /// In the place of the call of that number (from 1) to this operation; what gives nothing lets it go on.
  using Instead = std::function<std::optional<Result<json::object>>()>;
  void at_call(const std::string& operation, int number, Instead instead) {
    side.intercept = [this, operation, number, instead](
                         std::string_view called,
                         const json::object&) -> std::optional<Result<json::object>> {
      return called == operation && ++seen == number ? instead() : std::nullopt;
    };
  }
  void will_be_answered(std::vector<Result<aws::HttpResponse>> with) { answers.emplace(std::move(with)); }
  static Result<json::object> refusal(ErrorKind kind, const std::string& code, const std::string& message) {
    return fail({.kind = kind, .operation = "lakeformation", .code = code, .message = message});
  }
  void another_process() { admin.emplace(connect, random); }

  const std::string first = role("replicate-1"), second = role("path/replicate-2");
  test_support::LocalSide side;
  json::object others;
  bool is_begun = false;
  Random random{1};
  Invocation invocation{.request_id = "r"};
  Figures figures;
  Admin::Connect connect = [this](const std::string& region,
                                  const std::stop_token&) -> Result<std::unique_ptr<aws::Client>> {
    EXPECT_EQ(region, "us-west-2");
    return std::make_unique<SharedSide>(side);
  };
  std::optional<Admin> admin{std::in_place, connect, random};
  std::optional<aws::testing::FakeTransport> answers;
  int requests = 0, seen = 0;
  std::string failed_id;
};

}  // namespace lakemirror::lambda::admin_test
