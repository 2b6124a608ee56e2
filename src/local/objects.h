#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "local/http.h"

namespace lakemirror::local {

struct StoredObject {
  std::string data = {};
  HttpHeaders headers = {};  ///< content type and user metadata, given back as they came
  Time modified = {};
  std::string etag = {};  ///< in quotes
};

/// The S3 objects of all accounts. A bucket exists from the first object put into it, or from being made.
/// Safe for concurrent use.
class ObjectStore {
 public:
  /// False when the store is full: it lives in memory and takes up to 1 GiB in all.
  bool put(std::string_view account, std::string_view bucket, std::string_view key, StoredObject object);
  void make_bucket(std::string_view account, std::string_view bucket);
  /// Null when there is none.
  std::shared_ptr<const StoredObject> get(std::string_view account, std::string_view bucket,
                                          std::string_view key) const;
  bool has_bucket(std::string_view account, std::string_view bucket) const;
  void erase(std::string_view account, std::string_view bucket, std::string_view key);
  void clear();

 private:
  using Bucket = std::map<std::string, std::shared_ptr<const StoredObject>, std::less<>>;

  const Bucket* find(std::string_view account, std::string_view bucket) const;

  static constexpr std::size_t capacity = std::size_t{1} << 30;

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Bucket> buckets_;
  std::size_t used_ = 0;
};

}  // namespace lakemirror::local
