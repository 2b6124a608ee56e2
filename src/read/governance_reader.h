#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/clock.h"
#include "model/snapshot.h"

namespace lakemirror::read {

/// What Lake Formation keeps on one side. Only reads; never turns an error into an absence: a key is absent
/// when AWS said EntityNotFoundException for it, or when a complete listing lacks it. Whether a listing is
/// complete depends on who asks, for Lake Formation leaves out silently what the caller may not see. Safe for
/// concurrent use.
///
/// Bodies are what the matching call that writes takes, with lists sorted where their order means nothing, so
/// that equal bodies mean the same; `own_account`, the account of this side, is left out wherever it stands
/// as a catalog id (see governance_body.h).
class GovernanceReader {
 public:
  GovernanceReader(aws::Client& client, Clock& clock, std::string own_account)
      : client_(client), clock_(clock), account_(std::move(own_account)) {}

  model::ObjectState settings();
  model::ObjectState location(const std::string& arn);
  model::ObjectState tag(const std::string& key);
  model::ObjectState expression(const std::string& name);
  /// The LF-tags put on a database, or on a table and its columns; absent when there is none. `object` is the
  /// key of the database or table.
  model::ObjectState assignment(const model::Key& object);
  model::ObjectState filter(const std::string& database, const std::string& table, const std::string& name);

  using OnPage = std::function<Result<bool>(model::Snapshot page)>;
  /// One Snapshot per page, begun before the request for that page went out.
  Result<void> list_locations(const OnPage& on_page);
  Result<void> list_tags(const OnPage& on_page);
  Result<void> list_expressions(const OnPage& on_page);
  /// The data cells filters of all tables: at once, or where that is refused table by table, as long as there
  /// are no more than `most_tables_asked`.
  Result<void> list_filters(const OnPage& on_page);
  /// The API model lets a request name no table; that all are listed then is not documented in words, so that
  /// this proves no absence where a table's own listing can.
  Result<void> list_filters_at_once(const OnPage& on_page);
  /// Whether that was refused.
  bool lists_filters_by_table() const { return lists_filters_by_table_; }

  /// All data cells filters of a table; none when the table is missing.
  Result<model::Snapshot> filters(const std::string& database, const std::string& table);

  using OnRow = std::function<void(json::object row)>;
  /// Every row of ListPermissions without a filter, as it came: explicit grants. With a filter Lake Formation
  /// computes what it would apply instead (seen). Grants on data cells filters are not among them. An Error
  /// takes back what was given: it is not the whole.
  Result<void> each_grant(const OnRow& on_row);
  /// The rows on data cells filters of one table, which are listed by table alone (documented); none when it
  /// is missing.
  Result<std::vector<json::object>> grants_on_filters(const std::string& database, const std::string& table);

  static constexpr std::size_t most_tables_asked = 1'000;

  Clock& clock() { return clock_; }
  const std::string& account() const { return account_; }

 private:
  struct Listing;

  /// Denied or missing, where Lake Formation says one thing for both.
  Error told_apart(const Error& error, const model::Key& object);
  Result<void> list(const Listing& listing, const OnPage& on_page);
  Result<void> list_filters_by_table(const OnPage& on_page);
  static Result<void> take_rows(json::object& page, const OnRow& on_row, bool& any_list);

  aws::Client& client_;
  Clock& clock_;
  std::string account_;
  std::atomic<bool> lists_filters_by_table_ = false;
};

}  // namespace lakemirror::read
