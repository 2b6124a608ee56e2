#pragma once

#include <memory>

#include "cli/context.h"
#include "config/configuration.h"
#include "journal/dynamodb/dynamo_lease.h"
#include "journal/file_lease.h"

namespace lakemirror::cli {

/// A journal and the fence before it, for who raises or lifts it. Needs neither side and no lease.
class FencePost {
 public:
  /// The Error also where the journal is a file that is not there: a fence in an empty journal keeps nobody.
  static Result<FencePost> open(Context& context, const config::Configuration& configuration);

  journal::Journal& journal() const { return *journal_; }
  journal::Fence& fence() const;

 private:
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<journal::FileLease> file_lease_;
  std::unique_ptr<journal::dynamodb::DynamoLease> table_lease_;
};

}  // namespace lakemirror::cli
