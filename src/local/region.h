#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "local/catalog.h"
#include "local/lake.h"
#include "local/token_bucket.h"
#include "local/trail.h"

namespace lakemirror::local {

/// What one account has in one Region. Everything in it is guarded by `mutex`.
struct Region {
  Region(std::string account_id, std::string region_name)
      : account(std::move(account_id)), name(std::move(region_name)) {}

  const std::string account;
  const std::string name;
  mutable std::mutex mutex;
  Catalog catalog;
  Lake lake;
  Trail trail;
  TokenBucket lookups;
  std::map<std::string_view, TokenBucket> calls;  ///< by operation name, which is of static storage
};

}  // namespace lakemirror::local
