#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/clock.h"
#include "base/random.h"
#include "journal/dynamodb/item.h"

namespace lakemirror::journal::dynamodb {

/// The name of the key attribute, and of the index over what is open.
inline constexpr std::string_view key_name = "EventId";
inline constexpr std::string_view open_index = "open";
/// How often a batch that was answered in part is asked for the rest.
inline constexpr int most_batch_attempts = 10;

/// The calls that we make to one table. In expressions every name is written `#Name`: so many words are
/// reserved that no list of them is worth keeping. Safe for concurrent use.
class Table {
 public:
  Table(aws::Client& client, std::string name, Clock& clock, Random& random)
      : client_(client), name_(std::move(name)), clock_(clock), random_(random) {}

  const std::string& name() const { return name_; }
  aws::Client& client() { return client_; }

  enum class Read { consistent, eventual };

  /// The item of that key, as of now.
  Result<std::optional<Item>> get(std::string_view key);
  /// The items of the keys, each in its place, with the attributes of `projection` ("" for all of them). What
  /// a batch was not answered is asked for again.
  Result<std::vector<std::optional<Item>>> get_many(std::span<const std::string> keys, Read read,
                                                    std::string_view projection = {});

  /// False: the condition did not hold, and nothing was written.
  Result<bool> put(const Item& item, std::string_view condition, const json::object& values = {});

  struct Update {
    std::string key = {};
    std::string expression = {};
    std::string condition = {};
    json::object values = {};
  };
  /// The item as it is after the update; absent where the condition did not hold. An update that was sent
  /// twice because its first answer was lost may say so of itself.
  Result<std::optional<Item>> update(const Update& update);

  /// Whether it was there, the condition held, and it is gone.
  Result<bool> remove(std::string_view key, std::string_view condition, const json::object& values);

  /// One page of the index over what is open, after `after` or before it.
  struct OpenQuery {
    std::string after = {};  ///< OpenOrder; empty: from the first
    bool newest_first = false;
    std::size_t limit = 0;  ///< 0: as many as a page has room for
  };
  struct Page {
    std::vector<Item> items = {};
    json::object next = {};  ///< where the next page begins; empty after the last
  };
  Result<Page> query_open(const OpenQuery& query, const json::object& from);

  /// Reads the whole table, attributes of `projection` only.
  Result<void> scan(std::string_view projection, const std::function<Result<void>(const Item&)>& on_item);

 private:
  Result<json::object> call(std::string_view operation, const json::object& input);

  aws::Client& client_;
  std::string name_;
  Clock& clock_;
  Random& random_;
};

}  // namespace lakemirror::journal::dynamodb
