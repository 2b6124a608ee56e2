#include "pipeline/replicator.h"

#include <algorithm>
#include <deque>
#include <mutex>

#include "apply/applier.h"
#include "base/log.h"
#include "pipeline/backlog.h"
#include "pipeline/breaker.h"
#include "pipeline/database_refresh.h"
#include "pipeline/executor.h"
#include "pipeline/journal_values.h"
#include "pipeline/links.h"
#include "pipeline/owed.h"
#include "pipeline/recent_writes.h"
#include "pipeline/settle.h"
#include "pipeline/table_refresh.h"
#include "pipeline/trouble.h"
#include "read/reader.h"

namespace lakemirror::pipeline {

namespace {

constexpr std::size_t entries_per_page = 500;      ///< records in memory at once while the backlog is read
constexpr std::size_t outcomes_per_write = 2'000;  ///< one transaction; a crash repeats at most this many looks

/// Progress arrives from several threads; whoever shows it need not know.
Replicator::OnProgress serialised(const Replicator::OnProgress& on_progress, std::mutex& mutex) {
  if (!on_progress) return {};
  return [&on_progress, &mutex](const Progress& progress) {
    const std::lock_guard lock(mutex);
    on_progress(progress);
  };
}

bool is_held_by_breaker(const model::Entry& entry) { return entry.error.find("BreakerOpen") != std::string::npos; }

/// Tells each subtree's digest what became of the keys in it that entries touched.
void sum_up(ScopeTree& tree, Time begun, bool ended) {
  for (auto& [name, database] : tree.databases) {
    for (auto& [table_name, table] : database.tables) {
      database.below.add(table.look);
      database.below.add(table.below);
      for (const auto& [part, look] : table.partitions) database.below.add(look);
    }
    tree.below.add(database.look);
    tree.below.add(database.below);
  }
  tree.below.add(ended ? Look::unchanged(begun) : Look{});
}

}  // namespace

struct Replicator::Parts {
  Parts(aws::Client& source_client, aws::Client& target_client, journal::Journal& journal_in, const mapping::Mapping& mapping_in,
        Clock& clock_in, Settings settings_in)
      : pair(settings_in.source_account + " " + std::string(source_client.region()) + " to " + std::string(target_client.region())),
        journal(journal_in),
        mapping(mapping_in),
        clock(clock_in),
        settings(std::move(settings_in)),
        source(source_client, clock, read::Reader::Keep::bodies),
        target(target_client, clock, read::Reader::Keep::fingerprints),
        explaining_target(target_client, clock, read::Reader::Keep::both),
        applier(target_client),
        recent(clock, settings.read_settle),
        owed(journal),
        breaker(clock, {.share = settings.breaker_share, .min = settings.breaker_min, .window = settings.breaker_window}),
        filter(settings.include_databases, settings.exclude_databases, settings.protected_databases) {}

  Result<void> restore();
  Result<void> check_pair();
  Result<void> load(Backlog& backlog, const Trouble& trouble, const OnProgress& on_progress);
  Result<void> hold_full_compare(Backlog& backlog);
  /// Runs the three refreshes over the tree, and over what lies behind its links; the Error is what ended the pass early.
  Result<void> refresh(ScopeTree& tree, RefreshTools& tools, std::deque<ScopeTree>& behind);
  Result<void> refresh_one(ScopeTree& tree, RefreshTools& tools);
  /// Adds the keys that are owed a look at all below them, and lets go of those that had it.
  void add_owed(ScopeTree& tree);
  Result<void> settle_owed(const ScopeTree& tree);
  void note_made_anew(const ScopeTree& tree);
  RefreshTools tools(Executor& executor, read::Reader& target_reader, Trouble& trouble, const OnProgress& on_progress);
  Result<void> settle_items(Backlog& backlog, Time unsure_until, bool ended, PassReport& report);
  /// Keeps what the breaker needs between processes, and says whether it holds anything.
  Result<void> note_breaker();
  Result<void> reopen_held_entries();

  const std::string pair;  ///< what this journal is about
  journal::Journal& journal;
  const mapping::Mapping& mapping;
  Clock& clock;
  Settings settings;
  read::Reader source, target, explaining_target;
  apply::Applier applier;
  RecentWrites recent;
  Owed owed;
  MadeAnew made_anew;
  Breaker breaker;
  DatabaseFilter filter;
  bool restored = false;
  bool breaker_held = false;
};

/// A new process does not know what the last one wrote to the target: until that has settled, reads of it are unsure.
Result<void> Replicator::Parts::restore() {
  if (restored) return {};
  LM_TRY(const auto mark, journal.value(Executor::mark));
  if (mark) {
    const auto written = parse_time(*mark);
    recent.be_unsure_until((written ? *written : clock.now()) + settings.read_settle);
  }
  LM_CHECK(owed.load());
  LM_TRY(const auto window, journal.value(journal_value::breaker_window));
  if (window) breaker.restore_window(*window);
  restored = true;
  return {};
}

/// Two pairs of Regions in one journal would mix their entries, cursors and known keys.
Result<void> Replicator::Parts::check_pair() {
  LM_TRY(const auto known, journal.value(journal_value::pair));
  if (!known) return journal.set_value(journal_value::pair, pair);
  if (*known == pair) return {};
  return fail({.kind = ErrorKind::invalid,
               .operation = "journal open",
               .subject = pair,
               .code = "OtherPair",
               .message = "this journal is about " + *known,
               .hint = "give each pair of Regions a journal of its own: the key journal in [lakemirror], or --journal"});
}

Result<void> Replicator::Parts::hold_full_compare(Backlog& backlog) {
  LM_TRY(const auto last, journal.value(journal_value::full_compare_began));
  if (!last) return {};
  if (const auto began = parse_time(*last)) backlog.hold_whole_catalog_until(*began + settings.full_compare_every);
  return {};
}

Result<void> Replicator::Parts::load(Backlog& backlog, const Trouble& trouble, const OnProgress& on_progress) {
  journal::Journal::Position position;
  const auto now = clock.now();
  while (!backlog.is_full() && !trouble.is_over()) {
    LM_TRY(const auto page, journal.due(now, entries_per_page, position));
    if (page.empty()) break;
    for (const auto& entry : page) backlog.add(entry, now);
    position = {.event_time = page.back().event.event_time, .event_id = page.back().event.event_id};
    if (on_progress) on_progress({"reading journal", backlog.items().size(), 0});
  }
  return {};
}

namespace {

/// One tree, in the order in which it must be done.
void refresh_tree(ScopeTree& tree, RefreshTools& tools) {
  DatabaseRefresh databases(tools, tree);
  TableRefresh tables(tools, tree);
  const auto pairs = databases.put();
  if (!tools.trouble.is_over()) tables.put(pairs);
  if (!tools.trouble.is_over()) tables.remove();
  if (!tools.trouble.is_over()) databases.remove(pairs);
}

}  // namespace

Result<void> Replicator::Parts::refresh_one(ScopeTree& tree, RefreshTools& tools) {
  refresh_tree(tree, tools);
  LM_CHECK(tools.executor.finish());
  if (auto error = tools.trouble.error()) return fail(std::move(*error));
  return {};
}

Result<void> Replicator::Parts::refresh(ScopeTree& tree, RefreshTools& tools, std::deque<ScopeTree>& behind) {
  refresh_tree(tree, tools);
  constexpr int most_links = 3;  // AWS makes no link to a link; a circle must end all the same
  for (ScopeTree* at = &tree; static_cast<int>(behind.size()) < most_links && !tools.trouble.is_over(); at = &behind.back()) {
    auto next = behind_links(*at, filter);
    if (next.databases.empty()) break;
    behind.push_back(std::move(next));
    refresh_tree(behind.back(), tools);
  }
  LM_CHECK(tools.executor.finish());
  if (auto error = tools.trouble.error()) return fail(std::move(*error));
  return {};
}

void Replicator::Parts::add_owed(ScopeTree& tree) {
  for (const auto& key : owed.keys()) {
    if (filter.admits(key.database_name())) tree.add({key, true}, Time::min(), true);
  }
}

Result<void> Replicator::Parts::settle_owed(const ScopeTree& tree) {
  std::vector<model::Key> paid;
  for (const auto& key : owed.keys()) {
    const auto database = tree.databases.find(key.database_name());
    if (database == tree.databases.end()) continue;
    ScopeRef ref{.database = &database->second, .whole = true};
    if (key.kind() == model::KeyKind::table) {
      const auto table = database->second.tables.find(key.table_name());
      if (table == database->second.tables.end()) continue;
      ref.table = &table->second;
    }
    const auto result = tree.result_of(ref);
    if (result.complete() && result.error() == nullptr) paid.push_back(key);
    if (result.error() != nullptr) log::warn("not all of {} could be copied: {}", key.text(), result.error()->text());
  }
  return owed.settle(paid);
}

void Replicator::Parts::note_made_anew(const ScopeTree& tree) {
  const auto note = [&](const model::Key& key, const Node& node, const ScopeRef& ref) {
    const auto result = tree.result_of(ref);
    if (node.made_anew_at && result.complete() && result.error() == nullptr && result.not_before() == Time()) {
      made_anew.looked_at(key, *node.made_anew_at);
    }
  };
  for (const auto& [name, database] : tree.databases) {
    note(model::Key::database(name), database, {.database = &database, .whole = true});
    for (const auto& [table_name, table] : database.tables) {
      note(model::Key::table(name, table_name), table, {.database = &database, .table = &table, .whole = true});
    }
  }
}

RefreshTools Replicator::Parts::tools(Executor& executor, read::Reader& target_reader, Trouble& trouble, const OnProgress& on_progress) {
  return {.source = source,
          .target = target_reader,
          .executor = executor,
          .rules = {.mapping = mapping, .park_unmapped = settings.park_unmapped},
          .recent = recent,
          .owed = owed,
          .made_anew = made_anew,
          .breaker = breaker,
          .journal = journal,
          .filter = filter,
          .clock = clock,
          .read_settle = settings.read_settle,
          .threads = settings.threads,
          .trouble = trouble,
          .source_account = settings.source_account,
          .source_region = settings.source_region,
          .on_progress = on_progress};
}

Result<void> Replicator::Parts::settle_items(Backlog& backlog, Time unsure_until, bool ended, PassReport& report) {
  const SettleRules rules{.now = clock.now(), .read_settle = settings.read_settle, .unsure_until = unsure_until};
  std::vector<model::Outcome> outcomes;
  const auto write = [&]() -> Result<void> {
    LM_CHECK(journal.settle(outcomes, rules.now));
    outcomes.clear();
    return {};
  };
  for (auto& item : backlog.items()) {
    for (const auto& ref : item.refs) item.result.digest.add(backlog.tree().result_of(ref));
    // A pass that ended early has looked at some keys in part: as if their entries had not been taken up.
    if (!ended && !item.result.ignored && !item.result.malformed) continue;
    auto outcome = pipeline::settle(item.result, rules);
    if (item.waits_until && outcome.flag() != model::ProcessedFlag::parked) {
      outcome.provisional = true;
      outcome.next_attempt_at = item.waits_until;
    }
    switch (outcome.flag()) {
      case model::ProcessedFlag::processed: ++report.settled; break;
      case model::ProcessedFlag::parked: ++report.parked; break;
      case model::ProcessedFlag::pending: ++(outcome.kind && outcome.error.empty() ? report.provisional : report.waiting); break;
    }
    breaker_held |= item.result.digest.error() != nullptr && item.result.digest.error()->code == "BreakerOpen";
    if (outcome.flag() == model::ProcessedFlag::parked) log::warn("parked {} ({}): {}", outcome.event_id, item.result.keys.empty() ? "" : item.result.keys.front(), outcome.error);
    outcomes.push_back(std::move(outcome));
    if (outcomes.size() == outcomes_per_write) LM_CHECK(write());
  }
  return write();
}

Result<void> Replicator::Parts::note_breaker() {
  const auto window = breaker.window();
  LM_TRY(const auto stored, journal.value(journal_value::breaker_window));
  if (stored.value_or("[]") != window) LM_CHECK(journal.set_value(journal_value::breaker_window, window));
  LM_TRY(const auto opened, journal.value(journal_value::breaker_opened));
  if (breaker_held) return journal.set_value(journal_value::breaker_opened, format_time(clock.now()));
  if (opened.value_or("").empty()) return {};
  LM_TRY(const auto parked, journal.list({.flag = model::ProcessedFlag::parked, .limit = Backlog::max_entries}));
  const bool still_holds = std::any_of(parked.begin(), parked.end(), [](const auto& entry) { return is_held_by_breaker(entry); });
  return still_holds ? Result<void>() : journal.set_value(journal_value::breaker_opened, "");
}

Result<void> Replicator::Parts::reopen_held_entries() {
  LM_TRY(const auto parked, journal.list({.flag = model::ProcessedFlag::parked, .limit = Backlog::max_entries}));
  for (const auto& entry : parked) {
    if (is_held_by_breaker(entry)) LM_CHECK(journal.retry(entry.event.event_id));
  }
  return journal.set_value(journal_value::breaker_opened, "");
}

Replicator::Replicator(aws::Client& source, aws::Client& target, journal::Journal& journal, const mapping::Mapping& mapping,
                       Clock& clock, Settings settings)
    : parts_(std::make_unique<Parts>(source, target, journal, mapping, clock, std::move(settings))) {}

Replicator::~Replicator() = default;

Result<PassReport> Replicator::replicate(std::stop_token stop, const OnProgress& on_progress, bool allow_removals) {
  auto& parts = *parts_;
  LM_CHECK(parts.restore());
  if (allow_removals) LM_CHECK(parts.reopen_held_entries());
  parts.breaker.allow_all(allow_removals);
  parts.breaker_held = false;
  std::mutex progress_mutex;
  const auto progress = serialised(on_progress, progress_mutex);
  Trouble trouble(stop);
  Backlog backlog({.source_account = parts.settings.source_account, .source_region = parts.settings.source_region}, parts.filter);
  if (!allow_removals) LM_CHECK(parts.hold_full_compare(backlog));
  LM_CHECK(parts.load(backlog, trouble, progress));
  PassReport report{.entries = backlog.items().size(), .more = backlog.is_full()};
  parts.add_owed(backlog.tree());
  if (backlog.items().empty() && backlog.tree().databases.empty()) return report;

  Executor executor(parts.applier, parts.recent, parts.journal, parts.clock, {.removals = parts.settings.apply_removals});
  auto tools = parts.tools(executor, parts.target, trouble, progress);
  const auto begun = parts.clock.now();
  // Each key is read once in a pass, before it is written: what this pass writes and forgets concerns the next one.
  const auto unsure_until = parts.recent.unsure_until();
  const bool whole = backlog.tree().whole;
  std::deque<ScopeTree> behind;  // keeps what the links' nodes refer to
  auto refreshed = parts.refresh(backlog.tree(), tools, behind);
  const bool ended = refreshed.has_value() && !trouble.is_over();
  sum_up(backlog.tree(), begun, ended);
  if (ended) {
    LM_CHECK(parts.settle_owed(backlog.tree()));
    parts.note_made_anew(backlog.tree());
  }
  LM_CHECK(parts.settle_items(backlog, unsure_until, ended, report));
  LM_CHECK(parts.note_breaker());
  if (whole && ended) LM_CHECK(parts.journal.set_value(journal_value::full_compare_began, format_time(begun)));
  if (!refreshed) return fail(refreshed.error());
  report.created = executor.counts().created;
  report.updated = executor.counts().updated;
  report.deleted = executor.counts().deleted;
  if (parts.breaker_held) report.notes.push_back("the breaker holds removals; see lakemirror status");
  return report;
}

Result<SyncReport> Replicator::sync(const SyncRequest& request, std::stop_token stop, const OnProgress& on_progress) {
  auto& parts = *parts_;
  LM_CHECK(parts.check_pair());
  LM_CHECK(parts.restore());
  std::mutex progress_mutex;
  const auto progress = serialised(on_progress, progress_mutex);
  Trouble trouble(stop);
  Executor executor(parts.applier, parts.recent, parts.journal, parts.clock,
                    {.dry_run = request.dry_run, .removals = request.removals, .list_differences = true});
  parts.breaker.allow_all(request.dry_run || request.allow_removals);
  auto tools = parts.tools(executor, request.dry_run ? parts.explaining_target : parts.target, trouble, progress);
  tools.remove_target_only = true;
  ScopeTree tree;
  tree.whole = request.databases.empty();
  for (const auto& name : request.databases) {
    const auto key = model::Key::database(name);
    if (auto reason = parts.filter.reason_to_leave(key.database_name())) {
      return fail({.kind = ErrorKind::invalid, .operation = "sync", .subject = key.text(), .message = *reason});
    }
    auto& node = tree.databases[key.database_name()];
    node.touched = node.whole = true;
  }
  SyncReport report{.begun = parts.clock.now()};
  if (!request.dry_run) parts.add_owed(tree);
  // What lies behind a link has a name of its own: it is compared under that, where it is in scope.
  LM_CHECK(parts.refresh_one(tree, tools));
  sum_up(tree, report.begun, !trouble.is_over());
  if (!request.dry_run && !trouble.is_over()) LM_CHECK(parts.settle_owed(tree));
  if (!request.dry_run) LM_CHECK(parts.note_breaker());
  if (trouble.is_over()) report.notes.push_back("stopped before the end: the comparison is not complete");
  if (const auto* error = tree.below.error()) {
    report.notes.push_back(error->text());
    if (executor.counts().failed == 0) report.failed = 1;  // held by a guard: no call was made
  }
  report.databases = tools.databases;
  report.tables = tools.tables;
  report.partitions = tools.partitions;
  report.differences = executor.take_differences();
  report.difference_count = executor.counts().planned;
  report.applied = executor.counts().created + executor.counts().updated + executor.counts().deleted + executor.counts().already;
  report.kept = executor.counts().kept;
  report.failed += executor.counts().failed;
  if (tree.whole && !trouble.is_over() && report.failed == 0) {
    if (!request.dry_run) LM_CHECK(parts.journal.set_value(journal_value::full_compare_began, format_time(report.begun)));
    const bool equal_now = report.difference_count == report.applied;
    if (equal_now) LM_CHECK(parts.journal.set_value(journal_value::clean_diff_began, format_time(report.begun)));
  }
  return report;
}

Result<void> Replicator::check_target() {
  auto& parts = *parts_;
  LM_CHECK(parts.check_pair());
  LM_TRY(const auto adopted, parts.journal.value(journal_value::target_adopted));
  if (adopted) return {};
  std::vector<std::string> found;
  auto listed = parts.target.list_databases([&](model::Snapshot page) -> Result<bool> {
    for (const auto& [key, state] : page.states) {
      if (parts.filter.admits(key.database_name())) found.push_back(key.database_name());
    }
    return found.empty();
  });
  if (!listed) return fail(listed.error());
  if (!found.empty() && !parts.settings.adopt_target) {
    return fail({.kind = ErrorKind::denied,
                 .operation = "check the target",
                 .subject = model::Key::database(found.front()).text(),
                 .code = "TargetNotEmpty",
                 .message = "the target holds databases that this journal did not make",
                 .hint = "see what would change with: lakemirror diff; then run again with --adopt-target, or exclude them"});
  }
  return parts.journal.set_value(journal_value::target_adopted, format_time(parts.clock.now()));
}

}  // namespace lakemirror::pipeline
