#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace lakemirror::journal {

/// The answers every implementation gives in the same words.
inline Error no_such_entry(std::string_view operation, std::string_view event_id) {
  return {.kind = ErrorKind::missing,
          .operation = "journal " + std::string(operation),
          .subject = std::string(event_id),
          .message = "no such entry",
          .hint = "list the entries to see their ids"};
}

inline Error processed_already(std::string_view operation, std::string_view event_id,
                               std::string_view outcome) {
  return {.kind = ErrorKind::invalid,
          .operation = "journal " + std::string(operation),
          .subject = std::string(event_id),
          .message = "the entry is processed already: " + std::string(outcome)};
}

}  // namespace lakemirror::journal
