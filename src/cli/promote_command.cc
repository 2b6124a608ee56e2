#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "cli/commands.h"
#include "cli/fence_post.h"
#include "cli/promotion.h"
#include "cli/setup.h"
#include "setup/observe.h"

namespace lakemirror::cli {

namespace {

constexpr Milliseconds look_every = Milliseconds(250);
constexpr Seconds least_wait = Seconds(120);
constexpr std::size_t most_looked_through = 1000;  ///< pending entries, for the few that are shown

struct PromoteOptions {
  std::string reason = {};
  int wait = 0;  ///< seconds; 0: as long as the lease and a look in between may take
};

/// "ops@host": for people who find the fence later.
std::string this_person() {
  std::array<char, 256> host = {};
  ::gethostname(host.data(), host.size() - 1);
  const passwd* entry = ::getpwuid(::geteuid());
  return fmt::format("{}@{}", entry != nullptr ? entry->pw_name : std::to_string(::geteuid()), host.data());
}

Seconds longest_wait(const PromoteOptions& options, const config::Configuration& configuration) {
  if (options.wait > 0) return Seconds(options.wait);
  return std::max(least_wait, 2 * configuration.lease);
}

/// Waits until nobody is at work, or the time is up.
Result<void> wait_until_stopped(Context& context, journal::Fence& fence, Milliseconds longest,
                                Promotion& promotion) {
  ProgressLine progress(context.progress_mode());
  const Time began = context.clock().now();
  while (true) {
    LM_TRY(promotion.at_work, fence.at_work());
    promotion.waited = context.clock().now() - began;
    if (!promotion.at_work || promotion.waited >= longest || context.stop().stop_requested()) return {};
    progress.show(fmt::format("the fence stands; waiting for what is at work ({}), {} of {} s at most",
                              *promotion.at_work,
                              std::chrono::duration_cast<Seconds>(promotion.waited).count(),
                              std::chrono::duration_cast<Seconds>(longest).count()));
    context.clock().sleep_for(look_every, context.stop());
  }
}

Result<void> add_never_applied(journal::Journal& journal, Promotion& promotion) {
  LM_TRY(const auto pending,
         journal.list({.flag = model::ProcessedFlag::pending, .limit = most_looked_through}));
  for (const model::Entry& entry : pending) {
    if (entry.outcome) continue;  // provisional: it is done, and would have been looked at once more
    if (promotion.pending.size() < Promotion::max_listed) promotion.pending.push_back(entry);
  }
  for (const auto flag : {model::ProcessedFlag::pending, model::ProcessedFlag::parked}) {
    for (const auto* name : {"RevokePermissions", "BatchRevokePermissions"}) {
      LM_TRY(const auto revokes,
             journal.list({.flag = flag, .event_name = name, .limit = most_looked_through}));
      promotion.revokes += std::ranges::count_if(revokes, [&](const model::Entry& entry) {
        return flag == model::ProcessedFlag::parked || !entry.outcome;
      });
    }
  }
  return {};
}

Result<ExitCode> promote(Context& context, const PromoteOptions& options) {
  LM_TRY(const config::Configuration configuration, load_configuration(context));
  LM_TRY(const FencePost post, FencePost::open(context, configuration));
  Promotion promotion;
  promotion.source_region = configuration.source.region;
  promotion.target_region = configuration.target.region;
  promotion.configuration = configuration.origin;
  LM_TRY(promotion.fence,
         post.fence().raise({.since = context.clock().now(), .by = this_person(), .reason = options.reason}));
  LM_CHECK(wait_until_stopped(context, post.fence(), longest_wait(options, configuration), promotion));
  LM_TRY(auto observed, setup::observe(post.journal(), context.clock().now(), configuration.trail_settle));
  promotion.status = report::make_status(std::move(observed));
  LM_CHECK(add_never_applied(post.journal(), promotion));
  if (context.wants_json()) {
    LM_CHECK(context.print(promotion_json(promotion)));
  } else {
    LM_CHECK(context.print(promotion_text(promotion, context.paint())));
  }
  return promotion.at_work ? ExitCode::incomplete : ExitCode::ok;
}

}  // namespace

void add_promote(Command root, Context& context) {
  auto options = std::make_shared<PromoteOptions>();
  Command command =
      root.add("promote", "Fence the target off from its source, which may be gone, so that it can go live",
               "lakemirror promote --reason 'us-east-1 is gone'");
  command.option("--reason", options->reason, "TEXT", "Why, for whoever finds the fence later");
  command.number("--wait", options->wait, 0, 86400,
                 "Seconds to wait for a replicator at work; 0: two lengths of the lease, 120 at least");
  context.add_common_options(command);
  command.runs([&context, options] { return promote(context, *options); });
}

}  // namespace lakemirror::cli
