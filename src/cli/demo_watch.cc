#include "cli/demo_watch.h"

namespace lakemirror::cli {

namespace {

constexpr Milliseconds redraw_pause = Milliseconds(200);

/// How long nothing may move before the demo says that it is stuck: two of its deep passes, and as long as
/// reading all events once takes, at 50 a page and one page a second.
Milliseconds longest_standstill(const DemoState& state) {
  return std::chrono::minutes(2) + Seconds(state.events() / 50);
}

}  // namespace

Result<DemoState> DemoWatch::look() {
  LM_CHECK(replication_.observe());
  DemoState state = board_.state();
  if (state.failure) return fail(*state.failure);
  return state;
}

Result<DemoWatch::End> DemoWatch::watch(std::optional<Time> since, bool show) {
  std::pair<std::size_t, std::uint64_t> seen = {};
  Time moved = context_.clock().now();
  while (true) {
    LM_TRY(const DemoState state, look());
    const std::optional<Time> from = since ? since : state.last_change_at;
    const bool settled = from && state.is_settled(*from);
    if (show) screen_.show(state, settled);
    if (context_.stop().stop_requested()) return End::stopped;
    if (settled) return End::settled;
    const std::pair now_seen(state.events() + state.changes, state.counts.processed);
    const Time now = context_.clock().now();
    if (seen != now_seen) moved = now;
    if (now - moved > longest_standstill(state)) return End::stuck;
    seen = now_seen;
    context_.clock().sleep_for(redraw_pause, context_.stop());
  }
}

Result<DemoWatch::End> DemoWatch::until_workload_is_followed() { return watch(std::nullopt, true); }

Result<DemoWatch::End> DemoWatch::until_all_is_followed() { return watch(context_.clock().now(), false); }

}  // namespace lakemirror::cli
