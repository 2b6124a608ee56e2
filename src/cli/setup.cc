#include "cli/setup.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "cli/journal_place.h"
#include "cli/logging.h"
#include "config/load_from.h"
#include "journal/sqlite_journal.h"
#include "setup/change_under.h"

namespace lakemirror::cli {

namespace {

/// Objects are fetched with what the environment says: the configuration that would say otherwise is yet to
/// be read.
Result<std::string> fetch_object(Context& context, const std::string& bucket, const std::string& key) {
  LM_TRY(const auto s3,
         aws::connect_s3({.clock = context.clock(), .random = context.random(), .stop = context.stop()}));
  return s3->get_object(bucket, key);
}

}  // namespace

std::string configuration_place(const Context& context) {
  if (!context.options.config.empty()) return context.options.config;
  const char* named = std::getenv("LAKEMIRROR_CONFIG");
  return named != nullptr && *named != '\0' ? named : "lakemirror.conf";
}

Result<config::Configuration> load_configuration(Context& context) {
  const auto fetch = [&context](const std::string& bucket, const std::string& key) {
    return fetch_object(context, bucket, key);
  };
  Result<config::Configuration> loaded = config::load_from(configuration_place(context), fetch);
  if (!loaded) {
    return context.refuse(ExitCode::configuration, "lakemirror check --config FILE",
                          std::move(loaded).error());
  }
  const log::Level least = context.is_daemon() ? log::Level::debug : log::Level::warn;
  configure_logging(context, to_word(std::max(loaded->log_level, least)),
                    loaded->log_format == config::LogFormat::json ? "json" : "text");
  for (const std::string& warning : loaded->warnings) log::warn("{}", warning);
  for (const std::string& note : loaded->notes) log::debug("{}", note);
  return loaded;
}

std::string journal_path(const Context& context, const config::Configuration& configuration) {
  return context.options.journal.empty() ? configuration.journal : context.options.journal;
}

namespace {

Result<std::unique_ptr<journal::Journal>> open_file(Context& context, const std::string& path) {
  Result<std::unique_ptr<journal::SqliteJournal>> opened = journal::SqliteJournal::open(path);
  if (!opened) return context.refuse(ExitCode::error, "lakemirror check", std::move(opened).error());
  return std::unique_ptr<journal::Journal>(std::move(*opened));
}

Result<std::unique_ptr<journal::Journal>> open_file_to_look(Context& context, const std::string& path) {
  std::error_code failed;
  const bool is_new = !std::filesystem::exists(path, failed) && !failed;
  LM_TRY(auto journal, open_file(context, path));
  // What is looked at in a journal that was mistyped must not pass for good news.
  if (is_new) context.note(path + " was not there: an empty journal was made");
  return journal;
}

}  // namespace

Result<std::unique_ptr<journal::Journal>> open_journal(Context& context,
                                                       const config::Configuration& configuration) {
  const std::string place = journal_path(context, configuration);
  const auto table = journal_table(place);
  if (!table) return open_file(context, place);
  LM_TRY(auto journal, open_table(context, configuration, *table));
  return std::unique_ptr<journal::Journal>(std::move(journal));
}

Result<std::unique_ptr<journal::Journal>> open_to_look(Context& context,
                                                       const config::Configuration& configuration) {
  const std::string place = journal_path(context, configuration);
  return journal_table(place) ? open_journal(context, configuration) : open_file_to_look(context, place);
}

Result<std::unique_ptr<journal::Journal>> open_to_look(Context& context) {
  const std::string& named = context.options.journal;
  if (!named.empty() && !journal_table(named)) {
    configure_logging(context, "", "");
    return open_file_to_look(context, named);
  }
  LM_TRY(const config::Configuration configuration, load_configuration(context));
  return open_to_look(context, configuration);
}

namespace {

aws::ClientOptions side_options(Context& context, const config::Side& side) {
  return {.clock = context.clock(),
          .random = context.random(),
          .region = side.region,
          .profile = side.profile,
          .role_arn = side.role_arn,
          .endpoint = side.endpoint,
          .ca_bundle = side.ca_bundle,
          .stop = context.stop()};
}

Result<std::unique_ptr<aws::HttpClient>> connect_with(Context& context, const aws::ClientOptions& options) {
  Result<std::unique_ptr<aws::HttpClient>> client = aws::connect(options);
  if (!client) return context.refuse(ExitCode::configuration, "lakemirror check", std::move(client).error());
  return client;
}

}  // namespace

Result<std::unique_ptr<aws::HttpClient>> connect_side(Context& context, const config::Side& side,
                                                      double lookup_rate) {
  auto options = side_options(context, side);
  options.lookup_rate = lookup_rate;
  return connect_with(context, options);
}

Result<std::unique_ptr<aws::HttpClient>> connect_target(Context& context, const config::Side& side,
                                                        journal::Lease* lease, Milliseconds change_timeout,
                                                        std::string copies_from) {
  auto options = side_options(context, side);
  options.lookup_rate = 0;
  options.agent_adds = std::move(copies_from);
  if (lease != nullptr) setup::change_under(*lease, change_timeout, options);
  return connect_with(context, options);
}

}  // namespace lakemirror::cli
