#include <algorithm>
#include <functional>

#include "local/actions.h"
#include "local/lake_principals.h"
#include "local/lake_request.h"
#include "local/lake_rows.h"
#include "local/page_token.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

/// What a ListPermissions call asks for.
struct Listing {
  std::string principal = {};
  std::optional<LakeResource> resource = {};
  std::string_view type = {};
  bool related = false;  ///< with the rows of a table's data cells filters
  std::size_t limit = 0;
};

Result<Listing> read_listing(const Call& call) {
  Listing out{.type = call.text("ResourceType"),
              .related = call.text("IncludeRelated") == "TRUE",
              .limit = call.page_limit(100)};
  if (const json::object* principal = object_at(call.from.input, "Principal"))
    out.principal = text_or(*principal, "DataLakePrincipalIdentifier");
  if (const json::object* resource = object_at(call.from.input, "Resource")) {
    LM_TRY(out.resource, read_resource(call, *resource));
    // A table answers for its columns; they cannot be asked for (seen, the words derived).
    if (out.resource->kind == Kind::columns || out.resource->kind == Kind::columns_but)
      return invalid_input("TableWithColumns is not supported: ask for the Table.");
    LM_CHECK(check_resource(call, *out.resource));
  }
  if (out.related && (!out.principal.empty() || !out.resource || out.resource->kind != Kind::table))
    return invalid_input("IncludeRelated needs a Table resource and no principal.");
  return out;
}

/// ResourceType as the service understands it: DATABASE finds nothing, LF_TAG_POLICY only policies on
/// databases (both seen), unless the knob says that this was mended.
bool has_type(const Call& call, const LakeResource& resource, std::string_view type) {
  const bool incomplete = call.knobs.resource_type_filter_incomplete;
  if (type.empty()) return true;
  if (type == "CATALOG") return resource.kind == Kind::catalog;
  if (type == "DATABASE") return !incomplete && resource.kind == Kind::database;
  if (type == "TABLE") return resource.kind >= Kind::table && resource.kind <= Kind::cells_filter;
  if (type == "DATA_LOCATION") return resource.kind == Kind::location;
  if (type == "LF_TAG") return resource.kind == Kind::tag;
  if (type == "LF_NAMED_TAG_EXPRESSION") return resource.kind == Kind::tag_expression;
  if (!resource.is_policy()) return false;
  if (type == "LF_TAG_POLICY") return !incomplete || !resource.of_tables;
  return resource.of_tables == (type == "LF_TAG_POLICY_TABLE");
}

bool concerns(const Listing& listing, const LakeResource& resource) {
  if (!listing.resource) return true;
  const LakeResource& wanted = *listing.resource;
  if (wanted.kind != Kind::table) return wanted == resource;
  if (resource.database != wanted.database || resource.table != wanted.table) return false;
  if (resource.kind == Kind::cells_filter) return listing.related;
  return resource.kind >= Kind::table;
}

/// Who is no admin sees of a row the permissions held on its resource (documented).
void narrow(const Call& call, const Rights& rights, PermissionRow& row) {
  if (rights.sees_all() || covers(row.principal, rights.principal())) return;
  const LakeResource& resource = row.resource;
  Held held = rights.on(resource);
  if (resource.kind == Kind::database) {
    const Database* database = call.region.catalog.databases.find(resource.database, call.view);
    if (database != nullptr) held = rights.on_database(resource.database, *database);
  } else if (const Table* table = lake_table(call, resource.database, resource.table, call.view)) {
    held = rights.on_table(resource.database, resource.table, *table);
  }
  if (held.permissions.has(Permission::all)) return;
  row.permissions = row.permissions.common(held.permissions);
  row.grantable = row.grantable.common(held.permissions);
}

/// Where a page ends: behind the grant `after`, and within the grant `of`, which comes next, behind the row
/// `row`. Nothing is counted, so that a grant that goes between two pages leaves out no row of another. Only
/// a SELECT that moves meanwhile between ALL and a grant of its own may be listed twice, or by neither page.
struct Position {
  std::string after = {};
  std::string of = {};
  std::string row = {};
};

Result<Position> read_position(const Call& call) {
  const std::string_view token = call.text("NextToken");
  if (token.empty()) return Position{};
  LM_TRY(const json::object position, read_token(token, call.now));
  if (!position.contains("row")) return invalid_input("Invalid NextToken.");  // of another operation
  const auto text = [&](std::string_view member) { return std::string(text_or(position, member)); };
  return Position{.after = text("after"), .of = text("of"), .row = text("row")};
}

std::string key_of(const PermissionRow& row) {
  return Grant::key_of(row.resource, row.condition, row.principal);
}

/// Takes rows one after another and keeps those of one page.
class Page {
 public:
  Page(const Call& call, const Listing& listing, Position start)
      : call_(call), listing_(listing), rights_(Rights::of_caller(call)), position_(std::move(start)) {}

  /// The rows that come behind `after`; false when the page is full.
  bool add(std::vector<PermissionRow> rows, const std::string& key) {
    const std::string behind = position_.of == key ? std::exchange(position_.row, {}) : std::string();
    std::ranges::sort(rows, {}, &key_of);
    for (auto& row : rows) {
      if (!behind.empty() && key_of(row) <= behind) continue;
      narrow(call_, rights_, row);
      if (row.permissions.empty()) continue;
      if (out_.size() == listing_.limit) {
        more_ = true;
        return false;
      }
      out_.push_back(to_json(call_, row));
      position_.of = key;
      position_.row = key_of(row);
    }
    position_.after = key;
    return true;
  }

  const Position& position() const { return position_; }

  Answer answer() {
    json::object out{{"PrincipalResourcePermissions", std::move(out_)}};
    if (more_)
      out["NextToken"] =
          make_token({{"after", position_.after}, {"of", position_.of}, {"row", position_.row}}, call_.now);
    return json::serialize(out);
  }

 private:
  const Call& call_;
  const Listing& listing_;
  Rights rights_;
  Position position_;
  json::array out_;
  bool more_ = false;
};

// Creators' rows come behind all grants: no grant's key begins with this.
constexpr std::string_view behind_grants = "~";

std::vector<PermissionRow> only_wanted(const Call& call, const Listing& listing,
                                       std::vector<PermissionRow> rows) {
  std::erase_if(rows, [&](const PermissionRow& row) {
    if (!listing.principal.empty() && row.principal != listing.principal) return true;
    return !has_type(call, row.resource, listing.type) || !concerns(listing, row.resource);
  });
  return rows;
}

/// Grants as they were made.
Answer list_raw(Call& call, const Listing& listing, Position start) {
  const bool creators_only = start.after == behind_grants;
  Page page(call, listing, std::move(start));
  bool full = false;
  if (!creators_only) {
    call.region.lake.grants.scan(
        page.position().after, call.view, [&](const std::string& key, const Grant& grant) {
          if (!listing.principal.empty() && grant.principal != listing.principal) return true;
          return !(full = !page.add(only_wanted(call, listing, rows_of(call, grant)), key));
        });
  }
  if (full) return page.answer();
  if (!creators_only) page.add({}, std::string(behind_grants));
  page.add(only_wanted(call, listing, creator_rows(call)), std::string(behind_grants));
  return page.answer();
}

/// Every principal that anything is known of.
std::vector<std::string> known_principals(const Call& call) {
  std::vector<std::string> out = call.region.lake.current_settings(call.view).admins;
  call.region.lake.grants.scan("", call.view, [&](const std::string&, const Grant& grant) {
    out.push_back(grant.principal);
    return true;
  });
  for (const auto& row : creator_rows(call)) out.push_back(row.principal);
  sort_once(out);
  return out;
}

std::vector<LakeResource> known_resources(const Call& call) {
  std::vector<LakeResource> out;
  call.region.catalog.databases.scan("", call.view, [&](const std::string& name, const Database& database) {
    out.push_back({.kind = Kind::database, .database = name});
    database.tables->scan("", call.view, [&](const std::string& table, const Table&) {
      out.push_back({.kind = Kind::table, .database = name, .table = table});
      return true;
    });
    return true;
  });
  call.region.lake.grants.scan("", call.view, [&](const std::string&, const Grant& grant) {
    const bool counted = !grant.resource.database.empty() && !grant.resource.table.empty();
    if (!counted && grant.resource.kind != Kind::database) out.push_back(grant.resource);
    return true;
  });
  return out;
}

/// What Lake Formation would apply (seen, where both are given).
Answer list_computed(Call& call, const Listing& listing, Position start) {
  const auto principals = listing.principal.empty() ? known_principals(call) : std::vector{listing.principal};
  const auto resources = listing.resource ? std::vector{*listing.resource} : known_resources(call);
  std::vector<PermissionRow> rows;
  for (const auto& resource : resources) {
    if (!has_type(call, resource, listing.type)) continue;
    for (const auto& principal : principals) {
      for (auto& row : effective_rows(call, principal, resource)) rows.push_back(std::move(row));
    }
  }
  Page page(call, listing, std::move(start));
  page.add(std::move(rows), "");
  return page.answer();
}

Answer list_permissions(Call& call) {
  LM_TRY(const Listing listing, read_listing(call));
  LM_TRY(Position start, read_position(call));
  const bool both = !listing.principal.empty() && listing.resource;
  const bool one = !listing.principal.empty() || listing.resource;
  const bool computed = both || (one && call.knobs.list_single_filter_computed && !listing.related);
  return computed ? list_computed(call, listing, std::move(start))
                  : list_raw(call, listing, std::move(start));
}

constexpr Action all_listing_actions[] = {{"ListPermissions", list_permissions, true}};

}  // namespace

std::span<const Action> lake_listing_actions() { return all_listing_actions; }

}  // namespace lakemirror::local
