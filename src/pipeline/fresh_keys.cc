#include "pipeline/fresh_keys.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::pipeline {

using model::Key;
using model::KeyKind;

namespace {

/// What grants are about, where that is something of the catalog.
Result<Key> subject_of(const std::string& grants) {
  return Key::parse(percent_decode(grants.substr(grants.rfind('/') + 1)));
}

}  // namespace

bool FreshKeys::hold(const Key& key) const {
  for (Key at = key; at.kind() != KeyKind::catalog; at = at.parent()) {
    if (keys_.contains(at)) return true;
  }
  return false;
}

bool FreshKeys::concern(const std::vector<std::string>& key_texts) const {
  return std::ranges::any_of(key_texts, [&](const std::string& text) {
    const auto key = Key::parse(text);
    if (!key) return false;  // it says how many keys are not told
    if (hold(*key)) return true;
    if (key->kind() != KeyKind::grants) return false;
    const auto subject = subject_of(text);
    return subject && hold(*subject);
  });
}

}  // namespace lakemirror::pipeline
