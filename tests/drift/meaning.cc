#include "drift/meaning.h"

#include "base/text.h"

namespace lakemirror::drift {

using permissions::Grant;
using permissions::Resource;
using permissions::ResourceKind;

namespace {

/// What ALL gives beside itself, by the guide's table of permissions.
std::vector<std::string> parts_of_all(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::database:
    case ResourceKind::databases_by_tags:
      return {"ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"};
    case ResourceKind::table:
    case ResourceKind::all_tables:
    case ResourceKind::tables_by_tags:
      return {"ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"};
    default:
      return {};
  }
}

std::string subject_of(const Resource& on) {
  if (on.kind() == ResourceKind::tag) return "tag " + fold(on.name());
  const bool of_columns = on.kind() == ResourceKind::columns || on.kind() == ResourceKind::columns_except;
  return of_columns ? Resource::table(on.database_name(), on.table_name()).text() : on.text();
}

/// Of a list of columns or tag values each name by itself.
std::vector<std::string> places_of(const Resource& on) {
  if (on.kind() != ResourceKind::columns && on.kind() != ResourceKind::tag) return {on.text()};
  std::vector<std::string> places;
  for (const std::string& name : on.names())
    places.push_back(subject_of(on) + " / " + std::string(to_string(on.kind())) + " " + fold(name));
  return places;
}

}  // namespace

Meaning meaning_of(const std::vector<Grant>& grants) {
  Meaning meaning;
  for (const Grant& grant : grants) {
    for (const auto& [word, grantable] : grant.words.entries()) {
      std::vector<std::string> words{word};
      if (word == "ALL") {
        for (std::string& part : parts_of_all(grant.resource.kind())) words.push_back(std::move(part));
      }
      for (const std::string& place : places_of(grant.resource)) {
        for (const std::string& each : words) {
          auto& atoms = meaning[{grant.principal, subject_of(grant.resource)}];
          const std::string atom = join({place, each, grant.condition}, "|");
          atoms.insert(atom);
          if (grantable) atoms.insert(atom + "|with grant option");
        }
      }
    }
  }
  return meaning;
}

std::string difference_between(const Meaning& wanted, const Meaning& found) {
  std::string lines;
  const auto tell = [&](const char* what, const Meaning& from, const Meaning& other) {
    for (const auto& [holder, atoms] : from) {
      const auto there = other.find(holder);
      for (const std::string& atom : atoms) {
        if (there == other.end() || !there->second.contains(atom))
          lines += join({what, holder.first, atom}, " ") + "\n";
      }
    }
  };
  tell("missing:", wanted, found);
  tell("too much:", found, wanted);
  return lines;
}

std::set<HolderText> who_differs(const Meaning& a, const Meaning& b) {
  std::set<HolderText> holders;
  const auto collect = [&](const Meaning& from, const Meaning& other) {
    for (const auto& [holder, atoms] : from) {
      const auto found = other.find(holder);
      if (found == other.end() || found->second != atoms) holders.insert(holder);
    }
  };
  collect(a, b);
  collect(b, a);
  return holders;
}

}  // namespace lakemirror::drift
