#include "base/error.h"

namespace lakemirror {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::retry:
      return "retry";
    case ErrorKind::missing:
      return "missing";
    case ErrorKind::exists:
      return "exists";
    case ErrorKind::denied:
      return "denied";
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::corrupt:
      return "corrupt";
  }
  return "invalid";
}

std::string Error::text() const {
  std::string out = operation;
  if (!subject.empty()) out += (out.empty() ? "" : " ") + subject;
  if (!out.empty()) out += ": ";
  if (!code.empty()) out += code + ": ";
  out += message;
  if (!request_id.empty()) out += " (request " + request_id + ")";
  if (!hint.empty()) out += "; " + hint;
  return out;
}

}  // namespace lakemirror
