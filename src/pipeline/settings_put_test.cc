#include "pipeline/settings_put.h"

#include <gmock/gmock.h>

#include "pipeline/settings_lists.h"

namespace lakemirror::pipeline {
namespace {

using model::ChangeResult;
using model::ResultKind;
using testing::ElementsAre;
using testing::HasSubstr;

std::string role(const std::string& name) { return "arn:aws:iam::123456789012:role/" + name; }

json::object settings_with(const std::vector<std::string>& admins,
                           const std::vector<std::string>& read_only = {}) {
  json::object object;
  object["DataLakeAdmins"] = list_of(admins);
  object["ReadOnlyAdmins"] = list_of(read_only);
  return object;
}

/// A target that refuses whom it does not find.
struct Target {
  std::set<std::string> missing;
  bool says_who = true;
  json::object held = settings_with({role("us"), role("left")});
  std::set<std::string> of_source = {role("a"), role("b"), role("bb")};
  int calls = 0;

  ChangeResult take(const json::object& wanted) {
    ++calls;
    for (const auto& principal : all_principals_of(wanted)) {
      if (missing.contains(principal)) {
        return {.kind = ResultKind::failed,
                .error = Error{.kind = ErrorKind::denied,
                               .message = says_who ? "Invalid principal, arn: " + principal
                                                   : std::string("Invalid principal")}};
      }
    }
    held = wanted;
    return {.kind = ResultKind::updated};
  }

  Look put(const json::object& wanted) {
    SettingsPut put([this](const json::object& settings_with) { return take(settings_with); }, held,
                    of_source);
    return put.put(wanted, Time(Seconds(7)));
  }
};

TEST(SettingsPut, LeavesOutWhomTheTargetDoesNotKnowAndSaysSo) {
  Target target{.missing = {role("b")}};
  const auto look = target.put(settings_with({role("a"), role("b"), role("bb"), role("us")}, {role("b")}));
  EXPECT_THAT(principals_of(target.held, "DataLakeAdmins"), ElementsAre(role("a"), role("bb"), role("us")))
      << "who was removed at the source went, and whose name only begins the same came";
  EXPECT_THAT(principals_of(target.held, "ReadOnlyAdmins"), ElementsAre());
  ASSERT_NE(look.error, nullptr);
  EXPECT_THAT(look.error->message, HasSubstr(role("b") + "; the rest was put"));
  EXPECT_EQ(look.begun, Time(Seconds(7)));
}

TEST(SettingsPut, FindsOutWhomARefusalMeansThatDoesNotSay) {
  Target target{.missing = {role("b")}, .says_who = false};
  const auto look = target.put(settings_with({role("a"), role("b"), role("bb"), role("us")}));
  EXPECT_THAT(principals_of(target.held, "DataLakeAdmins"), ElementsAre(role("a"), role("bb"), role("us")));
  ASSERT_NE(look.error, nullptr);
  EXPECT_THAT(look.error->message, HasSubstr(role("b") + ";"));
}

TEST(SettingsPut, PutsNothingWhereTheRestIsThereAlready) {
  Target target{.missing = {role("b")}, .held = settings_with({role("us")})};
  const auto look = target.put(settings_with({role("b"), role("us")}));
  EXPECT_EQ(target.calls, 1);
  EXPECT_NE(look.error, nullptr);
}

TEST(SettingsPut, NeverLeavesOutWhomTheTargetAloneHas) {
  Target target{.missing = {role("left")}};
  const auto before = target.held;
  const auto look = target.put(settings_with({role("a"), role("left"), role("us")}));
  EXPECT_EQ(target.held, before);
  ASSERT_NE(look.error, nullptr);
  EXPECT_THAT(look.error->hint, HasSubstr("take " + role("left")));
}

TEST(SettingsPut, TellsAnyOtherFailureAsItIs) {
  SettingsPut put(
      [](const json::object&) {
        return ChangeResult{.kind = ResultKind::failed,
                            .error = Error{.kind = ErrorKind::retry, .message = "Rate exceeded"}};
      },
      std::nullopt, {role("a")});
  const auto look = put.put(settings_with({role("a")}), Time());
  ASSERT_NE(look.error, nullptr);
  EXPECT_EQ(look.error->kind, ErrorKind::retry);
}

}  // namespace
}  // namespace lakemirror::pipeline
