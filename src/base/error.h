#pragma once

#include <string>
#include <string_view>

namespace lakemirror {

/// What the caller should do about an error. The kind decides; the text only explains.
enum class ErrorKind {
  retry,    ///< the same request may succeed later: throttling, concurrent change, internal error, timeout,
            ///< network
  missing,  ///< the subject, or the parent it needs, does not exist
  exists,   ///< the subject exists already
  denied,   ///< the caller may not do this; nothing changes until somebody grants it
  invalid,  ///< the request can never succeed as it is
  corrupt,  ///< stored state cannot be trusted; stop
};

std::string_view to_string(ErrorKind kind);

/// One failure, with everything needed to explain it to an operator. Never holds a secret.
struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string operation =
      {};  ///< what was tried, as AWS spells it ("glue:CreateTable") or in our words ("read configuration")
  std::string subject = {};      ///< what it was tried on: a Key, a file with its line, an ARN
  std::string code = {};         ///< AWS error code, or empty
  std::string message = {};      ///< what happened
  std::string request_id = {};   ///< AWS request id, or empty
  std::string hint = {};         ///< what to do next, or empty
  bool answer_was_lost = false;  ///< of an earlier attempt at the same request, which may have done it

  /// One line: "glue:CreateTable database/sales/table/orders: AccessDeniedException: ... (request 1234);
  /// grant ...".
  std::string text() const;

  friend bool operator==(const Error&, const Error&) = default;
};

}  // namespace lakemirror
