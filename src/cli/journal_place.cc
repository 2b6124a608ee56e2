#include "cli/journal_place.h"

#include <unistd.h>

#include <array>

#include "cli/setup.h"
#include "journal/dynamodb/s3_overflow.h"

namespace lakemirror::cli {

namespace {

constexpr std::string_view scheme = "dynamodb://";
aws::ClientOptions table_options(Context& context, const config::Configuration& configuration) {
  const config::Side& side = configuration.target;
  aws::ClientOptions options{
      .clock = context.clock(),
      .random = context.random(),
      .region = side.region,
      .profile = side.profile,
      .role_arn = side.role_arn,
      .endpoint = side.endpoint,
      .ca_bundle = side.ca_bundle,
      .call_timeout = configuration.lease / 6};  // by such requests the lease is renewed
  // An endpoint of the whole side is for its catalog: the table may have one of its own.
  if (options.environment("AWS_ENDPOINT_URL_DYNAMODB")) options.endpoint.clear();
  return options;
}

}  // namespace

std::optional<std::string> journal_table(const std::string& place) {
  if (!place.starts_with(scheme)) return std::nullopt;
  return place.substr(scheme.size());
}

// Not stopped with the rest: outcomes are written, and the lease given back, after a stop was asked for.
Result<std::unique_ptr<aws::HttpClient>> connect_table(Context& context,
                                                       const config::Configuration& configuration) {
  auto client = aws::connect(table_options(context, configuration));
  if (!client) return context.refuse(ExitCode::configuration, "lakemirror check", std::move(client).error());
  return client;
}

Result<std::unique_ptr<journal::dynamodb::DynamoJournal>> open_table(
    Context& context, const config::Configuration& configuration, const std::string& table) {
  LM_TRY(auto client, connect_table(context, configuration));
  journal::dynamodb::DynamoJournal::Options options{.table = table,
                                                    .clock = context.clock(),
                                                    .random = context.random(),
                                                    .retention = configuration.retention,
                                                    .threads = configuration.threads};
  if (!configuration.journal_bucket.empty()) {
    LM_TRY(auto s3, aws::connect_s3(table_options(context, configuration)));
    options.overflow =
        std::make_shared<journal::dynamodb::S3Overflow>(std::move(s3), configuration.journal_bucket);
  }
  return std::make_unique<journal::dynamodb::DynamoJournal>(std::shared_ptr<aws::Client>(std::move(client)),
                                                            std::move(options));
}

std::string own_name() {
  std::array<char, 256> host = {};
  ::gethostname(host.data(), host.size() - 1);
  return fmt::format("{}, process {}", host.data(), ::getpid());
}

}  // namespace lakemirror::cli
