#pragma once

#include <map>
#include <set>
#include <span>
#include <string>

#include "workload/comparison.h"

namespace lakemirror::workload {

/// One thing that Lake Formation keeps, spelled in the one way that all spellings of it come to.
struct LakeEntry {
  Difference at = {};      ///< where it is; the text names it
  json::object body = {};  ///< what there is to be equal
};
using LakeEntries = std::map<std::string, LakeEntry>;  ///< by what tells one from another

/// Reads the entries of one kind out of `lake_formation` of a dump.
class LakeReader {
 public:
  struct Options {
    BucketPairs buckets = {};  ///< by which registered locations are renamed
    std::set<std::string> own_principals = {};
    const json::object* databases = nullptr;  ///< of the same dump
  };
  explicit LakeReader(Options options) : options_(std::move(options)) {}

  LakeEntries settings(const json::object& lake) const;  ///< one for each member
  LakeEntries locations(const json::object& lake) const;
  LakeEntries tags(const json::object& lake) const;
  LakeEntries expressions(const json::object& lake) const;
  LakeEntries assignments(const json::object& lake) const;
  LakeEntries filters(const json::object& lake) const;
  /// By principal and resource. A grant on a list of columns, or of a tag's values, is as many entries: how
  /// they are spread over rows makes no difference to what may be done.
  LakeEntries grants(const json::object& lake) const;

 private:
  /// Under one reading what was put on a table is kept while the table is gone, where nobody can see or copy it.
  bool is_hidden(const Difference& at) const;
  /// A link made in a table's place has neither columns nor filters; what is kept of the table's is hidden.
  bool is_on_link(const Difference& at) const;

  Options options_;
};

/// Whether a dump's `databases`, if it has them, hold the database or table.
bool is_in_catalog(const json::object* databases, const Difference& at);

struct LakeKind {
  std::string_view name;  ///< "locations"
  LakeEntries (LakeReader::*read)(const json::object&) const;
};
/// All but the settings, in the order in which they are told.
std::span<const LakeKind> lake_kinds();

}  // namespace lakemirror::workload
