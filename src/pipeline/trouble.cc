#include "pipeline/trouble.h"

#include "aws/error.h"
#include "journal/lease_errors.h"

namespace lakemirror::pipeline {

void Trouble::note(const Error& error) {
  const bool concerns_all =
      error.kind == ErrorKind::corrupt || aws::is_unreachable(error) || journal::is_about_the_lease(error);
  if (concerns_all) fail_pass(error);
}

void Trouble::fail_pass(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!error_) error_ = error;
  over_ = true;
}

std::optional<Error> Trouble::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

}  // namespace lakemirror::pipeline
