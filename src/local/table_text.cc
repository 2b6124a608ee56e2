#include "local/table_text.h"

#include "base/text.h"
#include "local/epoch.h"
#include "local/json_text.h"
#include "local/lake_rights.h"
#include "local/places.h"

namespace lakemirror::local {

namespace {

std::string merged_members(const Table& link, const Table& target) {
  json::object merged = target.body.object();
  merged["TargetTable"] = link.body.object()["TargetTable"];
  const std::string text = json::serialize(merged);
  return text.substr(1, text.size() - 2);
}

/// Who may not see the target sees the link alone (documented).
const Table* visible_target(const Call& call, const Table& link) {
  const Table* target = target_of(call, link, call.view);
  if (target == nullptr) return nullptr;
  const Rights rights = Rights::of_caller(call);
  return rights.sees(fold(link.link->database), fold(link.link->table), *target) ? target : nullptr;
}

}  // namespace

void append_table(std::string& out, const Call& call, std::string_view database, std::string_view name,
                  const Table& table, const TableVersion* version, bool registered) {
  const Table* target = table.link && version == nullptr ? visible_target(call, table) : nullptr;
  ObjectText text(out);
  text.text("Name", name);
  text.text("DatabaseName", database);
  if (target != nullptr) {
    text.members(merged_members(table, *target));
  } else {
    // Written straight into the answer: tables are what the long listings are made of.
    const Body& body = version != nullptr ? version->body : table.body;
    text.members(body.head);
    if (body.columns) out += *body.columns;
    out += body.tail;
  }
  text.number("CreateTime", epoch(table.created));
  text.number("UpdateTime", epoch(version != nullptr ? version->updated : table.updated));
  text.text("CreatedBy", *table.created_by);
  text.boolean("IsRegisteredWithLakeFormation", registered);
  text.text("CatalogId", call.region.account);
  text.text("VersionId", std::to_string(version != nullptr ? version->number : table.version));
  text.boolean("IsMultiDialectView", table.multi_dialect_view);
  text.boolean("IsMaterializedView", false);
  text.close();
}

}  // namespace lakemirror::local
