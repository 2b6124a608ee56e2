// How fast the journal takes events and outcomes: one file on the disk of the temporary folder, durable as
// shipped. Items are events. journal_bench --benchmark_filter=Settle

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "journal/sqlite_journal.h"

namespace lakemirror::journal {

namespace {

const Time start = Time(Seconds(1'790'000'000));

/// A journal in a folder of its own, which goes with it.
class DiskJournal {
 public:
  DiskJournal()
      : folder_(std::filesystem::temp_directory_path() / ("journal_bench." + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
    journal = std::move(SqliteJournal::open(folder_ / "journal.db")).value();
  }
  ~DiskJournal() {
    journal.reset();
    std::filesystem::remove_all(folder_);
  }

  std::unique_ptr<SqliteJournal> journal;

 private:
  std::filesystem::path folder_;
};

/// An event whose record has the usual 2 KB. Ids are spread as UUIDs are.
model::Event event(std::uint64_t number) {
  const std::uint64_t spread = number * 0x9e3779b97f4a7c15ull;
  return {.event_id = fmt::format("{:016x}-{:016x}-{:02x}", spread, number, 7),
          .event_time = start + Milliseconds(number),
          .event_name = "CreateTable",
          .event_source = "glue.amazonaws.com",
          .username = "etl",
          .record = std::string(2048, 'r'),
          .feed = "lookup"};
}

std::vector<model::Event> events(std::uint64_t first, std::size_t count) {
  std::vector<model::Event> events;
  for (std::size_t i = 0; i < count; ++i) events.push_back(event(first + i));
  return events;
}

void fill(Journal& journal, std::uint64_t count) {
  for (std::uint64_t first = 0; first < count; first += 1000)
    (void)journal.append(events(first, 1000), start);
}

void require(benchmark::State& state, bool good) {
  if (!good) state.SkipWithError("the journal refused");
}

void Append(benchmark::State& state) {
  DiskJournal disk;
  const auto batch = static_cast<std::size_t>(state.range(0));
  std::uint64_t next = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const auto page = events(next, batch);
    next += batch;
    state.ResumeTiming();
    require(state, disk.journal->append(page, start).has_value());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Append)->Arg(1)->Arg(50)->Arg(500)->UseRealTime();

/// Most of what a feed reads is stored already.
void AppendKnown(benchmark::State& state) {
  DiskJournal disk;
  fill(*disk.journal, 100'000);
  std::vector<std::vector<model::Event>> pages;
  for (std::uint64_t first = 0; first < 100'000; first += 5000) pages.push_back(events(first, 50));
  std::size_t next = 0;
  for (auto _ : state) require(state, disk.journal->append(pages[next++ % pages.size()], start).has_value());
  state.SetItemsProcessed(state.iterations() * 50);
}
BENCHMARK(AppendKnown)->UseRealTime();

void Settle(benchmark::State& state) {
  constexpr std::uint64_t stored = 300'000;
  DiskJournal disk;
  fill(*disk.journal, stored);
  const auto batch = static_cast<std::uint64_t>(state.range(0));
  std::uint64_t next = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<model::Outcome> outcomes;
    for (std::uint64_t i = 0; i < batch; ++i) {
      outcomes.push_back({.event_id = event(next++ % stored).event_id,
                          .kind = model::OutcomeKind::replicated,
                          .reason = "created",
                          .keys = {"database/sales/table/orders"}});
    }
    state.ResumeTiming();
    require(state, disk.journal->settle(outcomes, start).has_value());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Settle)->Arg(1)->Arg(50)->Iterations(2000)->UseRealTime();
BENCHMARK(Settle)->Arg(1000)->Iterations(250)->UseRealTime();

void Due(benchmark::State& state) {
  DiskJournal disk;
  fill(*disk.journal, 100'000);
  for (auto _ : state) require(state, disk.journal->due(start, 2000, {}).has_value());
  state.SetItemsProcessed(state.iterations() * 2000);
}
BENCHMARK(Due)->UseRealTime();

void Counts(benchmark::State& state) {
  DiskJournal disk;
  fill(*disk.journal, 200'000);
  for (auto _ : state) require(state, disk.journal->counts().has_value());
}
BENCHMARK(Counts)->UseRealTime();

void RememberKeys(benchmark::State& state) {
  DiskJournal disk;
  std::uint64_t next = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<std::string> keys;
    for (int i = 0; i < 1000; ++i)
      keys.push_back(fmt::format("database/sales/table/orders/partition/{}", next++ * 7919 % 10'000'019));
    state.ResumeTiming();
    require(state, disk.journal->remember_keys(keys).has_value());
  }
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(RememberKeys)->UseRealTime();

}  // namespace

}  // namespace lakemirror::journal
