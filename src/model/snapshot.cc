#include "model/snapshot.h"

#include "base/text.h"

namespace lakemirror::model {

std::uint64_t fingerprint_of(const json::object& body) { return hash64(canonical_json(body)); }

}  // namespace lakemirror::model
