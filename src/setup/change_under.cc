#include "setup/change_under.h"

#include "aws/reading.h"

namespace lakemirror::setup {

void change_under(journal::Lease& lease, Milliseconds timeout, aws::ClientOptions& options) {
  options.call_timeout = timeout;
  options.before_send = [&lease, timeout](std::string_view operation) -> Result<void> {
    return aws::is_reading(operation) ? Result<void>() : lease.check(timeout);
  };
}

}  // namespace lakemirror::setup
