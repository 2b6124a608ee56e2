#include "read/absent_or_unknown.h"

#include <utility>

namespace lakemirror::read {

model::ObjectState absent_or_unknown(Error error, const model::Key& key) {
  if (error.kind == ErrorKind::missing) return model::ObjectState::absent();
  error.subject = key.text();
  return model::ObjectState::unknown(std::move(error));
}

}  // namespace lakemirror::read
