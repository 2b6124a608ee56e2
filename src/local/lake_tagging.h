#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "local/lake_rights.h"

namespace lakemirror::local {

/// A key or value of an LF-tag as it is stored: the knob tag_case_folds decides.
std::string tag_text(const Call& call, std::string_view given);
/// [{TagKey, TagValues}] of a request, sorted.
std::vector<TagPair> read_expression(const Call& call, const json::array& given);
/// Whether every tag of an expression exists with every value; "*" stands for any.
bool expression_exists(const Call& call, const std::vector<TagPair>& expression);
bool tag_exists(const Call& call, std::string_view key, const std::vector<std::string>& values);

/// Where the LF-tags put on a column itself are kept.
std::string column_key(std::string_view database, std::string_view table, std::string_view column);

/// The tags put on one thing itself; empty for none.
const Assignment& assigned(const Call& call, const std::string& key, View view);
/// Its tags with those it inherits: database -> table -> column, the nearer one counts (documented).
Assignment database_tags(const Call& call, const std::string& database, View view);
Assignment table_tags(const Call& call, const std::string& database, const std::string& table, View view);

/// Adds what grants on LF-tag policies give `principal`.
void add_database_policies(const Call& call, std::string_view principal, const std::string& database,
                           Held& held);
void add_table_policies(const Call& call, std::string_view principal, const std::string& database,
                        const std::string& name, const Table& table, Held& held);

/// Every column of a table, partition keys included, folded.
std::vector<std::string> columns_of(const Table& table);

}  // namespace lakemirror::local
