#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/json.h"

namespace lakemirror::workload {

/// What something is granted on. Names of the catalog are folded.
struct GrantedOn {
  enum class Kind {
    catalog,
    database,
    table,
    all_tables,
    columns,
    columns_except,
    filter,
    location,
    tag,
    policy,        ///< by tags
    named_policy,  ///< by a tag expression's name
  };

  Kind kind = Kind::catalog;
  std::string database = {};
  std::string table = {};
  std::string name = {};                ///< of a filter or expression, key of a tag, ARN of a location
  std::vector<std::string> names = {};  ///< columns, or values of the tag
  json::array expression = {};          ///< of a policy
  bool of_tables = false;               ///< a policy's

  bool is_some_columns() const { return kind == Kind::columns || kind == Kind::columns_except; }
  /// A text that is equal exactly for equal ones.
  std::string key() const;
  /// The key of what it hangs on: "database/sales/table/orders", "tag/team".
  std::string subject() const;
};

struct Granted {
  std::string principal = {};
  GrantedOn on = {};
  std::set<std::string> permissions = {};
  std::set<std::string> grantable = {};
};

struct LocationState {
  bool service_linked = false;
  bool hybrid = false;
};

/// What the workload believes that Lake Formation at the source holds.
struct LakeState {
  using Place = std::tuple<std::string, std::string, std::string>;  ///< database, table, column; or empty
  using FilterName = std::tuple<std::string, std::string, std::string>;  ///< database, table, name

  std::map<std::string, std::set<std::string>> tags = {};
  std::map<std::string, json::array> expressions = {};
  std::map<Place, std::map<std::string, std::string>> assignments = {};
  std::set<FilterName> filters = {};
  std::map<std::string, LocationState> locations = {};  ///< by ARN
  std::map<std::string, Granted> grants = {};           ///< by principal and key

  const Granted* granted(const std::string& principal, const GrantedOn& on) const;
  void grant(const Granted& more);
  void revoke(const Granted& less);

  bool selects_whole(const std::string& principal, const std::string& database,
                     const std::string& table) const;
  bool selects_columns(const std::string& principal, const std::string& database,
                       const std::string& table) const;
  /// Whether a tag, or a value of it, is part of a policy or of an expression.
  bool is_in_expressions(const std::string& tag, const std::string& value = {}) const;
  bool is_value_used(const std::string& tag, const std::string& value) const;
  bool is_location_granted(const std::string& arn) const;

  void remove_tag(const std::string& key);
  void remove_expression(const std::string& name);
  void remove_filter(const FilterName& filter);
  void remove_location(const std::string& arn);
  /// All that goes with a table, or with a database and its tables when `table` is empty.
  void remove_below(const std::string& database, const std::string& table = {});
};

/// What ALL stands for there, ALL itself left out.
std::set<std::string> everything_on(const GrantedOn& on);

}  // namespace lakemirror::workload
