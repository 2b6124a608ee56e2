#include <fmt/format.h>

#include "api/api.h"
#include "aws/account.h"
#include "cli/check_lake_formation.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/journal_place.h"
#include "cli/setup.h"
#include "journal/dynamodb/dynamo_lease.h"
#include "journal/replicator_lock.h"
#include "pipeline/journal_pair.h"

namespace lakemirror::cli {

namespace {

/// A configuration that was changed and kept its journal is refused by every command that writes.
void check_pair(Context& context, Findings& findings, const config::Configuration& configuration,
                const std::string& source_account) {
  const std::string pair =
      pipeline::journal_pair(source_account, configuration.source.region, configuration.target.region);
  findings.check("journal's Regions", [&]() -> Result<std::string> {
    LM_TRY(const auto journal, open_journal(context, configuration));
    LM_CHECK(pipeline::check_journal_pair(*journal, pair));
    return pair;
  });
}

/// Credentials first, then one read of each kind that replication needs of the side.
CheckedSide check_side(Context& context, Findings& findings, const std::string& name,
                       const config::Side& side, bool is_source) {
  Result<std::unique_ptr<aws::HttpClient>> client = fail(Error{});
  aws::Identity identity;
  const bool known = findings.check(name + " credentials", [&]() -> Result<std::string> {
    client = connect_side(context, side, 0);
    if (!client) return fail(client.error());
    LM_TRY(const aws::Credentials credentials, (*client)->credentials());
    LM_TRY(identity, aws::identity_of(**client));
    return "account " + identity.account + ", Region " + std::string((*client)->region()) +
           ", with credentials from " + credentials.source;
  });
  if (!known) {
    findings.leave_out(name + " catalog", "no credentials");
    if (is_source) findings.leave_out(name + " event history", "no credentials");
    return {};
  }
  findings.check(name + " catalog", [&]() -> Result<std::string> {
    LM_TRY(const json::object page, (*client)->call(api::Service::glue, "GetDatabases", {{"MaxResults", 1}}));
    return std::string("GetDatabases answers");
  });
  const auto checked = [&] { return CheckedSide{std::move(*client), std::move(identity)}; };
  if (!is_source) return checked();
  findings.check(name + " event history", [&]() -> Result<std::string> {
    LM_TRY(const json::object page,
           (*client)->call(api::Service::cloudtrail, "LookupEvents", {{"MaxResults", 1}}));
    return std::string("LookupEvents answers");
  });
  return checked();
}

Result<std::string> lease_of(Context& context, const config::Configuration& configuration,
                             const std::string& table) {
  LM_TRY(const auto journal, open_table(context, configuration, table));
  journal::dynamodb::DynamoLease lease(*journal, context.clock(), context.random(), {.holder = own_name()});
  LM_TRY(const auto holder, lease.holder());
  LM_TRY(const auto fence, lease.standing());
  if (fence) return "a fence stands " + fence->says();
  return holder ? "held: " + *holder : std::string("free: no replicator has it");
}

bool check_journal(Context& context, Findings& findings, const config::Configuration& configuration) {
  const std::string path = journal_path(context, configuration);
  const bool opened = findings.check("journal", [&]() -> Result<std::string> {
    LM_TRY(const auto journal, open_journal(context, configuration));
    LM_CHECK(journal->set_value("checked_at", format_time(context.clock().now())));
    LM_TRY(const model::Counts counts, journal->counts());
    return fmt::format("{} is writable: {} pending, {} parked, {} processed", path, counts.pending,
                       counts.parked, counts.processed);
  });
  if (!opened) return false;
  if (const auto table = journal_table(path)) {
    findings.check("lease",
                   [&]() -> Result<std::string> { return lease_of(context, configuration, *table); });
    return true;
  }
  // A daemon at work is as it should be; who wants to replicate beside it learns here who holds the lock.
  findings.check("replicator lock", [&]() -> Result<std::string> {
    LM_TRY(const auto journal, open_journal(context, configuration));
    LM_TRY(const auto fence, journal->fence());
    if (fence) return "a fence stands " + fence->says();
    const auto lock = journal::ReplicatorLock::acquire(path);
    return lock ? std::string("free: no other replicator works on this journal")
                : "held: " + lock.error().message;
  });
  return true;
}

Result<ExitCode> check(Context& context) {
  Findings findings(context);
  Result<config::Configuration> configuration = fail(Error{});
  const bool loaded = findings.check("configuration", [&]() -> Result<std::string> {
    configuration = load_configuration(context);
    if (!configuration) return fail(configuration.error());
    return fmt::format("{}: {} to {}, {} location rules, {} warnings", configuration->origin,
                       configuration->source.region, configuration->target.region,
                       configuration->location_rules.size(), configuration->warnings.size());
  });
  if (!loaded) {
    LM_CHECK(findings.finish());
    return ExitCode::configuration;
  }
  const bool has_journal = check_journal(context, findings, *configuration);
  const auto source = check_side(context, findings, "source", configuration->source, true);
  const auto target = check_side(context, findings, "target", configuration->target, false);
  if (has_journal && source.client) check_pair(context, findings, *configuration, source.identity.account);
  if (configuration->replicates_lake_formation() && source.client && target.client)
    check_lake_formation(context, findings, *configuration, source, target);
  LM_CHECK(findings.finish());
  return findings.all_ok() ? ExitCode::ok : ExitCode::error;
}

}  // namespace

void add_check(Command root, Context& context) {
  Command command =
      root.add("check", "Is everything in place: configuration, credentials, reachability, journal",
               "lakemirror check --config lakemirror.conf");
  context.add_common_options(command);
  command.runs([&context] { return check(context); });
}

}  // namespace lakemirror::cli
