#include "cli/setup.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "cli/logging.h"
#include "config/load_from.h"
#include "journal/sqlite_journal.h"

namespace lakemirror::cli {

namespace {

std::string_view to_word(log::Level level) {
  switch (level) {
    case log::Level::debug:
      return "debug";
    case log::Level::info:
      return "info";
    case log::Level::warn:
      return "warn";
    case log::Level::error:
      return "error";
    case log::Level::off:
      return "off";
  }
  return "info";
}

feed::LookupBy lookup_by(config::LookupBy by) {
  switch (by) {
    case config::LookupBy::automatic:
      return feed::LookupBy::automatic;
    case config::LookupBy::event_source:
      return feed::LookupBy::source;
    case config::LookupBy::event_name:
      return feed::LookupBy::name;
    case config::LookupBy::read_only:
      return feed::LookupBy::read_only;
  }
  return feed::LookupBy::automatic;
}

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

Result<std::unique_ptr<journal::Journal>> open_journal(Context& context, const std::string& path) {
  Result<std::unique_ptr<journal::SqliteJournal>> opened = journal::SqliteJournal::open(path);
  if (!opened) return context.refuse(ExitCode::error, "lakemirror check", std::move(opened).error());
  return std::unique_ptr<journal::Journal>(std::move(*opened));
}

Result<std::unique_ptr<journal::Journal>> open_to_look(Context& context, const std::string& path) {
  std::error_code failed;
  const bool is_new = !std::filesystem::exists(path, failed) && !failed;
  LM_TRY(auto journal, open_journal(context, path));
  // What is looked at in a journal that was mistyped must not pass for good news.
  if (is_new) context.note(path + " was not there: an empty journal was made");
  return journal;
}

Result<std::unique_ptr<journal::Journal>> open_to_look(Context& context) {
  if (!context.options.journal.empty()) {
    configure_logging(context, "", "");
    return open_to_look(context, context.options.journal);
  }
  LM_TRY(const config::Configuration configuration, load_configuration(context));
  return open_to_look(context, configuration.journal);
}

Result<std::unique_ptr<aws::HttpClient>> connect_side(Context& context, const config::Side& side,
                                                      double lookup_rate) {
  Result<std::unique_ptr<aws::HttpClient>> client = aws::connect({.clock = context.clock(),
                                                                  .random = context.random(),
                                                                  .region = side.region,
                                                                  .profile = side.profile,
                                                                  .role_arn = side.role_arn,
                                                                  .endpoint = side.endpoint,
                                                                  .ca_bundle = side.ca_bundle,
                                                                  .lookup_rate = lookup_rate,
                                                                  .stop = context.stop()});
  if (!client) return context.refuse(ExitCode::configuration, "lakemirror check", std::move(client).error());
  return client;
}

mapping::MappingSettings mapping_settings(const config::Configuration& configuration,
                                          const std::string& source_account,
                                          const std::string& target_account) {
  return {.locations = configuration.locations,
          .source_account = source_account,
          .target_account = target_account,
          .source_region = configuration.source.region,
          .target_region = configuration.target.region};
}

pipeline::Settings pipeline_settings(const config::Configuration& configuration,
                                     const aws::Identity& at_source, const aws::Identity& at_target) {
  return {.read_settle = configuration.read_settle,
          .trail_settle = configuration.trail_settle,
          .full_compare_every = configuration.full_compare_every,
          .threads = configuration.threads,
          .source_account = at_source.account,
          .source_region = configuration.source.region,
          .target_account = at_target.account,
          .lake_formation = configuration.replicates_lake_formation(),
          .cross_account_grants = configuration.cross_account_grants,
          .own_source_principals = at_source.principals(),
          .own_target_principals = at_target.principals(),
          .grants_listed_every = configuration.permissions_listed_every,
          .include_databases = configuration.include_databases,
          .exclude_databases = configuration.exclude_databases,
          .protected_databases = configuration.protected_databases,
          .park_unmapped = configuration.unmapped_locations == config::UnmappedLocations::park,
          .apply_removals = configuration.delete_policy == config::DeletePolicy::replicate,
          .adopt_target = configuration.adopt_target,
          .breaker_share = configuration.breaker_share,
          .breaker_min = configuration.breaker_min,
          .breaker_window = configuration.breaker_window};
}

feed::LookupSettings lookup_settings(const config::Configuration& configuration) {
  feed::LookupSettings settings{.window = configuration.lookup_window,
                                .deep_every = configuration.deep_pass_every,
                                .by = lookup_by(configuration.lookup_by),
                                .trail_settle = configuration.trail_settle};
  if (!configuration.replicates_lake_formation()) settings.follow_glue_alone();
  return settings;
}

}  // namespace lakemirror::cli
