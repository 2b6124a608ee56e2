#pragma once

#include "base/error.h"
#include "model/key.h"
#include "model/snapshot.h"

namespace lakemirror::read {

/// What is known of an object whose read failed.
model::ObjectState absent_or_unknown(Error error, const model::Key& key);

}  // namespace lakemirror::read
