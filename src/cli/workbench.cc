#include "cli/workbench.h"

#include <algorithm>

#include "aws/account.h"
#include "base/log.h"

namespace lakemirror::cli {

namespace {

constexpr Milliseconds first_pause = Seconds(1);
constexpr Milliseconds longest_pause = Seconds(60);

Result<aws::Identity> identity_of(Context& context, aws::Client& client, std::string_view side,
                                  bool patient) {
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
  LM_TRY(bench->journal, open_journal(context, bench->configuration.journal));
  if (purpose == Purpose::apply) {
    Result<journal::ReplicatorLock> held = journal::ReplicatorLock::acquire(bench->configuration.journal);
    if (!held) return context.refuse(ExitCode::locked, "lakemirror status", std::move(held).error());
    bench->lock.emplace(std::move(*held));
  }
  return bench;
}

Result<void> Workbench::connect(Context& context, bool patient) {
  LM_TRY(source, connect_side(context, configuration.source, configuration.lookup_requests_per_second));
  LM_TRY(target, connect_side(context, configuration.target, 0));
  LM_TRY(const aws::Identity at_source, identity_of(context, *source, "source", patient));
  LM_TRY(const aws::Identity at_target, identity_of(context, *target, "target", patient));
  LM_CHECK(refuse_one_place(context, configuration, at_source.account, at_target.account));
  mapping = mapping::Mapping(mapping_settings(configuration, at_source.account, at_target.account));
  replicator = std::make_unique<pipeline::Replicator>(*source, *target, *journal, mapping, context.clock(),
                                                      pipeline_settings(configuration, at_source, at_target),
                                                      &tallies);
  return {};
}

void add_adopt_option(Command& command, bool& adopt_target) {
  command.flag("--adopt-target", adopt_target,
               "Go ahead although the target held databases before the first run");
}

}  // namespace lakemirror::cli
