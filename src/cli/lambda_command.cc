#include <cstdlib>

#include "aws/connect.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/journal_place.h"
#include "cli/logging.h"
#include "cli/setup.h"
#include "cli/stop_signals.h"
#include "config/load_from.h"
#include "journal/dynamodb/dynamo_lease.h"
#include "journal/file_lease.h"
#include "lambda/deadline.h"
#include "lambda/function.h"

namespace lakemirror::cli {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// An object, by the function's own variables; otherwise as for every command.
std::string function_configuration(const Context& context) {
  const std::string bucket = variable("config_file_bucket"), key = variable("config_file_key");
  if (!context.options.config.empty() || bucket.empty() || key.empty()) return configuration_place(context);
  return "s3://" + bucket + "/" + key;
}

/// A connection of its own each time: minutes lie between, in which the environment may have been frozen.
Result<std::unique_ptr<aws::S3Client>> s3_of(Context& context, std::stop_token stop) {
  return aws::connect_s3({.clock = context.clock(),
                          .random = context.random(),
                          .max_attempts = 3,
                          .stop = std::move(stop),
                          .stop_grace = lambda::call_grace});
}

struct ObjectName {
  std::string bucket, key;
};

/// Absent: a path.
std::optional<ObjectName> object_of(const std::string& place) {
  constexpr std::string_view scheme = "s3://";
  const auto slash = place.find('/', scheme.size());
  if (!place.starts_with(scheme) || slash == std::string::npos) return std::nullopt;
  return ObjectName{place.substr(scheme.size(), slash - scheme.size()), place.substr(slash + 1)};
}

lambda::ConfigurationWatch::Place watched_place(Context& context, const std::string& place) {
  lambda::ConfigurationWatch::Place watched;
  watched.version = [&context, place](const std::stop_token& stop) -> Result<std::string> {
    const auto object = object_of(place);
    if (!object) return "";  // a file of the package: it cannot change
    LM_TRY(const auto s3, s3_of(context, stop));
    LM_TRY(const auto info, s3->head_object(object->bucket, object->key));
    return info.etag;
  };
  watched.load = [&context, place](const std::stop_token& stop) -> Result<config::Configuration> {
    return config::load_from(place,
                             [&](const std::string& bucket, const std::string& key) -> Result<std::string> {
                               LM_TRY(const auto s3, s3_of(context, stop));
                               return s3->get_object(bucket, key);
                             });
  };
  return watched;
}

/// The function's own variable goes before the file: one file may serve several deployments.
std::string function_journal(Context& context, const config::Configuration& configuration) {
  if (context.options.journal.empty()) context.options.journal = variable("journal");
  return journal_path(context, configuration);
}

/// Who has the lease, for people: the log stream is where they read on.
std::string function_holder() {
  const std::string stream = variable("AWS_LAMBDA_LOG_STREAM_NAME");
  return stream.empty() ? own_name() : variable("AWS_LAMBDA_FUNCTION_NAME") + ", " + stream;
}

Result<lambda::OpenedJournal> open_for_function(Context& context,
                                                const config::Configuration& configuration) {
  const std::string path = function_journal(context, configuration);
  lambda::OpenedJournal opened;
  if (const auto table = journal_table(path)) {
    LM_TRY(auto journal, open_table(context, configuration, *table));
    auto lease = std::make_unique<journal::dynamodb::DynamoLease>(
        *journal, context.clock(), context.random(),
        journal::dynamodb::DynamoLease::Options{.holder = function_holder(), .length = configuration.lease});
    opened.in_flight = lease.get();
    opened.lease = std::move(lease);
    opened.journal = std::move(journal);
    return opened;
  }
  LM_TRY(opened.journal, open_journal(context, configuration));
  opened.lease =
      std::make_unique<journal::FileLease>(path, *opened.journal, context.clock(), context.random());
  return opened;
}

Result<ExitCode> serve_invocations(Context& context, const std::string& chosen) {
  context.be_daemon();
  configure_logging(context, "info", "json");
  StopSignals::keep_silent();
  const std::string host = variable("AWS_LAMBDA_RUNTIME_API");
  if (host.empty()) {
    return context.refuse(ExitCode::usage, "lakemirror lambda --help",
                          {.operation = "lambda",
                           .message = "AWS_LAMBDA_RUNTIME_API is not set",
                           .hint = "this is started by AWS Lambda; on a machine, use: lakemirror run"});
  }
  lambda::RuntimeClient runtime(host, context.stop());
  const std::string word = chosen.empty() ? variable("_HANDLER") : chosen;
  const auto handler = lambda::parse_handler(word);
  if (!handler) {
    Error error{.operation = "lambda",
                .subject = word,
                .code = "UnknownHandler",
                .message = "there is no such handler",
                .hint = "set the function's handler to pull, replicate, ingest or admin"};
    const Result<void> told = runtime.fail_start(error);
    if (!told) log::error("{}", told.error().text());
    return context.refuse(ExitCode::usage, "lakemirror lambda --help", std::move(error));
  }
  lambda::Function function(*handler,
                            {.clock = context.clock(),
                             .random = context.random(),
                             .stop = context.stop(),
                             .function_name = variable("AWS_LAMBDA_FUNCTION_NAME"),
                             .configuration = watched_place(context, function_configuration(context)),
                             .open_journal =
                                 [&](const config::Configuration& configuration) {
                                   return open_for_function(context, configuration);
                                 },
                             .configure_log =
                                 [&](const config::Configuration& configuration) {
                                   configure_logging(context, to_word(configuration.log_level), "json");
                                 }});
  LM_CHECK(function.serve(runtime));
  return ExitCode::ok;
}

}  // namespace

void add_lambda(Command root, Context& context) {
  auto handler = std::make_shared<std::string>();
  Command command =
      root.add("lambda", "Serve as a function of AWS Lambda", "lakemirror lambda --handler ingest");
  command.choice("--handler", *handler, {"pull", "replicate", "ingest", "admin"},
                 "What an invocation does (otherwise what $_HANDLER says)");
  command.option("-c,--config", context.options.config, "PATH",
                 "Configuration (otherwise the object $config_file_bucket, $config_file_key)");
  command.option("--journal", context.options.journal, "PATH",
                 "Journal: a file, or dynamodb://TABLE (otherwise what the configuration says)");
  context.add_log_options(command);
  command.runs([&context, handler] { return serve_invocations(context, *handler); });
}

}  // namespace lakemirror::cli
