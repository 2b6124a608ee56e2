#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "local/body.h"
#include "local/shelf.h"

namespace lakemirror::local {

/// Values only; who may see or change them is the actions' business.

struct Partition {
  Body body;
  Time created;
};

struct PartitionKey {
  std::string name;
  std::string type;
};

struct TableVersion {
  std::int64_t number = 0;
  Body body = {};
  Time updated = {};
};

/// What hangs below a table and dies with it, whatever its name is given to next.
struct TableContents {
  Shelf<Partition> partitions;         ///< by their values, as a JSON array in text
  std::vector<TableVersion> archived;  ///< replaced versions that were kept, oldest first
};

/// Where a resource link leads; `table` is empty for a link to a database.
struct LinkTarget {
  std::string catalog;
  std::string database;
  std::string table;
  std::string region;
};

struct Table {
  Body body = {};
  Time created = {};
  Time updated = {};
  std::int64_t version = 0;
  SharedText created_by = {};
  std::shared_ptr<const std::vector<PartitionKey>> keys = {};  ///< null when not partitioned
  std::shared_ptr<const LinkTarget> link = {};                 ///< null when it is no resource link
  bool multi_dialect_view = false;
  std::shared_ptr<TableContents> contents = {};

  std::size_t key_count() const { return keys ? keys->size() : 0; }
};

struct Database {
  Body body = {};
  Time created = {};
  SharedText created_by = {};
  std::shared_ptr<const LinkTarget> link = {};
  std::shared_ptr<Shelf<Table>> tables = {};
};

/// One account's catalog in one Region. The key of every shelf is the folded name.
struct Catalog {
  Shelf<Database> databases;
  TextPool texts;
};

}  // namespace lakemirror::local
