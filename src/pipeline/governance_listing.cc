#include "pipeline/governance_listing.h"

namespace lakemirror::pipeline {

using model::Key;
using model::KeyKind;

namespace {

class Listing {
 public:
  Listing(GovernanceTools& tools, GovernanceScopes& scopes) : tools_(tools), scopes_(scopes) {}

  using List = Result<void> (read::GovernanceReader::*)(const read::GovernanceReader::OnPage&);

  /// Every key of a listing, of both sides, where all of its kind is looked at.
  void all_of(KeyKind kind, List list) {
    if (!scopes_.looks_at_all(kind)) return;
    for (auto* side : {&tools_.source, &tools_.target}) {
      const auto listed = each(*side, list, [&](const Key& key) { take(key); });
      if (!listed) note_all(kind, listed.error());
    }
    for (const auto& key : written(kind)) take(key);
  }

  /// Locations are named by what is mapped: what only the target has is known by its own name.
  void locations() {
    if (!scopes_.looks_at_all(KeyKind::location)) return;
    std::set<Key> mapped;
    const auto listed = each(tools_.source, &read::GovernanceReader::list_locations, [&](const Key& key) {
      std::vector<std::string> unmapped;
      scopes_.below.insert(key);
      mapped.insert(Key::location(tools_.sides.terms.mapping.location_arn(key.name(), &unmapped)));
    });
    if (!listed) note_all(KeyKind::location, listed.error());
    if (tools_.settings_unread) note_all(KeyKind::location, *tools_.settings_unread);
    // What was not listed, or may be hidden, is not absent.
    if (!listed || tools_.catalog.trouble.is_over() || !tools_.sees_all_of_source) return;
    const auto there = each(tools_.target, &read::GovernanceReader::list_locations, [&](const Key& key) {
      if (!mapped.contains(key)) scopes_.target_only.insert(key);
    });
    if (!there) note_all(KeyKind::location, there.error());
    for (const auto& key : written(KeyKind::location)) {
      if (!mapped.contains(key)) scopes_.target_only.insert(key);
    }
  }

  /// All at once where that is possible, which is cheaper than to ask for each table.
  void filters_below() {
    if (scopes_.looks_at_all(KeyKind::filter) || scopes_.subtrees.empty()) return;
    for (auto* side : {&tools_.source, &tools_.target}) {
      if (side->lists_filters_by_table() || !filters_at_once(*side)) filters_by_table(*side);
    }
    for (const auto& key : written(KeyKind::filter)) take(key);
  }

  /// Which objects bear tags no listing tells: each is asked for, unless there is no tag at all.
  void assignments() {
    const bool all = scopes_.looks_at_all(KeyKind::assignment);
    if ((!all && scopes_.subtrees.empty()) || !may_have_tags()) return;
    for (auto& [key, node] : scopes_.subtrees) {
      scopes_.below.insert(Key::assignment(key));
      if (key.kind() != KeyKind::database) continue;
      const auto listed = assignments_of_tables(key);
      if (!listed) note_below(key, KeyKind::assignment, listed.error());
    }
    if (!all) return;
    const auto listed =
        tools_.catalog.source.list_databases([&](const model::Snapshot& page) -> Result<bool> {
          for (const auto& [key, state] : page.states) {
            if (!tools_.catalog.filter.admits(key.database_name())) continue;
            scopes_.below.insert(Key::assignment(key));
            LM_CHECK(assignments_of_tables(key));
          }
          return !tools_.catalog.trouble.is_over();
        });
    if (!listed) note_all(KeyKind::assignment, listed.error());
  }

 private:
  template <class Take>
  Result<void> each(read::GovernanceReader& side, List list, const Take& take) {
    return (side.*list)([&](const model::Snapshot& page) -> Result<bool> {
      for (const auto& [key, state] : page.states) take(key);
      return !tools_.catalog.trouble.is_over();
    });
  }

  /// What we made there, and a listing of the target may still miss.
  std::vector<Key> written(KeyKind kind) const {
    return tools_.catalog.recent.written(kind, tools_.catalog.clock.now());
  }

  void take(const Key& key) {
    if (is_looked_at(key)) scopes_.below.insert(key);
  }

  /// False where each table has to be asked.
  bool filters_at_once(read::GovernanceReader& side) {
    const auto listed =
        each(side, &read::GovernanceReader::list_filters_at_once, [&](const Key& key) { take(key); });
    if (listed) return true;
    if (listed.error().kind == ErrorKind::denied || listed.error().kind == ErrorKind::invalid) return false;
    for (const auto& [key, node] : scopes_.subtrees) note_below(key, KeyKind::filter, listed.error());
    return true;
  }

  void filters_by_table(read::GovernanceReader& side) {
    std::size_t asked = 0;
    for (const auto& [key, node] : scopes_.subtrees) {
      if (tools_.catalog.trouble.is_over()) return;
      if (!is_looked_at(key)) continue;
      if (const auto listed = filters_within(side, key, asked); !listed)
        note_below(key, KeyKind::filter, listed.error());
    }
  }

  Result<void> filters_within(read::GovernanceReader& side, const Key& object, std::size_t& asked) {
    std::vector<Key> tables;
    if (object.kind() == KeyKind::table) {
      tables.push_back(object);
    } else {
      LM_TRY(tables,
             tables_of(&side == &tools_.source ? tools_.catalog.source : tools_.catalog.target, object));
    }
    for (const auto& table : tables) {
      if (++asked > read::GovernanceReader::most_tables_asked) return fail(too_many_to_ask());
      LM_TRY(const auto page, side.filters(table.database_name(), table.table_name()));
      for (const auto& [key, state] : page.states) take(key);
    }
    return {};
  }

  static Error too_many_to_ask() {
    return {.kind = ErrorKind::invalid,
            .operation = "lakeformation:ListDataCellsFilter",
            .message = "it is refused without a table, and there are too many tables to be asked one by one"};
  }

  /// Where the tags cannot be listed there may be some.
  bool may_have_tags() {
    bool any = false;
    for (auto* side : {&tools_.source, &tools_.target}) {
      const auto listed = side->list_tags([&](const model::Snapshot& page) -> Result<bool> {
        any = any || !page.states.empty();
        return !any;
      });
      if (!listed) tools_.catalog.trouble.note(listed.error());
      any = any || !listed;
    }
    return any;
  }

  Result<void> assignments_of_tables(const Key& database) {
    LM_TRY(const auto tables, tables_of(tools_.catalog.source, database));
    for (const auto& table : tables) scopes_.below.insert(Key::assignment(table));
    return {};
  }

  /// None where the database is missing.
  Result<std::vector<Key>> tables_of(read::Reader& side, const Key& database) {
    std::vector<Key> tables;
    const auto listed =
        side.list_tables(database.database_name(), [&](const model::Snapshot& page) -> Result<bool> {
          for (const auto& [key, state] : page.states) tables.push_back(key);
          return !tools_.catalog.trouble.is_over();
        });
    if (!listed && listed.error().kind != ErrorKind::missing) return fail(listed.error());
    return tables;
  }

  bool is_looked_at(const Key& key) const {
    if (!key.database_name().empty() && !tools_.catalog.filter.admits(key.database_name())) return false;
    if (scopes_.looks_at_all(key.kind())) return true;
    for (Key at = key; at.kind() != KeyKind::catalog; at = at.parent()) {
      if (scopes_.subtrees.contains(at)) return true;
    }
    return false;
  }

  /// What cannot be listed leaves undecided what waits for it, and nothing else.
  void note_all(KeyKind kind, const Error& error) {
    tools_.catalog.trouble.note(error);
    scopes_.all[kind].digest.add(Look::failed(tools_.catalog.clock.now(), error));
    if (kind != KeyKind::filter) return;
    for (const auto& [key, node] : scopes_.subtrees) note_below(key, kind, error);
  }

  /// The object itself may be as it shall be.
  void note_below(const Key& object, KeyKind kind, Error error) {
    tools_.catalog.trouble.note(error);
    const std::string what = kind == KeyKind::filter ? "cell filters" : "LF-tags";
    error.message = "the " + what + " of " + object.text() + " could not be listed: " + error.message;
    scopes_.subtrees[object].digest.add(Look::failed(tools_.catalog.clock.now(), std::move(error)));
  }

  GovernanceTools& tools_;
  GovernanceScopes& scopes_;
};

}  // namespace

void list_below(GovernanceTools& tools, GovernanceScopes& scopes) {
  Listing listing(tools, scopes);
  listing.all_of(KeyKind::filter, &read::GovernanceReader::list_filters);
  listing.filters_below();
  listing.assignments();
}

void list_beside_catalog(GovernanceTools& tools, GovernanceScopes& scopes) {
  Listing listing(tools, scopes);
  listing.locations();
  listing.all_of(KeyKind::tag, &read::GovernanceReader::list_tags);
  listing.all_of(KeyKind::expression, &read::GovernanceReader::list_expressions);
}

}  // namespace lakemirror::pipeline
