#include "pipeline/governed_objects.h"

#include <algorithm>

#include "base/worker_pool.h"
#include "diff/diff.h"

namespace lakemirror::pipeline {

using model::Change;
using model::ChangeKind;
using model::Key;
using model::KeyKind;
using model::ObjectState;

namespace {

bool changes_location(const Change& change) {
  return change.key.kind() == KeyKind::location &&
         (change.kind == ChangeKind::update || change.kind == ChangeKind::replace);
}

}  // namespace

std::vector<Key> GovernedObjects::keys_of(KeyKind kind) const {
  std::vector<Key> keys;
  for (const auto& [key, look] : scopes_.objects) {
    if (key.kind() == kind) keys.push_back(key);
  }
  for (const auto& key : scopes_.below) {
    if (key.kind() == kind && !scopes_.objects.contains(key)) keys.push_back(key);
  }
  for (const auto& key : scopes_.target_only) {
    if (key.kind() == kind) keys.push_back(key);
  }
  return keys;
}

/// Tags are listed: a key has their name folded, and whether AWS finds them by that is contradictory.
void GovernedObjects::list_tags() {
  for (auto* side : {&tools_.source, &tools_.target}) {
    auto& tags = tags_[side];
    tags = {};
    const auto listed = side->list_tags([&](model::Snapshot page) -> Result<bool> {
      tags.states.merge(page.states);
      return !tools_.catalog.trouble.is_over();
    });
    if (!listed) tags.error = listed.error();
  }
}

ObjectState GovernedObjects::tag_of(const read::GovernanceReader& reader, const Key& key) const {
  const auto& tags = tags_.at(&reader);
  if (tags.error) return ObjectState::unknown(*tags.error);
  const auto found = tags.states.find(key);
  return found == tags.states.end() ? ObjectState::absent() : found->second;
}

ObjectState GovernedObjects::read_side(read::GovernanceReader& reader, const Key& key,
                                       const std::string& name) {
  switch (key.kind()) {
    case KeyKind::location:
      return reader.location(name);
    case KeyKind::tag:
      return tag_of(reader, key);
    case KeyKind::expression:
      return reader.expression(name);
    case KeyKind::assignment:
      return reader.assignment(key.parent());
    case KeyKind::filter:
      return reader.filter(key.database_name(), key.table_name(), name);
    default:
      return ObjectState::unknown(
          {.kind = ErrorKind::invalid, .subject = key.text(), .message = "no such kind"});
  }
}

GovernedObjects::Pair GovernedObjects::read(const Key& key) {
  const bool is_target_only = scopes_.target_only.contains(key);
  Pair pair{.source = is_target_only ? ObjectState::absent() : read_side(tools_.source, key, key.name()),
            .target_key = key};
  // A registered location is named by what it is, and that is mapped.
  std::string name = key.name();
  if (key.kind() == KeyKind::location && !is_target_only) {
    std::vector<std::string> unmapped;
    name = tools_.sides.terms.mapping.location_arn(name, &unmapped);
    pair.target_key = Key::location(name);
  }
  pair.target = read_side(tools_.target, pair.target_key, name);
  const auto as_read = pair.target;
  tools_.catalog.recent.correct(pair.target_key, pair.target, begun_);
  // What was read below a table that we have just removed is stale, or has outlived it. Where it shall not be
  // there, taking it away is right in both cases.
  const bool is_below = key.kind() == KeyKind::filter || key.kind() == KeyKind::assignment;
  if (is_below && pair.source.is_absent() && as_read.is_present()) pair.target = as_read;
  if (pair.target.is_present() && !pair.target.body.empty())
    pair.target.fingerprint = model::fingerprint_of(pair.target.body);
  leave_out_what_outlives_its_object(key, pair);
  for (const auto* side : {&pair.source, &pair.target}) {
    if (side->error) tools_.catalog.trouble.note(*side->error);
  }
  return pair;
}

/// Whether cell filters and tag assignments go with their table is not documented. What is left of them means
/// nothing, and cannot be had at the target, where the table is gone too. As long as it cannot be said
/// whether the table is there, it cannot be said of them either.
void GovernedObjects::leave_out_what_outlives_its_object(const Key& key, Pair& pair) {
  if (key.kind() != KeyKind::filter && key.kind() != KeyKind::assignment) return;
  const bool is_equal = pair.target.is_present() && pair.target.fingerprint == pair.source.fingerprint;
  if (!pair.source.is_present() || is_equal) return;
  auto object = tools_.catalog.source.object(key.parent());
  // Nor can a resource link that was made in its table's place have a filter.
  const bool is_left_over = object.is_absent() || (object.is_link && key.kind() == KeyKind::filter);
  if (is_left_over) pair.source = ObjectState::absent();
  if (object.error) pair.source = ObjectState::unknown(*std::move(object.error));
}

void GovernedObjects::make(const std::vector<KeyKind>& kinds) {
  begun_ = tools_.catalog.clock.now();
  for (const auto kind : kinds) {
    const auto keys = keys_of(kind);
    if (const auto all = scopes_.all.find(kind); all != scopes_.all.end())
      all->second.digest.add(Look::unchanged(begun_));
    if (kind == KeyKind::tag && !keys.empty()) list_tags();
    std::vector<Pair> pairs(keys.size());
    run_parallel(keys.size(), tools_.catalog.threads, [&](std::size_t i) {
      if (!tools_.catalog.trouble.is_over()) pairs[i] = read(keys[i]);
    });
    if (tools_.catalog.trouble.is_over()) return;
    std::vector<Planned> planned;
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (pairs[i].source.is_present()) seen.push_back(pairs[i].target_key.text());
      judge(keys[i], std::move(pairs[i]), planned);
    }
    if (const auto noted = tools_.catalog.remember(seen); !noted)
      return tools_.catalog.trouble.fail_pass(noted.error());
    execute(std::move(planned));
  }
}

/// LF-tags and what they are put on are shown only as far as the caller may see them.
bool GovernedObjects::may_be_shortened(const Key& key) const {
  return (key.kind() == KeyKind::tag || key.kind() == KeyKind::assignment) && !tools_.sees_all_of_source;
}

Look GovernedObjects::not_all_visible(const Key& key) const {
  if (tools_.settings_unread) return Look::failed(begun_, *tools_.settings_unread);
  return Look::failed(begun_, {.kind = ErrorKind::denied,
                               .operation = "compare",
                               .subject = key.text(),
                               .code = "NotAllVisible",
                               .message = "the source may hide tags from this role",
                               .hint = std::string(hint_to_see_all)});
}

void GovernedObjects::judge(const Key& key, Pair pair, std::vector<Planned>& planned) {
  const bool target_has = pair.target.is_present();
  // Named by an event and not shown: it may be hidden as well as gone.
  if (pair.source.is_absent() && scopes_.objects.contains(key) && may_be_shortened(key))
    return tell(key, not_all_visible(key));
  const auto held = pair.target.body;
  const auto target_key = pair.target_key;
  auto found = diff::diff({.states = {{target_key, std::move(pair.source)}}},
                          {.states = {{target_key, std::move(pair.target)}}}, tools_.catalog.rules);
  const auto unsure_until = tools_.catalog.recent.unsure_until(target_key);
  tell(key, unsure_until > begun_ ? Look::later(begun_, unsure_until) : Look::unchanged(begun_));
  for (const auto& [undecided, error] : found.undecided) {
    tools_.catalog.executor.tell_undecided(undecided, error);
    tell(key, Look::failed(begun_, error));
  }
  for (auto& change : found.changes) {
    if (target_has && may_be_shortened(key)) {
      const auto look = not_all_visible(key);
      tools_.catalog.executor.tell_undecided(key, *look.error);
      tell(key, look);
      continue;
    }
    // A tag's key is folded, and AWS may not find it by that: it is read before it is removed.
    if (change.kind == ChangeKind::remove && key.kind() == KeyKind::tag && held.empty()) {
      tell(key, Look::later(begun_, tools_.catalog.clock.now() + tools_.catalog.read_settle));
      continue;
    }
    if (change.kind == ChangeKind::remove) change.body = held;
    auto& into = change.kind == ChangeKind::remove ? removals_ : planned;
    if (change.kind != ChangeKind::remove || may_remove(key))
      into.push_back({.key = key, .change = std::move(change)});
  }
}

/// What an event names, or lies below what it names, was the source's once; anything else only if it was seen
/// there.
bool GovernedObjects::may_remove(const Key& key) {
  if (tools_.catalog.remove_target_only || scopes_.objects.contains(key)) return true;
  const auto object = key.parent();
  if (scopes_.subtrees.contains(object)) return true;
  // Below a database: of a table that the source had.
  const bool is_below = scopes_.subtrees.contains(object.parent());
  const std::string text = is_below ? object.text() : key.text();
  const auto known = tools_.catalog.journal.knows_keys(std::span(&text, 1));
  if (!known) tools_.catalog.trouble.fail_pass(known.error());
  return known && known->front();
}

void GovernedObjects::remove() {
  // What is built on tags goes before them.
  std::stable_sort(removals_.begin(), removals_.end(), [](const auto& a, const auto& b) {
    const auto rank = [](KeyKind kind) {
      return kind == KeyKind::filter || kind == KeyKind::assignment ? 0 : kind == KeyKind::expression ? 1 : 2;
    };
    return rank(a.key.kind()) < rank(b.key.kind());
  });
  execute(std::move(removals_));
  removals_.clear();
}

void GovernedObjects::execute(std::vector<Planned> planned) {
  model::Plan plan;
  std::vector<Time> unsure_until;
  for (auto& one : planned) {
    unsure_until.push_back(tools_.catalog.recent.unsure_until(one.change.key));
    plan.changes.push_back(std::move(one.change));
  }
  if (std::ranges::any_of(plan.changes, changes_location)) before_locations_();
  auto results = tools_.catalog.executor.execute(plan, tools_.catalog.threads);
  for (std::size_t i = 0; i < results.size(); ++i) wait_for_table(plan.changes[i].key, results[i]);
  std::vector<std::string> gone;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].error) tools_.catalog.trouble.note(*results[i].error);
    if (results[i].kind == model::ResultKind::deleted) gone.push_back(plan.changes[i].key.text());
    auto look = Look::of(begun_, results[i]);
    if (results[i].look_again && !look.error) look.not_before = begun_ + tools_.catalog.read_settle;
    note_unsure(plan.changes[i].key, results[i], unsure_until[i]);
    look.not_before = std::max(look.not_before, tools_.catalog.recent.unsure_until(plan.changes[i].key));
    tell(planned[i].key, look);
  }
  if (const auto noted = tools_.catalog.forget(gone); !noted) tools_.catalog.trouble.fail_pass(noted.error());
}

/// A call that failed may have taken effect all the same, unless it was refused: what is refused each time is
/// to be parked. LF-tags and their assignments are written by what is to be added and taken away: what else
/// they hold is only as good as the read before.
void GovernedObjects::note_unsure(const Key& key, const model::ChangeResult& result, Time unsure_until) {
  if (result.kind == model::ResultKind::deferred) return;
  auto& recent = tools_.catalog.recent;
  const auto& error = result.error;
  const bool may_be_done =
      error && (error->kind == ErrorKind::retry || error->answer_was_lost || result.made_anew);
  const bool is_partly_written = (key.kind() == KeyKind::assignment || key.kind() == KeyKind::tag) &&
                                 begun_ < std::max(recent.unsure_until(), unsure_until);
  if (may_be_done || result.look_again || is_partly_written) recent.wrote_unsurely(key);
}

/// A filter is refused on a resource link. Where the source has one the link is to become a table first.
void GovernedObjects::wait_for_table(const Key& key, model::ChangeResult& result) {
  const bool is_refused = result.error && result.error->kind == ErrorKind::invalid;
  if (!is_refused || key.kind() != KeyKind::filter) return;
  if (tools_.target_databases.object(key.parent()).is_link) result.error->kind = ErrorKind::missing;
}

void GovernedObjects::tell(const Key& key, const Look& look) {
  const auto named = scopes_.objects.find(key);
  if (named != scopes_.objects.end()) named->second = look;
  if (const auto all = scopes_.all.find(key.kind()); all != scopes_.all.end()) all->second.digest.add(look);
  for (Key at = key.parent(); at.kind() != KeyKind::catalog; at = at.parent()) {
    const auto found = scopes_.subtrees.find(at);
    if (found != scopes_.subtrees.end()) found->second.digest.add(look);
  }
}

}  // namespace lakemirror::pipeline
