#include "cli/watch.h"

#include "base/log.h"

namespace lakemirror::cli {

namespace {

PageServer::Page metrics_page(const report::Metrics& metrics) {
  return {.content_type = report::metrics_content_type, .body = report::metrics_text(metrics)};
}

/// Whoever asks for health may be anybody: why the fence stands is for those who can read the journal.
std::string fence_of(const report::Metrics& metrics) {
  if (!metrics.status || !metrics.status->observed.fence) return {};
  return "stands since " + format_time(metrics.status->observed.fence->since) + ": nothing is applied";
}

PageServer::Page health_page(const report::Metrics& metrics) {
  return {.status = metrics.health.is_good() ? 200 : 503,
          .content_type = "application/json",
          .body = json::serialize(
                      report::health_json(metrics.health, metrics.run, metrics.now, fence_of(metrics))) +
                  "\n"};
}

}  // namespace

Watch::Watch(std::unique_ptr<journal::Journal> journal, const Workbench& bench, Clock& clock,
             const config::ListenAddress& address)
    : address_(address),
      monitor_(std::move(journal), bench.tallies, clock,
               {.version = LAKEMIRROR_VERSION,
                .journal_path = bench.configuration.journal,
                .trail_settle = bench.configuration.trail_settle}),
      server_(address, {{"/metrics", [this] { return metrics_page(monitor_.metrics()); }},
                        {"/healthz", [this] { return health_page(monitor_.metrics()); }}}) {}

Result<std::unique_ptr<Watch>> Watch::start(Context& context, const Workbench& bench,
                                            const config::ListenAddress& address) {
  if (address.is_off()) return nullptr;
  LM_TRY(auto journal, open_journal(context, bench.configuration));
  return std::unique_ptr<Watch>(new Watch(std::move(journal), bench, context.clock(), address));
}

void Watch::tell() const {
  if (!server_.url().empty()) return log::info("metrics at {}/metrics", server_.url());
  log::warn(
      "no metrics yet: {} is in use, or not this machine's; replication goes on, and the address is tried "
      "every 10 seconds; choose another with metrics_listen or --metrics-listen",
      address_.text());
}

}  // namespace lakemirror::cli
