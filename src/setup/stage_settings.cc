#include "setup/stage_settings.h"

namespace lakemirror::setup {

namespace {

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

/// Ourselves, since the way back has the same identity there if nobody says otherwise, and who is named.
aws::PrincipalNames replicators_at_source(const config::Configuration& configuration,
                                          const aws::Identity& at_source) {
  aws::PrincipalNames names = at_source.principals();
  for (const auto& arn : configuration.replicator_principals) names.add(arn);
  return names;
}

}  // namespace

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
          .target_region = configuration.target.region,
          .lake_formation = configuration.replicates_lake_formation(),
          .cross_account_grants = configuration.cross_account_grants,
          .own_source_principals = at_source.principals(),
          .own_target_principals = at_target.principals(),
          .replicators_at_source = replicators_at_source(configuration, at_source),
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

}  // namespace lakemirror::setup
