#include "cli/explanation.h"

#include <fmt/format.h>

#include <algorithm>

#include "permissions/judgement.h"

namespace lakemirror::cli {

namespace {

using model::KeyKind;
using permissions::Atom;
using permissions::AtomSet;
using permissions::RecordedRequest;
using By = Explanation::By;

/// The request as atoms, each once: the grant option is told with the permission it belongs to.
std::vector<Atom> atoms_of(const permissions::Grant& grant) {
  std::vector<Atom> atoms;
  for (auto& atom : AtomSet(std::vector<permissions::Grant>{grant}).atoms()) {
    const auto same = std::find_if(atoms.begin(), atoms.end(), [&](const Atom& other) {
      return other.principal == atom.principal && other.resource == atom.resource &&
             other.permission == atom.permission && other.condition == atom.condition;
    });
    if (same == atoms.end()) {
      atoms.push_back(std::move(atom));
    } else {
      same->grantable |= atom.grantable;
    }
  }
  return atoms;
}

/// Why this record alone is not applied; empty where it is, as long as nothing newer is known.
std::string doubt_of(const translate::RecordedGrant& recorded) {
  if (!recorded.is_proven) return "the record does not prove that all of it was done";
  return permissions::judge(recorded.request,
                            AtomSet(std::vector<permissions::Grant>{recorded.request.grant}))
      .doubt;
}

/// Why nothing is looked at, where every object belongs to a database that is left alone.
std::optional<std::string> reason_left_alone(const translate::Touch& touched,
                                             const pipeline::DatabaseFilter& filter) {
  if (!touched.unnamed.empty()) return std::nullopt;
  std::vector<std::string> databases;
  for (const auto& scope : touched.scopes) {
    if (scope.key.kind() != KeyKind::grants) databases.push_back(scope.key.database_name());
  }
  for (const auto& grant : touched.grants) {
    const auto object = grant.request.grant.resource.hangs_on();
    databases.push_back(object ? object->database_name() : "");
  }
  std::optional<std::string> reason;
  for (const auto& database : databases) {
    if (database.empty()) return std::nullopt;
    reason = filter.reason_to_leave(database);
    if (!reason) return std::nullopt;
  }
  return reason;
}

class Explainer {
 public:
  Explainer(Explanation& out, const ExplanationRules& rules)
      : out_(out), rules_(rules), final_from_(out.entry.event.event_time + rules.read_settle) {}

  void add_permissions() {
    std::string doubt;
    for (const auto& grant : out_.touched.grants) {
      for (auto& atom : atoms_of(grant.request.grant))
        out_.permissions.push_back({grant.request.action, std::move(atom), grant.is_proven});
      if (doubt.empty()) doubt = doubt_of(grant);
    }
    if (out_.touched.grants.empty()) return;
    if (doubt.empty()) {
      add(By::record, std::nullopt,
          "it is applied at once, unless something as new is known of the same principal there");
    } else {
      add(By::record, std::nullopt, "not applied by itself: " + doubt);
    }
    add_list(doubt.empty() ? "decides, or confirms it" : "decides");
  }

  void add_reads() {
    bool is_named = false, takes_along = false;
    for (const auto& scope : out_.touched.scopes) {
      if (scope.key.kind() == KeyKind::grants) continue;
      is_named = true;
      takes_along |= scope.subtree && rules_.lake_formation;
    }
    if (is_named) add(By::read, final_from_, "what is touched is read at both sides, and made equal");
    if (takes_along) add_list("shows what was granted on it, or by it");
  }

  void add_unnamed() {
    if (out_.touched.unnamed.empty()) return;
    add(By::list, final_from_, "what the record does not name is listed at both sides, and made equal");
  }

  void add(By by, std::optional<Time> from, std::string text) {
    out_.decided_by.push_back({by, from, std::move(text)});
  }

 private:
  void add_list(std::string_view does) {
    add(By::list, final_from_,
        fmt::format("a list of all permissions {}; there is one every {} s at most", does,
                    rules_.permissions_listed_every.count()));
  }

  Explanation& out_;
  const ExplanationRules& rules_;
  Time final_from_;
};

}  // namespace

std::string_view to_string(By by) {
  switch (by) {
    case By::configuration:
      return "configuration";
    case By::record:
      return "record";
    case By::list:
      return "list";
    case By::read:
      return "read";
  }
  return "read";
}

Explanation explain(model::Entry entry, const ExplanationRules& rules) {
  Explanation out{.entry = std::move(entry)};
  out.touched = translate::touch(out.entry.event, rules.context);
  Explainer explainer(out, rules);
  const bool is_lake = out.entry.event.event_source.starts_with("lakeformation.");
  // What the replicator knew and the configuration does not say, such as who it is at the source.
  const bool was_ignored = out.entry.outcome == model::OutcomeKind::ignored && !out.touched.ignored;
  if (was_ignored && !out.touched.malformed && !out.entry.reason.empty()) {
    explainer.add(By::configuration, std::nullopt, "ignored: " + out.entry.reason);
  } else if (out.touched.ignored || out.touched.malformed) {
    explainer.add(By::record, std::nullopt,
                  out.touched.ignored ? "ignored: " + *out.touched.ignored
                                      : "parked: " + out.touched.malformed->message);
  } else if (is_lake && !rules.lake_formation) {
    explainer.add(By::configuration, std::nullopt, "ignored: Lake Formation is not replicated");
  } else if (const auto reason = reason_left_alone(out.touched, rules.filter)) {
    explainer.add(By::configuration, std::nullopt, "left alone: " + *reason);
  } else {
    explainer.add_permissions();
    explainer.add_reads();
    explainer.add_unnamed();
  }
  return out;
}

}  // namespace lakemirror::cli
