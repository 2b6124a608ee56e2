#include "permissions/atom.h"

#include "base/text.h"

namespace lakemirror::permissions {

namespace {

std::string words_for_table(const Resource& resource) {
  return "table " + resource.database_name() + '.' + resource.table_name();
}

std::string expression_words(const Resource& resource) {
  if (!resource.name().empty()) return "by expression " + resource.name();
  std::vector<std::string> tags;
  for (const TagPair& pair : resource.expression().pairs())
    tags.push_back(pair.key + " = " + join(pair.values, " or "));
  return "tagged " + join(tags, " and ");
}

std::string own_words(const Resource& resource) {
  const std::string names = join(resource.names(), ", ");
  switch (resource.kind()) {
    case ResourceKind::catalog:
      return "the catalog";
    case ResourceKind::database:
      return "database " + resource.database_name();
    case ResourceKind::table:
      return words_for_table(resource);
    case ResourceKind::all_tables:
      return "all tables of database " + resource.database_name();
    case ResourceKind::columns:
      return words_for_table(resource) + (resource.names().size() == 1 ? " (column " : " (columns ") + names +
             ')';
    case ResourceKind::columns_except:
      return words_for_table(resource) + " (all columns but " + names + ')';
    case ResourceKind::cells_filter:
      return words_for_table(resource) + " (data cells filter " + resource.name() + ')';
    case ResourceKind::data_location:
      return "location " + resource.name();
    case ResourceKind::tag:
      return "LF-tag " + resource.name() + " (values " + names + ')';
    case ResourceKind::tag_expression:
      return "LF-tag expression " + resource.name();
    case ResourceKind::databases_by_tags:
      return "databases " + expression_words(resource);
    case ResourceKind::tables_by_tags:
      return "tables " + expression_words(resource);
  }
  return {};
}

}  // namespace

std::string short_principal(std::string_view principal) {
  if (!principal.starts_with("arn:")) return std::string(principal);
  std::size_t at = 0;
  for (int colons = 0; colons < 5; ++colons) {
    at = principal.find(':', at);
    if (at == std::string_view::npos) return std::string(principal);
    ++at;
  }
  return std::string(principal.substr(at));
}

std::string explain(const Resource& resource) {
  std::string words = own_words(resource);
  if (resource.catalog_id().empty()) return words;
  if (resource.kind() == ResourceKind::catalog) return "catalog " + resource.catalog_id();
  return words + " of catalog " + resource.catalog_id();
}

std::string explain(const Atom& atom) {
  std::string line =
      short_principal(atom.principal) + " may " + atom.permission + ' ' + explain(atom.resource);
  if (!atom.condition.empty()) line += ", if " + atom.condition;
  if (atom.grantable) line += ", with grant option";
  return line;
}

}  // namespace lakemirror::permissions

std::size_t std::hash<lakemirror::permissions::Atom>::operator()(
    const lakemirror::permissions::Atom& atom) const {
  std::uint64_t hash = lakemirror::hash64(atom.principal);
  for (const std::string* part : {&atom.resource.text(), &atom.permission, &atom.condition})
    hash = lakemirror::hash64(*part, hash * 31 + 1);
  return static_cast<std::size_t>(atom.grantable ? ~hash : hash);
}
