#include "drift/meaning.h"

#include "base/text.h"

namespace lakemirror::drift {

using permissions::Grant;
using permissions::Resource;
using permissions::ResourceKind;
using permissions::TagExpression;
using permissions::TagPair;

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

/// In one order and case, each once.
std::vector<std::string> names_once(const std::vector<std::string>& names) {
  std::set<std::string> once;
  for (const std::string& name : names) once.insert(fold(name));
  return {once.begin(), once.end()};
}

std::string text_of(const TagExpression& expression) {
  std::vector<std::string> texts;
  for (const TagPair& pair : expression.pairs())
    texts.push_back(pair.key + "=" + join(names_once(pair.values), ","));
  return join(names_once(texts), ";");
}

bool is_of_columns(const Resource& on) {
  return on.kind() == ResourceKind::columns || on.kind() == ResourceKind::columns_except;
}

std::string subject_of(const Resource& on) {
  const ResourceKind kind = is_of_columns(on) ? ResourceKind::table : on.kind();
  const std::string name = kind == ResourceKind::tag ? fold(on.name()) : on.name();
  return join({std::string(to_string(kind)), on.catalog_id(), fold(on.database_name()), fold(on.table_name()),
               name, text_of(on.expression())},
              " ");
}

/// Of a list of columns or tag values each name by itself, but of excluded columns all together.
std::vector<std::string> places_of(const Resource& on) {
  const std::string where = subject_of(on) + " " + std::string(to_string(on.kind()));
  if (on.names().empty()) return {where};
  std::vector<std::string> each = names_once(on.names());
  if (on.kind() == ResourceKind::columns_except) return {where + " " + join(each, ",")};
  for (std::string& place : each) place = where + " " + place;
  return each;
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
