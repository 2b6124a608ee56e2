#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/json.h"

namespace lakemirror::permissions {

/// How Lake Formation behaves where what is documented and what has been seen leave more than one reading.
struct Readings {
  enum class All { as_granted, listed_with_parts, stored_with_parts };
  /// Lists of columns or tag values: each exact list a row of its own; merged where they meet; or rows of
  /// their own, out of which a revoke takes the names it has wherever they are.
  enum class Lists { apart, merged, apart_but_revoked_by_name };

  All all = All::as_granted;
  bool revoke_of_all_takes_parts = true;   ///< or only the word ALL
  bool part_of_all_can_be_revoked = true;  ///< leaving the other parts; or is refused
  bool select_on_table_excludes_columns = true;
  bool identical_grant_is_refused = false;
  Lists lists = Lists::apart;
  bool option_goes_with_permission = true;  ///< or stays, and the permission with it, unless it is named too
  bool naming_option_takes_it_alone = false;
};

/// Permissions in one account as Lake Formation keeps them, for the tests: takes requests, answers with rows.
/// It shares no code with what it judges.
class FakeLakeFormation {
 public:
  explicit FakeLakeFormation(Readings readings = {}) : readings_(readings) {}

  /// Empty, or the message of the refusal.
  std::string grant(const json::object& request);
  std::string revoke(const json::object& request);
  /// ListPermissions without a filter.
  std::vector<json::object> list() const;

 private:
  using Words = std::map<std::string, bool>;  ///< and whether grantable
  using Names = std::set<std::string>;

  /// A resource as it is found again. `names` only for lists.
  struct Place {
    std::string principal;
    std::string condition;
    std::string member;   ///< of Resource
    std::string subject;  ///< canonical text of `shape`
    bool excluding = false;
    Names names;
    json::object shape;  ///< without the lists

    auto key() const { return std::tie(principal, condition, member, subject, excluding); }
    friend bool operator<(const Place& a, const Place& b) { return a.key() < b.key(); }
  };

  struct Request {
    Place place;
    Words words;
    std::string refusal;
  };

  static Request parse(const json::object& request);
  static void place_table(const json::object& table, bool with_columns, Request& out);
  static void place_tag(const json::object& tag, Request& out);
  static std::string refusal_of_words(const Request& request);
  bool excluded_by_another(const Request& request) const;
  std::string grant_list(const Request& request);
  std::string revoke_list(const Request& request);
  std::string revoke_names(std::map<Names, Words>& lists, const Request& request);
  std::string take(Words& held, const Request& request) const;
  bool split_all(Words& held, const Request& request) const;
  void list_row(const Place& place, Words words, std::vector<json::object>& rows) const;
  void list_lists(const Place& place, const std::map<Names, Words>& lists,
                  std::vector<json::object>& rows) const;
  static void append_row(const Place& place, const Words& words, std::vector<json::object>& rows);

  Readings readings_;
  std::map<Place, Words> rows_;
  std::map<Place, std::map<Names, Words>> lists_;
};

}  // namespace lakemirror::permissions
