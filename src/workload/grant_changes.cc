#include <algorithm>

#include "workload/lake_subjects.h"

namespace lakemirror::workload {
namespace {

using Kind = GrantedOn::Kind;
using Expect = Change::Expect;

struct Intended {
  Granted granted;
  Expect expect = Expect::success;
};

bool has_all(const std::set<std::string>& permissions) { return permissions.contains("ALL"); }

bool includes(const std::set<std::string>& all, const std::set<std::string>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

bool is_held(const LakeState& lake, const Granted& wanted) {
  auto one = wanted;
  const auto holds = [&] {
    const auto* held = lake.granted(one.principal, one.on);
    return held != nullptr && includes(held->permissions, one.permissions) &&
           includes(held->grantable, one.grantable);
  };
  if (wanted.on.kind != Kind::tag) return holds();
  return std::all_of(wanted.on.names.begin(), wanted.on.names.end(), [&](const auto& value) {
    one.on.names = {value};
    return holds();
  });
}

bool may_stand_for_all(const State& state, const GrantedOn& on) {
  if (on.kind == Kind::table) return state.table(on.database, on.table)->kind != TableKind::link;
  return on.kind == Kind::database || on.kind == Kind::all_tables || on.kind == Kind::policy ||
         on.kind == Kind::named_policy;
}

// SELECT on the whole table and on some of its columns shut each other out; whoever is all principals of the
// account is its creator too, whose rights cannot be narrowed.
bool shuts_out(const LakeState& lake, const Granted& wanted) {
  const auto& [principal, on, permissions, grantable] = wanted;
  if (on.is_some_columns())
    return principal.ends_with(":IAMPrincipals") || lake.selects_whole(principal, on.database, on.table);
  const bool selects = permissions.contains("SELECT") || has_all(permissions);
  return on.kind == Kind::table && selects && lake.selects_columns(principal, on.database, on.table);
}

std::set<std::string> some_set(Random& random, const std::set<std::string>& from, std::size_t most) {
  const auto chosen = some_of(random, {from.begin(), from.end()}, most);
  return {chosen.begin(), chosen.end()};
}

std::optional<Granted> new_grant(Studio& studio) {
  const auto on = something_to_grant_on(studio);
  if (!on) return std::nullopt;
  const auto words = permissions_on(studio.state, *on);
  if (words.empty()) return std::nullopt;
  Granted out{.principal = pick(studio.random, grantees(studio.options)), .on = *on};
  const auto* held = studio.state.lake.granted(out.principal, *on);
  if (held != nullptr && has_all(held->permissions)) return std::nullopt;
  // Never on top of a part: whether revoking ALL takes that as well is contradictory.
  if (held == nullptr && studio.random.chance(0.15) && may_stand_for_all(studio.state, *on)) {
    out.permissions = {"ALL"};
  } else {
    out.permissions = some_set(studio.random, {words.begin(), words.end()}, 3);
  }
  if (on->kind != Kind::columns_except && studio.random.chance(0.3))
    out.grantable = some_set(studio.random, out.permissions, 2);
  if (shuts_out(studio.state.lake, out) || is_held(studio.state.lake, out)) return std::nullopt;
  return out;
}

std::optional<Granted> everybodys(Studio& studio) {
  GrantedOn on{.kind = Kind::database};
  const auto table =
      some_table(studio, [](const TableState& found) { return found.kind != TableKind::link; });
  const auto database = some_database(studio);
  if (!table || !database) return std::nullopt;
  on.database = *database;
  if (studio.random.chance(0.7))
    on = {.kind = Kind::table, .database = table->database, .table = table->name};
  return Granted{.principal = std::string(everybody), .on = on, .permissions = {"ALL"}};
}

std::optional<Granted> some_granted(Studio& studio) {
  const auto keys = keys_of(studio.state.lake.grants);
  if (keys.empty()) return std::nullopt;
  return studio.state.lake.grants.at(pick(studio.random, keys));
}

std::optional<Intended> intended_grant(Studio& studio) {
  // What everybody has is the defaults' affair, and a repetition may be refused: nobody keeps count of these.
  std::optional<Granted> uncertain;
  if (studio.random.chance(0.05)) uncertain = everybodys(studio);
  if (!uncertain && studio.random.chance(0.05)) uncertain = some_granted(studio);
  if (uncertain) return Intended{*uncertain, Expect::either};
  const auto granted = new_grant(studio);
  return granted ? std::optional(Intended{*granted}) : std::nullopt;
}

std::optional<Intended> intended_revoke(Studio& studio) {
  if (studio.random.chance(0.15)) {
    if (const auto granted = everybodys(studio)) return Intended{*granted, Expect::either};
  }
  if (studio.state.lake.grants.size() <= studio.options.keep.grants) return std::nullopt;
  auto less = some_granted(studio);
  if (!less) return std::nullopt;
  const auto held = *less;
  if (has_all(held.permissions)) {
    // Whether a part of ALL can go is contradictory.
    const bool part = studio.random.chance(0.2);
    less->permissions = {"ALL"};
    if (part) less->permissions = some_set(studio.random, everything_on(held.on), 1);
    less->grantable = {};
    return Intended{*less, part ? Expect::either : Expect::success};
  }
  less->permissions = some_set(studio.random, held.permissions, 3);
  // Whether naming both takes the permission too is contradictory, and beside the catalog what it leaves
  // would outlive what it is granted on.
  const bool names_options = !held.on.database.empty() && studio.random.chance(0.4);
  std::erase_if(less->grantable,
                [&](const auto& word) { return !names_options || !less->permissions.contains(word); });
  return Intended{*less};
}

json::object request(Studio& studio, const Granted& granted) {
  auto resource = resource_json(studio, granted.on);
  const bool selects = granted.permissions.contains("SELECT") || has_all(granted.permissions);
  if (granted.on.kind == Kind::table && selects && may_stand_for_all(studio.state, granted.on) &&
      studio.random.chance(0.25)) {
    auto table = resource.at("Table").as_object();  // how Terraform and the console write it
    table["ColumnWildcard"] = json::object();
    resource = {{"TableWithColumns", std::move(table)}};
  }
  json::object out{{"Principal", principal_json(granted.principal)},
                   {"Resource", std::move(resource)},
                   {"Permissions", json::array(granted.permissions.begin(), granted.permissions.end())}};
  if (!granted.grantable.empty() || studio.random.chance(0.3))
    out["PermissionsWithGrantOption"] = json::array(granted.grantable.begin(), granted.grantable.end());
  return out;
}

using Apply = void (LakeState::*)(const Granted&);
using Intend = std::optional<Intended> (*)(Studio&);

Change single(Studio& studio, std::string_view event_name, const Intended& intended, Apply apply) {
  const auto& granted = intended.granted;
  auto input = request(studio, granted);
  if (studio.random.chance(0.3)) input["CatalogId"] = studio.options.account;
  const bool counts = granted.principal != everybody;
  auto change = lake_change(event_name, granted.on.subject(), std::move(input), [=](State& state) {
    if (counts) (state.lake.*apply)(granted);
  });
  change.expect = intended.expect;
  change.principal = granted.principal;
  return change;
}

// One that AWS answers in Failures, while the others take effect.
json::object failing_entry(Studio& studio, bool revokes) {
  const GrantedOn missing{.kind = Kind::database, .database = "no such database"};
  const GrantedOn never{.kind = Kind::catalog};
  return request(studio, {.principal = "arn:aws:iam::" + studio.options.account + ":role/never-granted",
                          .on = revokes ? never : missing,
                          .permissions = {revokes ? "CREATE_DATABASE" : "DESCRIBE"}});
}

std::optional<Change> batch(Studio& studio, std::string_view event_name, Intend intend, Apply apply,
                            bool revokes) {
  // Each entry stands on what the ones before it have done.
  State state = studio.state;
  Studio later{state, studio.random, studio.names, studio.bodies, studio.options};
  std::vector<Granted> granted;
  json::array entries;
  const auto add = [&](json::object entry) {
    entry["Id"] = std::to_string(entries.size() + 1);
    entries.push_back(std::move(entry));
  };
  const auto wanted = 2 + studio.random.below(4);
  for (int draw = 0; draw < 20 && granted.size() < wanted; ++draw) {
    const auto intended = intend(later);
    if (!intended || intended->expect != Expect::success) continue;
    add(request(later, intended->granted));
    (state.lake.*apply)(intended->granted);
    granted.push_back(intended->granted);
  }
  if (granted.empty()) return std::nullopt;
  if (studio.random.chance(0.25)) add(failing_entry(studio, revokes));
  const auto subject = granted.front().on.subject();
  const bool same = std::all_of(granted.begin(), granted.end(),
                                [&](const auto& one) { return one.on.subject() == subject; });
  return lake_change(event_name, same ? subject : "everything", {{"Entries", std::move(entries)}},
                     [=](State& now) {
                       for (const auto& one : granted) (now.lake.*apply)(one);
                     });
}

}  // namespace

std::optional<Change> grant_permissions(Studio& studio) {
  const auto intended = intended_grant(studio);
  if (!intended) return std::nullopt;
  return single(studio, "GrantPermissions", *intended, &LakeState::grant);
}

std::optional<Change> revoke_permissions(Studio& studio) {
  const auto intended = intended_revoke(studio);
  if (!intended) return std::nullopt;
  return single(studio, "RevokePermissions", *intended, &LakeState::revoke);
}

std::optional<Change> batch_grant_permissions(Studio& studio) {
  return batch(studio, "BatchGrantPermissions", &intended_grant, &LakeState::grant, false);
}

std::optional<Change> batch_revoke_permissions(Studio& studio) {
  return batch(studio, "BatchRevokePermissions", &intended_revoke, &LakeState::revoke, true);
}

}  // namespace lakemirror::workload
