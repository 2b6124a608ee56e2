#include <gtest/gtest.h>

#include "aws/default_credentials.h"
#include "aws/process_credentials.h"
#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

using testing::environment_of;
using testing::FakeClient;
using testing::FakeTransport;
using testing::json_answer;

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
    const CredentialServices services{
        .clock = clock_,
        .sts = sts,
        .transport = portal_,
        .portal = [](const std::string& region) -> Result<std::string> { return "https://portal." + region; },
        .nearby = [this](Milliseconds) { return nearby_; }};
    auto found = DefaultCredentials(environment_of(std::move(variables)), profile, services).get();
    if (!found) {
      EXPECT_EQ(found.error().text().find("hush"), std::string::npos);
    }
    return found;
  }

  /// An STS that hands out the name of the role as access key.
  class Recorder : public FakeClient {
   public:
    explicit Recorder(CredentialsTest& test) : FakeClient({}), test_(test) {}
    Result<json::object> call(api::Service, std::string_view operation, const json::object& input) override {
      test_.operations_.emplace_back(operation);
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

  void script_nearby(std::vector<Result<HttpResponse>> answers) {
    nearby_ = std::make_shared<FakeTransport>(std::move(answers));
  }

  testing::TemporaryFolder folder_;
  VirtualClock clock_{parse_time("2026-09-26T18:00:00Z").value()};
  std::string config_, credentials_;
  /// Where nothing answers, as on a machine that is no instance.
  std::shared_ptr<FakeTransport> nearby_ = std::make_shared<FakeTransport>(std::vector<Result<HttpResponse>>{
      fail({.kind = ErrorKind::retry, .message = "169.254.169.254: Timeout was reached"})});
  std::shared_ptr<FakeTransport> portal_ = std::make_shared<FakeTransport>(
      std::vector<Result<HttpResponse>>{fail({.kind = ErrorKind::retry, .message = "portal: away"})});
  std::vector<std::string> operations_;
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
            "no AWS credentials found; tried: 1. environment (AWS_ACCESS_KEY_ID is not set); 2. web identity "
            "(AWS_WEB_IDENTITY_TOKEN_FILE is not set); 3. profile default (in neither " +
                folder_.path() + "/credentials nor " + folder_.path() +
                "/config); 4. container (neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor "
                "AWS_CONTAINER_CREDENTIALS_FULL_URI is set); 5. instance metadata at http://169.254.169.254/ "
                "(169.254.169.254: Timeout was reached; asked once, for at most 1s)");
  config_ = "[profile x]\nregion=eu-west-1\n";
  EXPECT_NE(find({}, "x").error().message.find("no role_arn, sso_account_id, keys or credential_process"),
            std::string::npos);
}

TEST_F(CredentialsTest, AProfileThatIsAskedForAndMissingLeadsToNoOtherIdentity) {
  script_nearby({json_answer(200, "token")});
  const std::map<std::string, std::string> container = {
      {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/"}};
  EXPECT_NE(find(container, "x").error().message.find("profile x (in neither"), std::string::npos);
  EXPECT_NE(find({{"AWS_PROFILE", "y"}}).error().message.find("profile y (in neither"), std::string::npos);
  EXPECT_TRUE(nearby_->requests.empty());
}

constexpr const char* service_answer =
    R"({"Code":"Success","AccessKeyId":"NEARBY","SecretAccessKey":"hush-hush-hush","Token":"t","Expiration":"2026-09-26T19:00:00Z"})";

TEST_F(CredentialsTest, WhatAProfileSaysGoesBeforeTheContainerAndThatBeforeTheInstance) {
  std::map<std::string, std::string> variables = {
      {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/c"}};
  credentials_ = "[default]\naws_access_key_id=FILE\naws_secret_access_key=hush\n";
  EXPECT_EQ(find(variables)->access_key_id, "FILE");
  credentials_ = "";
  script_nearby({json_answer(200, service_answer)});
  EXPECT_EQ(find(variables)->source, "container");
  script_nearby({json_answer(200, "token"), json_answer(200, "worker"), json_answer(200, service_answer)});
  EXPECT_EQ(find({})->source, "instance metadata, role worker");
}

TEST_F(CredentialsTest, ASourceThatIsConfiguredAndFailsIsNotPassedOver) {
  script_nearby({json_answer(500, "")});
  const auto found = find({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/c"}});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::retry);
  EXPECT_EQ(found.error().subject, "container");
  for (const HttpRequest& request : nearby_->requests) EXPECT_EQ(request.url, "http://127.0.0.1/c");
}

TEST_F(CredentialsTest, AWebIdentityOfTheEnvironmentGoesBeforeTheRestOfAProfile) {
  credentials_ = "[default]\naws_access_key_id=FILE\naws_secret_access_key=hush\n";
  const std::map<std::string, std::string> variables = {
      {"AWS_WEB_IDENTITY_TOKEN_FILE", folder_.write("token", "hush.hush.hush\n")},
      {"AWS_ROLE_ARN", "arn:aws:iam::1:role/w"},
      {"AWS_ROLE_SESSION_NAME", "pod-1"}};
  const auto found = find(variables);
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(operations_, std::vector<std::string>{"AssumeRoleWithWebIdentity"});
  EXPECT_EQ(assumed_with_, std::vector<std::string>{""});
  EXPECT_EQ(assume_inputs_.at(0), (json::object{{"RoleArn", "arn:aws:iam::1:role/w"},
                                                {"RoleSessionName", "pod-1"},
                                                {"WebIdentityToken", "hush.hush.hush"}}));
  EXPECT_EQ(find(variables, "default")->access_key_id, "FILE");
}

TEST_F(CredentialsTest, AWebIdentityTokenIsReadAnewAndNamedWhereItIsMissing) {
  const std::string file = folder_.write("token", "hush-one");
  config_ = "[profile w]\nweb_identity_token_file=" + file + "\nrole_arn=W\n";
  ASSERT_TRUE(find({}, "w"));
  folder_.write("token", "hush-two");
  ASSERT_TRUE(find({}, "w"));
  EXPECT_EQ(assume_inputs_.at(1).at("WebIdentityToken"), "hush-two");
  EXPECT_EQ(assume_inputs_.at(1).at("RoleSessionName"), "lakemirror");
  folder_.write("token", "\n");
  EXPECT_EQ(find({}, "w").error().message, "it holds no token");
  config_ = "[profile w]\nweb_identity_token_file=/no/such/file\nrole_arn=W\n";
  EXPECT_EQ(find({}, "w").error().subject, "/no/such/file");
  config_ = "[profile w]\nweb_identity_token_file=/dev/zero\nrole_arn=W\n";
  EXPECT_EQ(find({}, "w").error().message, "it is no regular file");
  config_ = "[profile w]\nweb_identity_token_file=" + file + "\n";
  EXPECT_NE(find({}, "w").error().message.find("AWS_ROLE_ARN"), std::string::npos);
}

TEST_F(CredentialsTest, AnAnswerThatQuotesTheWebIdentityTokenIsNotRepeated) {
  config_ = "[profile w]\nweb_identity_token_file=" + folder_.write("token", "hush-token") + "\nrole_arn=W\n";
  sts_error_ = Error{.kind = ErrorKind::denied,
                     .code = "InvalidIdentityToken",
                     .message = "what is hush-token, and again hush-token?"};
  const auto found = find({}, "w");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "what is ***, and again ***?");
  EXPECT_NE(found.error().hint.find("kept fresh"), std::string::npos);
}

TEST_F(CredentialsTest, ARoleCanUseASourceProfileWithAWebIdentity) {
  config_ = "[profile r]\nrole_arn=R\nsource_profile=w\n[profile w]\nrole_arn=W\nweb_identity_token_file=" +
            folder_.write("token", "hush") + "\n";
  const auto found = find({{"AWS_ROLE_ARN", "not-this-one"}}, "r");
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(operations_, (std::vector<std::string>{"AssumeRoleWithWebIdentity", "AssumeRole"}));
  EXPECT_EQ(assume_inputs_.at(0).at("RoleArn"), "W");
  EXPECT_EQ(assumed_with_, (std::vector<std::string>{"", "W"}));
}

TEST_F(CredentialsTest, ARoleCanUseTheContainerOrTheInstance) {
  config_ = "[profile r]\nrole_arn=R\ncredential_source=EcsContainer\n";
  script_nearby({json_answer(200, service_answer)});
  EXPECT_TRUE(find({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x"}}, "r"));
  EXPECT_EQ(nearby_->requests.at(0).url, "http://169.254.170.2/v2/x");
  EXPECT_EQ(assumed_with_, std::vector<std::string>{"NEARBY"});
  EXPECT_NE(
      find({}, "r").error().message.find("credential_source EcsContainer gave nothing: container (neither"),
      std::string::npos);
  config_ =
      "[profile r]\nrole_arn=R\ncredential_source=Ec2InstanceMetadata\n"
      "ec2_metadata_service_endpoint=http://127.0.0.1:9\n";
  script_nearby({json_answer(200, "token"), json_answer(200, "worker"), json_answer(200, service_answer)});
  EXPECT_TRUE(find({}, "r"));
  EXPECT_EQ(nearby_->requests.at(0).url, "http://127.0.0.1:9/latest/api/token");
  EXPECT_EQ(find({{"AWS_EC2_METADATA_DISABLED", "TRUE"}}, "r").error().message,
            "its credential_source Ec2InstanceMetadata gave nothing: instance metadata "
            "(AWS_EC2_METADATA_DISABLED is true)");
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
  EXPECT_EQ(why("credential_source=Elsewhere\n"), "credential_source Elsewhere is not known");
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

}  // namespace
}  // namespace lakemirror::aws
