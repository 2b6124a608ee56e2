#include "cli/demo_changes.h"

#include "workload/workload.h"

namespace lakemirror::cli {

namespace {

void note_step(DemoState& state, const workload::Step& step) {
  if (step.refused) {
    ++state.refused;
    return;
  }
  ++state.changes;
  ++state.by_event[step.event_name];
  state.last_change = step.event_name + " " + step.subject;
}

Result<void> make_changes(workload::Workload& workload, const DemoOptions& options, Clock& clock,
                          DemoBoard& board, const std::stop_token& stop) {
  const auto planned = static_cast<std::size_t>(options.changes);
  // A few in a hundred are refused as they are meant to be. Twice as many as wanted mean that something is
  // wrong.
  const std::size_t most = 2 * planned + 100;
  const Time began = clock.now();
  std::size_t made = 0;
  for (std::size_t attempt = 0; made < planned; ++attempt) {
    if (stop.stop_requested()) return {};
    if (attempt == most) {
      return fail({.operation = "change the source", .message = "too many changes were refused"});
    }
    const double seconds = static_cast<double>(attempt) / options.rate;
    const Time due = began + Milliseconds(static_cast<Milliseconds::rep>(1000 * seconds));
    clock.sleep_for(std::max(due - clock.now(), Milliseconds(0)), stop);
    LM_TRY(const workload::Step step, workload.step());
    if (!step.refused) ++made;
    board.update([&](DemoState& state) { note_step(state, step); });
  }
  return {};
}

void work(aws::Client& source, const std::string& administrator, const DemoOptions& options, Clock& clock,
          DemoBoard& board, const std::stop_token& stop) {
  auto lively = workload::Options::lively(static_cast<std::uint64_t>(options.seed));
  lively.administrator = administrator;
  workload::Workload workload(source, std::move(lively));
  Result<void> done = make_changes(workload, options, clock, board, stop);
  board.update([&](DemoState& state) {
    state.last_change_at = clock.now();
    if (!done && !stop.stop_requested()) state.failure = std::move(done).error();
  });
}

}  // namespace

DemoChanges::DemoChanges(aws::Client& source, const std::string& administrator, const DemoOptions& options,
                         Clock& clock, DemoBoard& board, const std::stop_token& stop)
    : thread_([&source, administrator, options, &clock, &board](const std::stop_token& own) {
        work(source, administrator, options, clock, board, own);
      }),
      on_stop_(stop, [this] { thread_.request_stop(); }) {}

}  // namespace lakemirror::cli
