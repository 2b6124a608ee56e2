#include "pipeline/replicator_parts.h"

#include <algorithm>

#include "aws/user_agent.h"
#include "base/log.h"
#include "feed/cursor.h"
#include "pipeline/database_refresh.h"
#include "pipeline/decision_log.h"
#include "pipeline/due_entries.h"
#include "pipeline/journal_intake.h"
#include "pipeline/journal_values.h"
#include "pipeline/links.h"
#include "pipeline/one_ahead.h"
#include "pipeline/settle.h"
#include "pipeline/table_refresh.h"

namespace lakemirror::pipeline {

namespace {

constexpr std::size_t outcomes_per_write =
    2'000;  ///< one transaction; a crash repeats at most this many looks

/// What is on its way within one trail may still meet in the wrong order: whoever trusts the trail to be
/// never late gives it this long all the same.
constexpr Milliseconds least_trail_settle = std::chrono::minutes(15);

/// Of those that failed, the oldest: all that is looked through after a pass.
constexpr std::size_t most_brought_forward = 1'000;

bool is_held_by_breaker(const model::Entry& entry) {
  return entry.error.find("BreakerOpen") != std::string::npos;
}

}  // namespace

translate::TouchContext Replicator::Parts::touch_context() const {
  translate::TouchContext context{.source_account = settings.source_account,
                                  .source_region = settings.source_region};
  if (settings.target_region.empty()) return context;
  context.own = {.product = std::string(aws::product()),
                 .copies_from_target = aws::copies_from(settings.target_account, settings.target_region),
                 .is_replicator = [names = settings.replicators_at_source](std::string_view arn) {
                   return names.contains(arn);
                 }};
  return context;
}

/// A new process does not know what the last one wrote to the target: until that has settled, reads of it are
/// unsure.
Result<void> Replicator::Parts::restore() {
  if (restored) return {};
  LM_TRY(const auto mark, journal.value(Executor::mark));
  if (mark) {
    const auto written = parse_time(*mark);
    sure_from = (written ? *written : clock.now()) + settings.read_settle;
    recent.be_unsure_until(sure_from);
    if (!written) died_until = sure_from;
  }
  LM_CHECK(owed.load());
  LM_CHECK(settings_book.load());
  LM_TRY(const auto window, journal.value(journal_value::breaker_window));
  if (window) breaker.restore_window(*window);
  LM_TRY(const auto excess, journal.value(journal_value::over_permission));
  if (excess) tally.restore(*excess);
  restored = true;
  return {};
}

Result<void> Replicator::Parts::check_pair() {
  LM_CHECK(check_journal_pair(journal, pair));
  LM_TRY(const auto known, journal.value(journal_value::pair));
  return known ? Result<void>() : journal.set_value(journal_value::pair, pair);
}

Result<void> Replicator::Parts::hold_full_compare(Backlog& backlog) {
  LM_TRY(const auto last, journal.value(journal_value::full_compare_began));
  if (!last) return {};
  if (const auto began = parse_time(*last))
    backlog.hold_whole_catalog_until(*began + settings.full_compare_every);
  return {};
}

Result<void> Replicator::Parts::note_what_was_read() {
  JournalIntake intake(journal);
  LM_TRY(const auto cursor, feed::load_cursor(intake));
  const auto now = clock.now();
  // Where nothing reads CloudTrail into this journal, nothing is on its way either, and time alone decides.
  const auto read_at = cursor.first_began ? cursor.deep_began.value_or(Time()) : now;
  explained_until = std::min(read_at, now) - std::max(settings.trail_settle, least_trail_settle);
  return {};
}

Result<void> Replicator::Parts::load(Backlog& backlog, const Trouble& trouble,
                                     const OnProgress& on_progress) {
  const auto now = clock.now();
  DueEntries due(journal, trouble, now);
  struct Portion {
    std::vector<model::Entry> entries = {};
    std::vector<translate::Touch> touched = {};
  };
  // One is read, the one before it is touched, and the one before that is added to the backlog.
  Portion touching, adding;
  OneAhead adder(settings.threads > 1), toucher(settings.threads > 1);
  bool is_full = false;
  const auto move_on = [&](std::vector<model::Entry> entries) {
    toucher.wait();
    adder.wait();
    is_full = backlog.is_full();
    if (is_full) entries.clear();
    adding = std::exchange(touching, {.entries = std::move(entries)});
    adder.run([&] {
      for (std::size_t i = 0; i < adding.entries.size(); ++i)
        backlog.add(adding.entries[i], std::move(adding.touched[i]), now);
      if (on_progress) on_progress({"reading journal", backlog.items().size(), 0});
    });
    toucher.run([&] {
      for (auto& entry : touching.entries) touching.touched.push_back(backlog.touch(entry));
    });
  };
  for (std::size_t read = 0; read < Backlog::max_entries && !is_full;) {
    LM_TRY(auto entries, due.read());
    if (entries.empty()) break;
    read += entries.size();
    move_on(std::move(entries));
  }
  move_on({});
  adder.wait();
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

Result<void> Replicator::Parts::refresh_one(ScopeTree& tree, RefreshTools& tools,
                                            GovernanceRefresh* governance) {
  if (governance != nullptr) governance->before_catalog();
  refresh_tree(tree, tools);
  if (governance != nullptr) governance->after_catalog();
  LM_CHECK(tools.executor.finish());
  if (auto error = tools.trouble.error()) return fail(std::move(*error));
  return {};
}

Result<void> Replicator::Parts::refresh(ScopeTree& tree, RefreshTools& tools, GovernanceRefresh* governance,
                                        std::deque<ScopeTree>& behind) {
  if (governance != nullptr) governance->before_catalog();
  refresh_tree(tree, tools);
  constexpr int most_links = 3;  // AWS makes no link to a link; a circle must end all the same
  for (ScopeTree* at = &tree; static_cast<int>(behind.size()) < most_links && !tools.trouble.is_over();
       at = &behind.back()) {
    auto next = behind_links(*at, filter);
    if (next.databases.empty()) break;
    behind.push_back(std::move(next));
    if (governance != nullptr) governance->take_up_behind(behind.back());
    refresh_tree(behind.back(), tools);
  }
  if (governance != nullptr) governance->after_catalog();
  LM_CHECK(tools.executor.finish());
  if (auto error = tools.trouble.error()) return fail(std::move(*error));
  return {};
}

void Replicator::Parts::add_owed(ScopeTree& tree) {
  const bool is_sure = clock.now() >= sure_from;
  for (const auto& key : owed.keys()) {
    const bool waits = !is_sure && owed_once_more.contains(key);
    if (filter.admits(key.database_name()) && !waits) tree.add({key, true}, Time::min(), true);
  }
}

Result<void> Replicator::Parts::settle_owed(const ScopeTree& tree, Time begun) {
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
    const bool is_decided = result.complete() && result.error() == nullptr && result.not_before() == Time();
    if (is_decided) paid.push_back(key);
    if (result.error() != nullptr)
      log::warn("not all of {} could be copied: {}", key.text(), result.error()->text());
  }
  if (begun < sure_from) {
    owed_once_more.insert(paid.begin(), paid.end());
    return {};
  }
  return owed.settle(paid);
}

void Replicator::Parts::note_made_anew(const ScopeTree& tree) {
  const auto note = [&](const model::Key& key, const Node& node, const ScopeRef& ref) {
    const auto result = tree.result_of(ref);
    if (node.made_anew_at && result.complete() && result.error() == nullptr &&
        result.not_before() == Time()) {
      made_anew.looked_at(key, *node.made_anew_at);
    }
  };
  for (const auto& [name, database] : tree.databases) {
    note(model::Key::database(name), database, {.database = &database, .whole = true});
    for (const auto& [table_name, table] : database.tables) {
      note(model::Key::table(name, table_name), table,
           {.database = &database, .table = &table, .whole = true});
    }
  }
}

RefreshTools Replicator::Parts::tools(Executor& executor, read::Reader& target_reader, Trouble& trouble,
                                      const OnProgress& on_progress) {
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

GovernanceTools Replicator::Parts::governance_tools(RefreshTools& tools, Milliseconds listing_every) {
  return {.catalog = tools,
          .source = governed_source,
          .target = governed_target,
          .target_databases = explaining_target,
          .book = book,
          .records = unsettled_records,
          .sides = {.source = governed_source,
                    .target = governed_target,
                    .terms = terms,
                    .parallel = tools.threads > 1},
          .settings_book = settings_book,
          .tally = tally,
          .excess = excess,
          .listing_every = listing_every,
          .own_principals = settings.own_target_principals,
          .own_source_principals = settings.own_source_principals,
          .died_until = died_until};
}

Result<void> Replicator::Parts::note_over_permission() {
  excess.end_where([&](const auto& holder) { return book.is_known(holder) && book.target(holder).empty(); });
  tallies.set_open_excess(excess.principals());
  return tally.is_changed() ? journal.set_value(journal_value::over_permission, tally.text())
                            : Result<void>();
}

Result<void> Replicator::Parts::settle_items(Backlog& backlog, Time unsure_until, bool ended,
                                             PassReport& report) {
  const SettleRules rules{.now = clock.now(),
                          .read_settle = settings.read_settle,
                          .unsure_until = unsure_until,
                          .explained_until = explained_until};
  struct Portion {
    std::vector<model::Outcome> outcomes;
    std::vector<const EntryResult*> entries;
  };
  Portion portion;
  Result<void> written;
  OneAhead ahead(settings.threads > 1);
  // The next outcomes are found while these become durable.
  const auto write = [&]() -> Result<void> {
    ahead.wait();
    LM_CHECK(std::exchange(written, {}));
    ahead.run([&, portion = std::exchange(portion, {})] {
      written = journal.settle(portion.outcomes, rules.now);
      if (!written) return;
      for (std::size_t i = 0; i < portion.outcomes.size(); ++i) {
        tallies.settled(portion.outcomes[i]);
        say_outcome(*portion.entries[i], portion.outcomes[i]);
      }
    });
    return {};
  };
  for (auto& item : backlog.items()) {
    for (const auto& ref : item.refs) item.result.digest.add(backlog.tree().result_of(ref));
    for (const auto* look : item.looks) item.result.digest.add(*look);
    for (const auto* digest : item.digests) item.result.digest.add(*digest);
    // A pass that ended early has looked at some keys in part: as if their entries had not been taken up.
    if (!ended && !item.result.ignored && !item.result.malformed) continue;
    auto outcome = pipeline::settle(item.result, rules);
    switch (outcome.flag()) {
      case model::ProcessedFlag::processed:
        ++report.settled;
        break;
      case model::ProcessedFlag::parked:
        ++report.parked;
        break;
      case model::ProcessedFlag::pending:
        ++(outcome.kind && outcome.error.empty() ? report.provisional : report.waiting);
        break;
    }
    if (const Error* error = item.result.digest.error(); error != nullptr && error->code == "BreakerOpen") {
      breaker_held = true;
      breaker_says = error->message;
    }
    portion.entries.push_back(&item.result);
    portion.outcomes.push_back(std::move(outcome));
    if (portion.outcomes.size() == outcomes_per_write) LM_CHECK(write());
  }
  LM_CHECK(write());
  ahead.wait();
  return written;
}

Result<void> Replicator::Parts::bring_forward(const FreshKeys& fresh) {
  if (fresh.empty()) return {};
  // Not at once: the next pass takes entries up in the order of their events.
  const auto soon = clock.now() + Seconds(1);
  LM_CHECK(journal.bring_forward(soon, most_brought_forward,
                                 [&](const auto& keys) { return fresh.concern(keys); }));
  return {};
}

Result<void> Replicator::Parts::note_breaker() {
  const auto window = breaker.window();
  LM_TRY(const auto stored, journal.value(journal_value::breaker_window));
  if (stored != window) LM_CHECK(journal.set_value(journal_value::breaker_window, window));
  LM_TRY(const auto opened, journal.value(journal_value::breaker_opened));
  const bool was_open = !opened.value_or("").empty();
  if (breaker_held && was_open) return {};
  if (breaker_held) {
    log::write(log::Level::warn, "breaker opened",
               {{"reason", breaker_says}, {"hint", "see lakemirror status"}});
    return journal.set_value(journal_value::breaker_opened, format_time(clock.now()));
  }
  if (!was_open) return {};
  LM_TRY(const auto parked,
         journal.list({.flag = model::ProcessedFlag::parked, .limit = Backlog::max_entries}));
  const bool still_holds =
      std::any_of(parked.begin(), parked.end(), [](const auto& entry) { return is_held_by_breaker(entry); });
  if (still_holds) return {};
  log::write(log::Level::info, "breaker closed", {{"reason", "nothing is held back any more"}});
  return journal.set_value(journal_value::breaker_opened, "");
}

Result<void> Replicator::Parts::reopen_held_entries() {
  LM_TRY(const auto parked,
         journal.list({.flag = model::ProcessedFlag::parked, .limit = Backlog::max_entries}));
  for (const auto& entry : parked) {
    if (is_held_by_breaker(entry)) LM_CHECK(journal.retry(entry.event.event_id));
  }
  log::write(log::Level::info, "breaker overridden", {{"reason", "an operator allowed the removals"}});
  return journal.set_value(journal_value::breaker_opened, "");
}

}  // namespace lakemirror::pipeline
