#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/event.h"
#include "model/key.h"

namespace lakemirror::translate {

/// What touch knows beside the record itself.
struct TouchContext {
  std::string source_account = {};  ///< whose default catalog is followed; empty: the record's own account
  std::string source_region = {};   ///< empty: any
};

/// What a record touches. Exactly one of the three holds: scopes, or a reason to ignore it, or an error that
/// parks it.
struct Touch {
  std::vector<model::Scope> scopes = {};
  std::optional<std::string> ignored = {};
  std::optional<Error> malformed = {};
};

/// Reads from a record which keys it touches, and nothing else: a record is a hint, the source is the truth.
/// A record whose request was omitted is read by its `resources`; where these are missing too, it touches the
/// whole catalog. Never throws; anything that is no record is `malformed`.
Touch touch(const model::Event& event, const TouchContext& context);

}  // namespace lakemirror::translate
