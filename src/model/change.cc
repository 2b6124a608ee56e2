#include "model/change.h"

namespace lakemirror::model {

std::string_view to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::create:
      return "create";
    case ChangeKind::update:
      return "update";
    case ChangeKind::replace:
      return "replace";
    case ChangeKind::remove:
      return "remove";
  }
  return "create";
}

std::string_view to_string(ResultKind kind) {
  switch (kind) {
    case ResultKind::created:
      return "created";
    case ResultKind::updated:
      return "updated";
    case ResultKind::deleted:
      return "deleted";
    case ResultKind::unchanged:
      return "unchanged";
    case ResultKind::failed:
      return "failed";
    case ResultKind::deferred:
      return "deferred";
  }
  return "deferred";
}

}  // namespace lakemirror::model
