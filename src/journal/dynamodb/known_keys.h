#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "journal/dynamodb/table.h"
#include "model/key.h"

namespace lakemirror::journal::dynamodb {

/// The keys that were seen at the source, in items of some thousand keys each, those of one database
/// together. Only the holder of the lease writes them, and what was read is kept until
/// `forget_what_was_read`. Safe for concurrent use; of two writers one is told that the other was quicker,
/// and looks again.
class KnownKeys {
 public:
  explicit KnownKeys(Table& table) : table_(table) {}

  Result<void> remember(std::span<const std::string> keys);
  Result<std::vector<bool>> knows(std::span<const std::string> keys);
  Result<void> forget(std::span<const std::string> keys);
  Result<std::uint64_t> count(model::KeyKind kind, std::string_view prefix);
  void forget_what_was_read();

 private:
  struct Chunk {
    std::int64_t version = 0;  ///< 0: not stored yet
    std::size_t bytes = 0;
    std::set<std::string> keys = {};
  };
  struct Group {
    std::vector<Chunk> chunks = {};
    std::unordered_map<std::string, std::size_t> place = {};  ///< in which chunk a key is
  };
  enum class Written { yes, overtaken };

  Result<Group*> group(const std::string& name);
  Result<void> load_names();
  Result<Written> store(const std::string& name, Group& group, const std::set<std::size_t>& chunks);
  Result<Written> store_names();
  Result<Written> remember_in(const std::string& name, const std::vector<std::string>& keys);
  Result<Written> forget_in(const std::string& name, const std::vector<std::string>& keys);
  /// Does it until nobody was quicker.
  Result<void> insist(const std::string& name, const std::function<Result<Written>()>& write);

  Table& table_;
  std::mutex mutex_;
  std::map<std::string, Group> groups_;
  bool names_are_read_ = false;
  std::int64_t names_version_ = 0;
  std::set<std::string> names_;  ///< of all groups that were ever stored
};

}  // namespace lakemirror::journal::dynamodb
