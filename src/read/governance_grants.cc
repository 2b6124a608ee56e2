#include "aws/denied_or_missing.h"
#include "read/governance_reader.h"

namespace lakemirror::read {

namespace {

constexpr std::string_view operation = "ListPermissions";
constexpr std::string_view member = "PrincipalResourcePermissions";
constexpr std::string_view all_grants = "grants";  // where no single one is the subject

Error bad_listing(std::string_view what) {
  return {.kind = ErrorKind::retry,
          .operation = "lakeformation:" + std::string(operation),
          .subject = std::string(all_grants),
          .message = "the answer has no " + std::string(what)};
}

}  // namespace

/// A page may have no rows, and then no list: rows on LF-tags of other accounts come on a page of their own
/// (documented).
Result<void> GovernanceReader::take_rows(json::object& page, const OnRow& on_row, bool& any_list) {
  json::value* value = page.if_contains(member);
  if (value == nullptr || value->is_null()) return {};
  json::array* list = value->if_array();
  if (list == nullptr) return fail(bad_listing(member));
  any_list = true;
  for (json::value& element : *list) {
    json::object* row = element.if_object();
    if (row == nullptr) return fail(bad_listing(std::string(member) + " of objects"));
    on_row(std::move(*row));
  }
  return {};
}

Result<void> GovernanceReader::each_grant(const OnRow& on_row) {
  bool any_list = false;
  const json::object input{{"MaxResults", 1'000}};  // the most a page may hold (API model)
  auto listed = aws::for_each_page(client_, api::Service::lakeformation, operation, input,
                                   [&](json::object& page) -> Result<bool> {
                                     LM_CHECK(take_rows(page, on_row, any_list));
                                     return true;
                                   });
  if (!listed) {
    listed.error().subject = all_grants;
    return listed;
  }
  // Whatever is taken for no grants at all revokes everything at the target: that much must be said.
  if (!any_list) return fail(bad_listing(member));
  return {};
}

Result<std::vector<json::object>> GovernanceReader::grants_on_filters(const std::string& database,
                                                                      const std::string& table) {
  std::vector<json::object> rows;
  bool any_list = false;
  const json::object input{{"Resource", {{"Table", {{"DatabaseName", database}, {"Name", table}}}}},
                           {"IncludeRelated", "TRUE"},
                           {"MaxResults", 1'000}};  // the most a page may hold (API model)
  const auto listed = aws::for_each_page(
      client_, api::Service::lakeformation, operation, input, [&](json::object& page) -> Result<bool> {
        LM_CHECK(take_rows(
            page, [&](json::object row) { rows.push_back(std::move(row)); }, any_list));
        return true;
      });
  if (!listed) {
    Error error = aws::denied_or_missing(client_, listed.error(), database, table);
    if (error.kind == ErrorKind::missing) return std::vector<json::object>();
    error.subject = model::Key::table(database, table).text();
    return fail(std::move(error));
  }
  // The table's own rows come along, and may be computed ones: the other listing has them.
  std::erase_if(rows, [](const json::object& row) {
    const json::object* resource = object_at(row, "Resource");
    return resource == nullptr || object_at(*resource, "DataCellsFilter") == nullptr;
  });
  return rows;
}

}  // namespace lakemirror::read
