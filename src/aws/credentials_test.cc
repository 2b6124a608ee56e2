#include <gtest/gtest.h>

#include "aws/cached_credentials.h"
#include "aws/default_credentials.h"
#include "aws/process_credentials.h"
#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

using testing::environment_of;
using testing::FakeClient;

constexpr const char* secret = "hush-hush-hush";

class CredentialsTest : public ::testing::Test {
 protected:
  Result<Credentials> find(std::map<std::string, std::string> variables = {},
                           const std::string& profile = {}) {
    variables["AWS_CONFIG_FILE"] = folder_.write("config", config_);
    variables["AWS_SHARED_CREDENTIALS_FILE"] = folder_.write("credentials", credentials_);
    const StsFactory sts =
        [this](std::shared_ptr<CredentialsProvider> base) -> Result<std::unique_ptr<Client>> {
      assumed_with_.push_back(base->get().value().access_key_id);
      return std::make_unique<Recorder>(*this);
    };
    auto found = DefaultCredentials(environment_of(std::move(variables)), profile, sts).get();
    if (!found) {
      EXPECT_EQ(found.error().text().find("hush"), std::string::npos);
    }
    return found;
  }

  /// An STS that hands out the name of the role as access key.
  class Recorder : public FakeClient {
   public:
    explicit Recorder(CredentialsTest& test) : FakeClient({}), test_(test) {}
    Result<json::object> call(api::Service, std::string_view, const json::object& input) override {
      test_.assume_inputs_.push_back(input);
      if (test_.sts_error_) return fail(*test_.sts_error_);
      return json::object{{"Credentials", json::object{{"AccessKeyId", input.at("RoleArn")},
                                                       {"SecretAccessKey", secret},
                                                       {"SessionToken", "token"},
                                                       {"Expiration", 1790449200}}}};
    }

   private:
    CredentialsTest& test_;
  };

  testing::TemporaryFolder folder_;
  std::string config_, credentials_;
  std::vector<std::string> assumed_with_;
  std::vector<json::object> assume_inputs_;
  std::optional<Error> sts_error_;
};

TEST_F(CredentialsTest, TheEnvironmentGoesFirst) {
  credentials_ = "[default]\naws_access_key_id=FILE\naws_secret_access_key=hush\n";
  const auto found =
      find({{"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", secret}, {"AWS_SESSION_TOKEN", "t"}});
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (Credentials{"ENV", secret, "t", std::nullopt, "environment"}));
  EXPECT_EQ(find()->access_key_id, "FILE");
}

TEST_F(CredentialsTest, AProfileThatIsNamedGoesBeforeTheEnvironment) {
  credentials_ = "[x]\naws_access_key_id=FILE\naws_secret_access_key=hush\naws_session_token=t\n";
  const auto found = find({{"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", secret}}, "x");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->access_key_id, "FILE");
  EXPECT_EQ(found->session_token, "t");
}

TEST_F(CredentialsTest, AwsProfileChoosesTheProfile) {
  config_ = "[profile y]\naws_access_key_id=CONFIG\naws_secret_access_key=hush\n";
  EXPECT_EQ(find({{"AWS_PROFILE", "y"}})->access_key_id, "CONFIG");
}

TEST_F(CredentialsTest, HalfAKeyIsAnErrorAndNotPassedOver) {
  EXPECT_FALSE(find({{"AWS_ACCESS_KEY_ID", "ENV"}}));
  EXPECT_FALSE(find({{"AWS_SECRET_ACCESS_KEY", secret}}));
  credentials_ = "[default]\naws_secret_access_key=hush\n";
  const auto found = find();
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("aws_access_key_id"), std::string::npos);
}

TEST_F(CredentialsTest, SaysWhatWasTriedInOrderWhenThereIsNothing) {
  const auto nothing = find();
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kind, ErrorKind::denied);
  EXPECT_EQ(nothing.error().message,
            "no AWS credentials found; tried: 1. environment (AWS_ACCESS_KEY_ID is not set); 2. profile "
            "default (in neither " +
                folder_.path() + "/credentials and " + folder_.path() + "/config)");
  config_ = "[profile x]\nregion=eu-west-1\n";
  EXPECT_NE(find({}, "x").error().message.find("no role_arn, keys or credential_process"), std::string::npos);
  config_ = "[profile x]\nsso_start_url=https://a\n";
  EXPECT_NE(find({}, "x").error().hint.find("export-credentials --profile x"), std::string::npos);
}

TEST_F(CredentialsTest, AProcessPrintsThem) {
  const std::string script =
      folder_.write("my script",
                    "#!/bin/sh\necho \"{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"$1\\\","
                    "\\\"SecretAccessKey\\\":\\\"hush\\\",\\\"SessionToken\\\":\\\"t\\\","
                    "\\\"Expiration\\\":\\\"2026-09-26T19:00:00Z\\\"}\"\n",
                    true);
  config_ = "[profile p]\ncredential_process = \"" + script + "\" 'A B'\n";
  const auto found = find({}, "p");
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(found->access_key_id, "A B");
  EXPECT_EQ(found->expires_at, parse_time("2026-09-26T19:00:00Z").value());
}

TEST_F(CredentialsTest, KeysInTheCredentialsFileGoBeforeAProcessAndThatBeforeTheConfigFile) {
  const std::string script = folder_.write(
      "s", "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"PROCESS\",\"SecretAccessKey\":\"hush\"}'\n",
      true);
  config_ =
      "[profile p]\naws_access_key_id=CONFIG\naws_secret_access_key=hush\ncredential_process=" + script +
      "\n";
  EXPECT_EQ(find({}, "p")->access_key_id, "PROCESS");
  credentials_ = "[p]\naws_access_key_id=SHARED\naws_secret_access_key=hush\n";
  EXPECT_EQ(find({}, "p")->access_key_id, "SHARED");
}

TEST_F(CredentialsTest, AProcessThatFailsIsAnErrorThatKeepsItsOutputToItself) {
  const auto failing = [&](const std::string& body) {
    config_ = "[profile p]\ncredential_process=" + folder_.write("s", "#!/bin/sh\n" + body + "\n", true) +
              " hush\n";
    auto found = find({}, "p");
    EXPECT_FALSE(found) << body;
    return found ? "" : found.error().message;
  };
  EXPECT_NE(failing("echo hush; exit 3").find("exit code 3"), std::string::npos);
  EXPECT_NE(failing("kill -9 $$").find("signal 9"), std::string::npos);
  EXPECT_EQ(failing("echo hush"), "it printed no JSON object");
  EXPECT_EQ(failing("echo '{\"Version\":2}'"), "its Version is not 1");
  EXPECT_EQ(failing("echo '{\"Version\":1,\"AccessKeyId\":\"a\"}'"),
            "AccessKeyId or SecretAccessKey is missing");
  EXPECT_NE(failing("head -c 100000 /dev/zero; sleep 20").find("more than 64 KB"), std::string::npos);
  config_ = "[profile p]\ncredential_process=/no/such/program\n";
  EXPECT_NE(find({}, "p").error().message.find("No such file"), std::string::npos);
}

TEST_F(CredentialsTest, ARoleIsAssumedWithTheKeysOfItsSourceProfile) {
  config_ =
      "[profile r]\nrole_arn=arn:aws:iam::1:role/r\nsource_profile=base\nexternal_id=e\nrole_session_name=s\n"
      "duration_seconds=900\n";
  credentials_ = "[base]\naws_access_key_id=BASE\naws_secret_access_key=hush\n";
  const auto found = find({}, "r");
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(found->access_key_id, "arn:aws:iam::1:role/r");
  EXPECT_EQ(found->session_token, "token");
  EXPECT_EQ(found->expires_at, parse_time("2026-09-26T19:00:00Z").value());
  EXPECT_EQ(assumed_with_, std::vector<std::string>{"BASE"});
  EXPECT_EQ(assume_inputs_.at(0), (json::object{{"RoleArn", "arn:aws:iam::1:role/r"},
                                                {"RoleSessionName", "s"},
                                                {"ExternalId", "e"},
                                                {"DurationSeconds", 900}}));
}

TEST_F(CredentialsTest, RolesChain) {
  config_ = "[profile c]\nrole_arn=C\nsource_profile=b\n[profile b]\nrole_arn=B\nsource_profile=b\n";
  credentials_ = "[b]\naws_access_key_id=BASE\naws_secret_access_key=hush\n";
  const auto found = find({}, "c");
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(assumed_with_, (std::vector<std::string>{"BASE", "B"}));
  EXPECT_EQ(found->access_key_id, "C");
}

TEST_F(CredentialsTest, ARoleCanUseTheEnvironment) {
  config_ = "[profile r]\nrole_arn=R\ncredential_source=Environment\n";
  EXPECT_TRUE(find({{"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", secret}}, "r"));
  EXPECT_EQ(assumed_with_, std::vector<std::string>{"ENV"});
  EXPECT_FALSE(find({}, "r"));
}

TEST_F(CredentialsTest, RoleProfilesThatCannotWorkSayWhy) {
  const auto why = [&](const std::string& rest) {
    config_ = "[profile r]\nrole_arn=R\n" + rest;
    auto found = find({}, "r");
    EXPECT_FALSE(found) << rest;
    return found ? "" : found.error().message;
  };
  EXPECT_EQ(why("source_profile=s\n[profile s]\nrole_arn=S\nsource_profile=r\n"),
            "source_profile goes in a circle: r -> s -> r");
  EXPECT_EQ(why("source_profile=nowhere\n"), "its source_profile nowhere is in no file");
  EXPECT_EQ(why("source_profile=s\n[profile s]\nregion=x\n"), "its source_profile s has no credentials");
  EXPECT_EQ(why(""), "role_arn needs source_profile or credential_source beside it");
  EXPECT_EQ(why("source_profile=s\ncredential_source=Environment\n"),
            "source_profile and credential_source stand together: only one may");
  EXPECT_EQ(why("credential_source=Ec2InstanceMetadata\n"),
            "credential_source Ec2InstanceMetadata is not supported");
  EXPECT_EQ(why("source_profile=s\nmfa_serial=m\n"), "mfa_serial needs a person at the keyboard");
}

TEST_F(CredentialsTest, ARoleThatMayNotBeAssumedNamesItself) {
  config_ = "[profile r]\nrole_arn=R\nsource_profile=r\n";
  credentials_ = "[r]\naws_access_key_id=BASE\naws_secret_access_key=hush\n";
  sts_error_ = Error{.kind = ErrorKind::denied, .code = "AccessDenied", .message = "not authorized"};
  const auto found = find({}, "r");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().subject, "R");
  EXPECT_NE(found.error().hint.find("sts:AssumeRole"), std::string::npos);
}

TEST(SplitCommand, FollowsTheShellsQuotes) {
  EXPECT_EQ(split_command(R"(a "b c" 'd "e' f\ g "h\"i" "" j'k'l)").value(),
            (std::vector<std::string>{"a", "b c", "d \"e", "f g", "h\"i", "", "jkl"}));
  EXPECT_EQ(split_command("  ").value(), std::vector<std::string>());
  EXPECT_FALSE(split_command("a 'b"));
}

class ScriptedProvider : public CredentialsProvider {
 public:
  Result<Credentials> get() override {
    ++asked;
    return next;
  }
  void invalidate() override { ++invalidated; }
  Result<Credentials> next = Credentials{};
  int asked = 0, invalidated = 0;
};

class CachedCredentialsTest : public ::testing::Test {
 protected:
  Credentials lasting(Milliseconds time) { return {.access_key_id = "A", .expires_at = clock_.now() + time}; }
  VirtualClock clock_{parse_time("2026-09-26T18:00:00Z").value()};
  std::shared_ptr<ScriptedProvider> inner_ = std::make_shared<ScriptedProvider>();
  CachedCredentials cached_{inner_, clock_};
};

TEST_F(CachedCredentialsTest, AsksAgainFiveMinutesBeforeTheEnd) {
  inner_->next = lasting(Seconds(3600));
  ASSERT_TRUE(cached_.get());
  clock_.advance(Seconds(3600 - 301));
  ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 1);
  clock_.advance(Seconds(1));
  inner_->next = lasting(Seconds(3600));
  ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 2);
}

TEST_F(CachedCredentialsTest, CredentialsWithoutAnEndAreAskedForOnce) {
  inner_->next = Credentials{.access_key_id = "A"};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(cached_.get());
    clock_.advance(Seconds(100'000));
  }
  EXPECT_EQ(inner_->asked, 1);
}

TEST_F(CachedCredentialsTest, OldOnesServeToTheirEndWhenTheyCannotBeRenewed) {
  inner_->next = lasting(Seconds(600));
  ASSERT_TRUE(cached_.get());
  inner_->next = fail({.kind = ErrorKind::retry, .message = "STS is away"});
  clock_.advance(Seconds(400));
  EXPECT_TRUE(cached_.get());
  EXPECT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 2);
  clock_.advance(Seconds(30));
  EXPECT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 3);
  clock_.advance(Seconds(170));
  EXPECT_FALSE(cached_.get());
}

TEST_F(CachedCredentialsTest, ShortSessionsAreNotAskedForAtEveryCall) {
  inner_->next = lasting(Seconds(200));
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 1);
}

TEST_F(CachedCredentialsTest, WhatAwsCalledExpiredIsForgotten) {
  inner_->next = lasting(Seconds(3600));
  ASSERT_TRUE(cached_.get());
  cached_.invalidate();
  ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 2);
  EXPECT_EQ(inner_->invalidated, 1);
}

}  // namespace
}  // namespace lakemirror::aws
