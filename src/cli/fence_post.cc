#include "cli/fence_post.h"

#include <filesystem>

#include "cli/journal_place.h"
#include "cli/setup.h"

namespace lakemirror::cli {

Result<FencePost> FencePost::open(Context& context, const config::Configuration& configuration) {
  const std::string place = journal_path(context, configuration);
  FencePost post;
  if (const auto table = journal_table(place)) {
    LM_TRY(auto opened, open_table(context, configuration, *table));
    post.table_lease_ = std::make_unique<journal::dynamodb::DynamoLease>(
        *opened, context.clock(), context.random(),
        journal::dynamodb::DynamoLease::Options{.holder = own_name(), .length = configuration.lease});
    post.journal_ = std::move(opened);
    return post;
  }
  std::error_code failed;
  if (!std::filesystem::exists(place, failed)) {
    return context.refuse(ExitCode::error, "lakemirror check",
                          {.kind = ErrorKind::missing,
                           .operation = "journal open",
                           .subject = place,
                           .message = "there is no such file",
                           .hint = "name the journal that the replicator works on"});
  }
  LM_TRY(post.journal_, open_journal(context, configuration));
  post.file_lease_ =
      std::make_unique<journal::FileLease>(place, *post.journal_, context.clock(), context.random());
  return post;
}

journal::Fence& FencePost::fence() const {
  if (file_lease_) return *file_lease_;
  return *table_lease_;
}

}  // namespace lakemirror::cli
