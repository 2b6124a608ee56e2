#include "cli/workbench.h"

#include <algorithm>
#include <functional>

#include "aws/account.h"
#include "aws/user_agent.h"
#include "base/log.h"
#include "cli/journal_place.h"
#include "journal/lease_errors.h"

namespace lakemirror::cli {

namespace {

constexpr Milliseconds first_pause = Seconds(1);
constexpr Milliseconds longest_pause = Seconds(60);

/// `on_wait` is called before each pause.
Result<aws::Identity> identity_of(Context& context, aws::Client& client, std::string_view side, bool patient,
                                  const std::function<void()>& on_wait) {
  Milliseconds pause = first_pause;
  bool said = false;
  while (true) {
    Result<aws::Identity> identity = aws::identity_of(client);
    if (identity) {
      if (said) log::info("{}: reached", side);
      return identity;
    }
    Error error = std::move(identity).error();
    error.subject = std::string(side);
    const bool may_pass = patient && error.kind == ErrorKind::retry && !context.stop().stop_requested();
    if (!may_pass) return context.refuse(ExitCode::error, "lakemirror check", std::move(error));
    if (!said) log::warn("{}; trying again until it answers", error.text());
    said = true;
    on_wait();
    context.clock().sleep_for(pause, context.stop());
    pause = std::min(2 * pause, longest_pause);
  }
}

Result<void> refuse_one_place(Context& context, const config::Configuration& configuration,
                              const std::string& source_account, const std::string& target_account) {
  const config::Side& source = configuration.source;
  const config::Side& target = configuration.target;
  if (source_account != target_account || source.region != target.region ||
      source.endpoint != target.endpoint)
    return {};
  return context.refuse(ExitCode::configuration, "lakemirror check",
                        {.operation = "compare source and target",
                         .subject = configuration.origin,
                         .message = "both are account " + source_account + " in " + source.region,
                         .hint = "name another Region, or credentials of another account, for one of them"});
}

}  // namespace

Result<std::unique_ptr<Workbench>> Workbench::open(Context& context, Purpose purpose, bool adopt_target) {
  LM_TRY(auto bench, prepare(context, purpose, adopt_target));
  LM_CHECK(bench->connect(context, false));
  return bench;
}

Result<std::unique_ptr<Workbench>> Workbench::prepare(Context& context, Purpose purpose, bool adopt_target) {
  auto bench = std::make_unique<Workbench>();
  LM_TRY(bench->configuration, load_configuration(context));
  bench->configuration.adopt_target |= adopt_target;
  bench->configuration.journal = journal_path(context, bench->configuration);
  if (purpose == Purpose::look) {
    LM_TRY(bench->journal, open_journal(context, bench->configuration));
  } else {
    LM_CHECK(bench->take_lease(context, purpose));
  }
  return bench;
}

Result<void> Workbench::take_lease(Context& context, Purpose purpose) {
  const auto table = journal_table(configuration.journal);
  if (table) {
    LM_TRY(auto opened, open_table(context, configuration, *table));
    table_lease = std::make_unique<journal::dynamodb::DynamoLease>(
        *opened, context.clock(), context.random(),
        journal::dynamodb::DynamoLease::Options{.holder = own_name(), .length = configuration.lease});
    journal = std::move(opened);
  } else {
    LM_TRY(journal, open_journal(context, configuration));
    file_lease = std::make_unique<journal::FileLease>(configuration.journal, *journal, context.clock(),
                                                      context.random());
  }
  if (table && purpose == Purpose::follow) return {};
  const auto taken = lease()->acquire();
  if (!taken && taken.error().code == journal::fenced_code) {
    if (purpose == Purpose::follow) return {};  // it stands by
    return context.refuse(ExitCode::fenced, "lakemirror resume", taken.error());
  }
  // Of a file it may be its lock that cannot be had; a table may be out of reach, which is another matter.
  const auto code =
      taken || file_lease || journal::is_about_the_lease(taken.error()) ? ExitCode::locked : ExitCode::error;
  if (!taken)
    return context.refuse(code, code == ExitCode::locked ? "lakemirror status" : "lakemirror check",
                          taken.error());
  if (*taken) return {};
  Error refused = file_lease ? file_lease->refusal()
                             : Error{.kind = ErrorKind::retry,
                                     .operation = "journal lease",
                                     .subject = configuration.journal,
                                     .message = "another replicator has it: " + table_lease->other_holder(),
                                     .hint = "stop the other replicator, or name another journal"};
  return context.refuse(ExitCode::locked, "lakemirror status", std::move(refused));
}

journal::Lease* Workbench::lease() const {
  if (file_lease) return file_lease.get();
  return table_lease.get();
}

Workbench::~Workbench() {
  if (lease() == nullptr) return;
  // Who comes next need not wait for its end.
  if (const auto released = lease()->release(); !released) log::warn("{}", released.error().text());
}

Result<void> Workbench::connect(Context& context, bool patient) {
  const auto on_wait = [this] { let_go_behind_fence(); };
  LM_TRY(source, connect_side(context, configuration.source, configuration.lookup_requests_per_second));
  LM_TRY(const aws::Identity at_source, identity_of(context, *source, "source", patient, on_wait));
  LM_TRY(target, connect_target(context, configuration.target, lease(), configuration.lease / 3,
                                aws::copies_from(at_source.account, configuration.source.region)));
  LM_TRY(const aws::Identity at_target, identity_of(context, *target, "target", patient, on_wait));
  LM_CHECK(refuse_one_place(context, configuration, at_source.account, at_target.account));
  mapping = mapping::Mapping(mapping_settings(configuration, at_source.account, at_target.account));
  settings = pipeline_settings(configuration, at_source, at_target);
  renew_replicator(context);
  return {};
}

/// Who raises a fence waits until nobody has the lease, and need not wait for a side that is away.
void Workbench::let_go_behind_fence() {
  if (!file_lease) return;
  const auto fence = file_lease->standing();
  if (fence && *fence) (void)file_lease->release();
}

void Workbench::renew_replicator(Context& context) {
  replicator = std::make_unique<pipeline::Replicator>(
      *source, *target, *journal, mapping, context.clock(), settings, &tallies,
      pipeline::Guards{.lease = lease(), .in_flight = table_lease.get()});
}

void add_adopt_option(Command& command, bool& adopt_target) {
  command.flag("--adopt-target", adopt_target,
               "Go ahead although the target held databases before the first run");
}

}  // namespace lakemirror::cli
