#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/key.h"
#include "permissions/recorded_request.h"
#include "translate/own_calls.h"

namespace lakemirror::translate {

/// What touch knows beside the record itself.
struct TouchContext {
  std::string source_account = {};  ///< whose default catalog is followed; empty: the record's own account
  std::string source_region = {};   ///< empty: any
  OwnCalls own = {};                ///< what the other direction did at the source
};

/// Keys that a record touches and does not name: all of one kind that `within` contains, such as the filters
/// of a table, or, within the catalog, all grants. Which of them it was only a complete listing of the source
/// tells that began after the event; until one has ended the entry stays pending.
struct UnnamedKeys {
  model::KeyKind kind = model::KeyKind::catalog;
  model::Key within = {};
  std::string why = {};  ///< what the record does not show, for people

  friend bool operator==(const UnnamedKeys&, const UnnamedKeys&) = default;
};

/// One grant or revoke of a record. Its holder, the principal on the subject of the resource, is one of the
/// scopes.
struct RecordedGrant {
  permissions::RecordedRequest request;
  /// True when the record proves that exactly this was done. Else it may have been done, in whole or in part,
  /// and only a listing of the source that began after the event tells what the holder has.
  bool is_proven = true;
};

/// What a record touches. Exactly one of the three holds: keys, named or not; or a reason to ignore it; or an
/// error that parks it.
///
/// A scope with its subtree means, of an LF-tag, every resource and every grant that uses it; of an
/// expression, a filter or a location, every grant on it or by it. A scope of grants means one holder.
struct Touch {
  std::vector<model::Scope> scopes = {};
  std::vector<UnnamedKeys> unnamed = {};
  std::vector<RecordedGrant> grants = {};  ///< in the order of the record
  std::optional<std::string> ignored = {};
  std::optional<Error> malformed = {};

  bool touches() const { return !scopes.empty() || !unnamed.empty(); }
};

/// Reads from a record which keys it touches: a record is a hint, the source is the truth. Only of grants it
/// also tells what was done, since the source shows these slowly and all at once.
/// A record whose request was omitted is read by its `resources`; where these are missing too, it touches all
/// that such an event can. Never throws; anything that is no record is `malformed`.
Touch touch(const model::Event& event, const TouchContext& context);

/// The names of all events, of Glue and of Lake Formation, that can touch anything: what a feed has to ask
/// for.
std::vector<std::string_view> event_names();

/// The key of what one principal holds on what the grant's resource is part of.
model::Key holder_of(const permissions::Grant& grant);

}  // namespace lakemirror::translate
