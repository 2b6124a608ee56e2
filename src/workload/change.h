#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"
#include "base/json.h"
#include "base/random.h"
#include "workload/bodies.h"
#include "workload/names.h"
#include "workload/options.h"
#include "workload/state.h"

namespace lakemirror::workload {

/// One call that is about to be made at the source.
struct Change {
  enum class Expect { success, refusal, either };

  std::string event_name = {};  ///< which is also the operation
  std::string subject = {};     ///< "database/sales/table/orders": the narrowest that holds all it touches;
                                ///< beside the catalog "tag/team", "settings"; "everything" if nothing does
  json::object input = {};
  Expect expect = Expect::success;
  std::function<void(State&)> commit = {};  ///< brings the state up to date once the call has succeeded
  api::Service service = api::Service::glue;
  std::string principal = {};  ///< of a grant or revoke, where it is about one only
};

/// What the makers of changes draw on.
struct Studio {
  const State& state;
  Random& random;
  Names& names;
  Bodies& bodies;
  const Options& options;
};

/// A change with that event name which should succeed now; nothing when there is no subject for it.
std::optional<Change> make_change(Studio& studio, std::string_view event_name);

/// A change that AWS must refuse: a name that is taken or missing, a stale version, a wrong count of values.
std::optional<Change> make_refused_change(Studio& studio);
std::optional<Change> make_refused_lake_change(Studio& studio);

// Makers by family; each answers nothing when the state has no subject for it.
std::optional<Change> create_database(Studio& studio);
std::optional<Change> update_database(Studio& studio);
std::optional<Change> delete_database(Studio& studio);
std::optional<Change> create_table(Studio& studio);
std::optional<Change> update_table(Studio& studio);
std::optional<Change> delete_table(Studio& studio);
std::optional<Change> batch_delete_table(Studio& studio);
std::optional<Change> create_partition(Studio& studio);
std::optional<Change> update_partition(Studio& studio);
std::optional<Change> delete_partition(Studio& studio);
std::optional<Change> batch_create_partition(Studio& studio);
std::optional<Change> batch_update_partition(Studio& studio);
std::optional<Change> batch_delete_partition(Studio& studio);
std::optional<Change> delete_table_version(Studio& studio);
std::optional<Change> batch_delete_table_version(Studio& studio);
std::optional<Change> grant_permissions(Studio& studio);
std::optional<Change> revoke_permissions(Studio& studio);
std::optional<Change> batch_grant_permissions(Studio& studio);
std::optional<Change> batch_revoke_permissions(Studio& studio);
std::optional<Change> create_tag(Studio& studio);
std::optional<Change> update_tag(Studio& studio);
std::optional<Change> delete_tag(Studio& studio);
std::optional<Change> create_expression(Studio& studio);
std::optional<Change> update_expression(Studio& studio);
std::optional<Change> delete_expression(Studio& studio);
std::optional<Change> add_tags(Studio& studio);
std::optional<Change> remove_tags(Studio& studio);
std::optional<Change> create_filter(Studio& studio);
std::optional<Change> update_filter(Studio& studio);
std::optional<Change> delete_filter(Studio& studio);
std::optional<Change> register_location(Studio& studio);
std::optional<Change> update_location(Studio& studio);
std::optional<Change> deregister_location(Studio& studio);
std::optional<Change> put_settings(Studio& studio);

}  // namespace lakemirror::workload
