#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/entry.h"
#include "permissions/atom.h"
#include "permissions/recorded_request.h"
#include "pipeline/database_filter.h"
#include "translate/touch.h"

namespace lakemirror::cli {

/// What explaining needs to know of the configuration.
struct ExplanationRules {
  translate::TouchContext context = {};
  pipeline::DatabaseFilter filter{{}, {}, {}};
  bool lake_formation = true;
  Seconds read_settle = Seconds(60);
  Seconds permissions_listed_every = Seconds(60);
};

/// What one entry's record says was touched, and by what it is decided what becomes of the entry.
struct Explanation {
  /// One permission that the record says was given or taken.
  struct Permission {
    permissions::RecordedRequest::Action action = permissions::RecordedRequest::Action::grant;
    permissions::Atom atom;
    bool is_proven = true;  ///< the record proves it; else it may have been done
  };
  enum class By {
    configuration,  ///< nothing is looked at
    record,         ///< what the record says is done
    list,           ///< a complete listing
    read,           ///< the named objects, as both sides have them
  };
  struct Step {
    By by = By::read;
    std::optional<Time> from = {};  ///< what is read or listed sooner is looked at once more
    std::string text = {};
  };

  model::Entry entry = {};
  translate::Touch touched = {};
  std::vector<Permission> permissions = {};
  std::vector<Step> decided_by = {};
};

std::string_view to_string(Explanation::By by);

Explanation explain(model::Entry entry, const ExplanationRules& rules);

}  // namespace lakemirror::cli
