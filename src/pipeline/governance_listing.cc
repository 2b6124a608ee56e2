#include "pipeline/governance_listing.h"

namespace lakemirror::pipeline {

using model::Key;
using model::KeyKind;

namespace {

class Listing {
 public:
  Listing(GovernanceTools& tools, GovernanceScopes& scopes) : tools_(tools), scopes_(scopes) {}

  using List = Result<void> (read::GovernanceReader::*)(const read::GovernanceReader::OnPage&);

  /// Every key of a listing, of both sides, that is part of what is looked at.
  void both(KeyKind kind, List list) {
    const bool is_below = kind == KeyKind::filter && !scopes_.subtrees.empty();
    if (!is_below && !scopes_.looks_at_all(kind)) return;
    for (auto* side : {&tools_.source, &tools_.target}) {
      each(kind, *side, list, [&](const Key& key) {
        if (is_looked_at(key)) scopes_.below.insert(key);
      });
    }
  }

  /// Locations are named by what is mapped: what only the target has is known by its own name.
  void locations() {
    if (!scopes_.looks_at_all(KeyKind::location)) return;
    std::set<Key> mapped;
    constexpr auto list = &read::GovernanceReader::list_locations;
    const bool listed = each(KeyKind::location, tools_.source, list, [&](const Key& key) {
      std::vector<std::string> unmapped;
      scopes_.below.insert(key);
      mapped.insert(Key::location(tools_.sides.terms.mapping.location_arn(key.name(), &unmapped)));
    });
    // What was not listed, or may be hidden, is not absent.
    if (!listed || !tools_.sees_all_of_source) return;
    each(KeyKind::location, tools_.target, list, [&](const Key& key) {
      if (!mapped.contains(key)) scopes_.target_only.insert(key);
    });
  }

  /// Which objects bear tags no listing tells: each is asked for, where there is a tag at all.
  void assignments() {
    const bool all = scopes_.looks_at_all(KeyKind::assignment);
    if ((!all && scopes_.subtrees.empty()) || !has_tags()) return;
    for (const auto& [key, node] : scopes_.subtrees) {
      scopes_.below.insert(Key::assignment(key));
      if (key.kind() == KeyKind::database) tables_of(key);
    }
    if (!all) return;
    const auto listed =
        tools_.catalog.source.list_databases([&](const model::Snapshot& page) -> Result<bool> {
          for (const auto& [key, state] : page.states) {
            if (!tools_.catalog.filter.admits(key.database_name())) continue;
            scopes_.below.insert(Key::assignment(key));
            tables_of(key);
          }
          return !tools_.catalog.trouble.is_over();
        });
    note(KeyKind::assignment, listed);
  }

 private:
  /// Whether the listing came to its end.
  template <class Take>
  bool each(KeyKind kind, read::GovernanceReader& side, List list, const Take& take) {
    const auto listed = (side.*list)([&](const model::Snapshot& page) -> Result<bool> {
      for (const auto& [key, state] : page.states) take(key);
      return !tools_.catalog.trouble.is_over();
    });
    note(kind, listed);
    return listed.has_value() && !tools_.catalog.trouble.is_over();
  }

  bool has_tags() {
    bool any = false;
    for (auto* side : {&tools_.source, &tools_.target}) {
      note(KeyKind::assignment, side->list_tags([&](const model::Snapshot& page) -> Result<bool> {
        any = any || !page.states.empty();
        return !any;
      }));
    }
    return any;
  }

  void tables_of(const Key& database) {
    const auto listed = tools_.catalog.source.list_tables(database.database_name(),
                                                          [&](const model::Snapshot& page) -> Result<bool> {
                                                            for (const auto& [key, state] : page.states)
                                                              scopes_.below.insert(Key::assignment(key));
                                                            return !tools_.catalog.trouble.is_over();
                                                          });
    if (!listed && listed.error().kind != ErrorKind::missing) note(KeyKind::assignment, listed);
  }

  bool is_looked_at(const Key& key) const {
    if (!key.database_name().empty() && !tools_.catalog.filter.admits(key.database_name())) return false;
    if (scopes_.looks_at_all(key.kind())) return true;
    for (Key at = key.parent(); at.kind() != KeyKind::catalog; at = at.parent()) {
      if (scopes_.subtrees.contains(at)) return true;
    }
    return false;
  }

  /// What cannot be listed leaves everything that waits for it undecided: all of the kind, and of the kinds
  /// that lie below databases and tables what is below the touched ones.
  void note(KeyKind kind, const Result<void>& listed) {
    if (listed) return;
    tools_.catalog.trouble.note(listed.error());
    const auto look = Look::failed(tools_.catalog.clock.now(), listed.error());
    if (const auto all = scopes_.all.find(kind); all != scopes_.all.end()) all->second.digest.add(look);
    if (kind != KeyKind::assignment && kind != KeyKind::filter) return;
    for (auto& [key, node] : scopes_.subtrees) node.digest.add(look);
  }

  GovernanceTools& tools_;
  GovernanceScopes& scopes_;
};

}  // namespace

void list_below(GovernanceTools& tools, GovernanceScopes& scopes) {
  Listing listing(tools, scopes);
  listing.both(KeyKind::filter, &read::GovernanceReader::list_filters);
  listing.assignments();
}

void list_beside_catalog(GovernanceTools& tools, GovernanceScopes& scopes) {
  Listing listing(tools, scopes);
  listing.locations();
  listing.both(KeyKind::tag, &read::GovernanceReader::list_tags);
  listing.both(KeyKind::expression, &read::GovernanceReader::list_expressions);
}

}  // namespace lakemirror::pipeline
