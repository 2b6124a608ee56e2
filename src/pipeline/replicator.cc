#include "pipeline/replicator.h"

#include <array>
#include <deque>
#include <mutex>

#include "pipeline/journal_values.h"
#include "pipeline/replicator_parts.h"

namespace lakemirror::pipeline {

namespace {

/// What a comparison of everything covers of Lake Formation, beside the settings.
constexpr std::array whole_kinds = {model::KeyKind::filter,     model::KeyKind::assignment,
                                    model::KeyKind::location,   model::KeyKind::tag,
                                    model::KeyKind::expression, model::KeyKind::grants};

/// Progress arrives from several threads; whoever shows it need not know.
Replicator::OnProgress serialised(const Replicator::OnProgress& on_progress, std::mutex& mutex) {
  if (!on_progress) return {};
  return [&on_progress, &mutex](const Progress& progress) {
    const std::lock_guard lock(mutex);
    on_progress(progress);
  };
}

/// Tells each subtree's digest what became of the keys in it that entries touched.
void sum_up(ScopeTree& tree, Time begun, bool ended) {
  for (auto& [name, database] : tree.databases) {
    for (auto& [table_name, table] : database.tables) {
      database.below.add(table.look);
      database.below.add(table.governed);
      database.below.add(table.below);
      for (const auto& [part, look] : table.partitions) database.below.add(look);
    }
    tree.below.add(database.look);
    tree.below.add(database.governed);
    tree.below.add(database.below);
  }
  tree.below.add(ended ? Look::unchanged(begun) : Look{});
}

}  // namespace

Replicator::Replicator(aws::Client& source, aws::Client& target, journal::Journal& journal,
                       const mapping::Mapping& mapping, Clock& clock, Settings settings, Tallies* tallies,
                       Guards guards)
    : parts_(std::make_unique<Parts>(source, target, journal, mapping, clock, std::move(settings), tallies,
                                     guards)) {}

Replicator::~Replicator() = default;

Result<PassReport> Replicator::replicate(std::stop_token stop, const OnProgress& on_progress,
                                         bool allow_removals) {
  auto& parts = *parts_;
  LM_CHECK(parts.guards.check());
  LM_CHECK(parts.restore());
  if (allow_removals) LM_CHECK(parts.reopen_held_entries());
  parts.breaker.allow_all(allow_removals);
  parts.breaker_held = false;
  parts.breaker_says.clear();
  std::mutex progress_mutex;
  const auto progress = serialised(on_progress, progress_mutex);
  Trouble trouble(stop);
  Backlog backlog(parts.touch_context(), parts.filter,
                  parts.settings.lake_formation ? &parts.terms : nullptr);
  if (!allow_removals) LM_CHECK(parts.hold_full_compare(backlog));
  LM_CHECK(parts.note_what_was_read());
  LM_CHECK(parts.load(backlog, trouble, progress));
  PassReport report{.entries = backlog.items().size(), .more = backlog.is_full()};
  parts.add_owed(backlog.tree());
  parts.left.add_to(backlog.tree(), parts.settings.lake_formation ? &backlog.governance() : nullptr,
                    parts.filter, parts.clock.now());
  const bool is_idle = backlog.items().empty() && backlog.tree().databases.empty() && !backlog.tree().whole &&
                       backlog.governance().empty();
  if (is_idle) return report;

  std::deque<ScopeTree> behind;  // keeps what the links' nodes refer to
  Executor executor(parts.applier, parts.governance_applier, parts.recent, parts.journal, parts.clock,
                    parts.tallies, {.removals = parts.settings.apply_removals}, parts.guards,
                    [&] { return keys_in_flight(backlog.tree(), behind, backlog.governance()); });
  auto tools = parts.tools(executor, parts.target, trouble, progress);
  const auto begun = parts.clock.now();
  // Each key is read once in a pass, before it is written: what this pass writes and forgets concerns the
  // next one.
  const auto unsure_until = parts.recent.unsure_until();
  const bool whole = backlog.tree().whole;
  auto governance_tools = parts.governance_tools(tools, parts.settings.grants_listed_every);
  GovernanceRefresh governance(governance_tools, backlog.governance(), backlog.tree());
  auto refreshed =
      parts.refresh(backlog.tree(), tools, parts.settings.lake_formation ? &governance : nullptr, behind);
  LM_CHECK(parts.note_over_permission());
  const bool ended = refreshed.has_value() && !trouble.is_over();
  sum_up(backlog.tree(), begun, ended);
  if (ended) {
    LM_CHECK(parts.settle_owed(backlog.tree(), begun));
    LM_CHECK(parts.left.looked(backlog.tree(), begun));
    parts.note_made_anew(backlog.tree());
  }
  // Before outcomes are written: those of this pass have been looked at with all that is new, and keep their
  // pauses.
  if (ended) LM_CHECK(parts.bring_forward(backlog.fresh_keys()));
  LM_CHECK(parts.settle_items(backlog, unsure_until, ended, report));
  LM_CHECK(parts.note_breaker());
  if (whole && ended)
    LM_CHECK(parts.journal.set_value(journal_value::full_compare_began, format_time(begun)));
  if (!refreshed) return fail(refreshed.error());
  report.created = executor.counts().created;
  report.updated = executor.counts().updated;
  report.deleted = executor.counts().deleted;
  if (parts.breaker_held) report.notes.push_back("the breaker holds removals; see lakemirror status");
  return report;
}

Result<SyncReport> Replicator::sync(const SyncRequest& request, std::stop_token stop,
                                    const OnProgress& on_progress) {
  auto& parts = *parts_;
  LM_CHECK(parts.check_pair());
  if (!request.dry_run) LM_CHECK(parts.guards.check());
  LM_CHECK(parts.restore());
  std::mutex progress_mutex;
  const auto progress = serialised(on_progress, progress_mutex);
  Trouble trouble(stop);
  Executor executor(parts.applier, parts.governance_applier, parts.recent, parts.journal, parts.clock,
                    parts.tallies,
                    {.dry_run = request.dry_run,
                     .removals = request.removals,
                     .revokes = request.removals,
                     .list_differences = true},
                    parts.guards, [] { return std::vector{model::Key().text()}; });
  parts.breaker.allow_all(request.dry_run || request.allow_removals);
  auto tools =
      parts.tools(executor, request.dry_run ? parts.explaining_target : parts.target, trouble, progress);
  tools.remove_target_only = true;
  tools.looks_again = false;
  ScopeTree tree;
  tree.whole = request.databases.empty();
  for (const auto& name : request.databases) {
    const auto key = model::Key::database(name);
    if (auto reason = parts.filter.reason_to_leave(key.database_name())) {
      return fail(
          {.kind = ErrorKind::invalid, .operation = "sync", .subject = key.text(), .message = *reason});
    }
    auto& node = tree.databases[key.database_name()];
    node.whole = true;
    node.touched_at = parts.clock.now();
  }
  SyncReport report{.begun = parts.clock.now()};
  if (!request.dry_run) parts.add_owed(tree);
  // What lies behind a link has a name of its own: it is compared under that, where it is in scope.
  GovernanceScopes scopes;
  auto governance_tools = parts.governance_tools(tools, Milliseconds(0));
  GovernanceRefresh governance(governance_tools, scopes, tree);
  if (tree.whole) {
    tree.whole_touched_at = report.begun;
    scopes.objects[model::Key::settings()];
    for (const auto kind : whole_kinds) scopes.all[kind].event_time = report.begun;
  }
  LM_CHECK(parts.refresh_one(tree, tools, parts.settings.lake_formation ? &governance : nullptr));
  if (parts.settings.lake_formation) governance.tell_undecided();
  for (const auto& [key, look] : scopes.objects) tree.below.add(look);
  LM_CHECK(parts.note_over_permission());
  // What was only planned is not there.
  if (request.dry_run) parts.book = GrantBook(parts.settings.read_settle);
  sum_up(tree, report.begun, !trouble.is_over());
  if (!request.dry_run && !trouble.is_over()) LM_CHECK(parts.settle_owed(tree, report.begun));
  if (!request.dry_run) LM_CHECK(parts.note_breaker());
  if (trouble.is_over()) report.notes.push_back("stopped before the end: the comparison is not complete");
  if (const auto* error = tree.below.error()) {
    report.notes.push_back(error->text());
    if (executor.counts().failed == 0) report.failed = 1;  // held by a guard: no call was made
  }
  for (const auto& [name, database] : tree.databases) {
    if (request.databases.empty() || !database.whole || !database.nowhere) continue;
    report.notes.push_back("database " + name + ": neither side has it; is its name right?");
    ++report.failed;
  }
  report.lake_formation = parts.settings.lake_formation;
  report.databases = tools.databases;
  report.tables = tools.tables;
  report.partitions = tools.partitions;
  report.differences = executor.take_differences();
  report.difference_count = executor.counts().planned;
  report.applied = executor.counts().created + executor.counts().updated + executor.counts().deleted +
                   executor.counts().already;
  report.kept = executor.counts().kept;
  report.failed += executor.counts().failed;
  if (tree.whole && !trouble.is_over() && report.failed == 0) {
    if (!request.dry_run)
      LM_CHECK(parts.journal.set_value(journal_value::full_compare_began, format_time(report.begun)));
    const bool equal_now = report.difference_count == report.applied;
    if (equal_now)
      LM_CHECK(parts.journal.set_value(journal_value::clean_diff_began, format_time(report.begun)));
  }
  return report;
}

Result<void> Replicator::check_target() {
  auto& parts = *parts_;
  LM_CHECK(parts.check_pair());
  LM_TRY(const auto adopted, parts.journal.value(journal_value::target_adopted));
  if (adopted) return {};
  std::vector<std::string> found;
  auto listed = parts.target.list_databases([&](const model::Snapshot& page) -> Result<bool> {
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
                 .hint = "see what would change with: lakemirror diff; then run again with --adopt-target, "
                         "or exclude them"});
  }
  return parts.journal.set_value(journal_value::target_adopted, format_time(parts.clock.now()));
}

}  // namespace lakemirror::pipeline
