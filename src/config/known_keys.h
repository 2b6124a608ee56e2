#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lakemirror::config {

/// What lakemirror does with a key of its configuration file.
enum class KeyUse {
  used,        ///< it sets something
  recognised,  ///< it belongs to the batch file and means nothing here; said in a note, once
};

/// One key as the documentation spells it. The code that reads a key looks it up here, so that none can be
/// read that is not in this table, and docs/configuration.md is held to it by a test.
struct KnownKey {
  std::string_view section;
  std::string_view name;
  KeyUse use;
  std::string_view type;       ///< for people
  std::string_view otherwise;  ///< the default as one would write it in the file; empty when there is none
};

std::span<const KnownKey> known_keys();

/// The first section that has such a key, or empty.
std::string_view section_of(std::string_view key);

/// nullptr when there is none; `key` is compared without regard to case, as keys are in the file.
const KnownKey* find_known(std::string_view section, std::string_view key);
bool is_known_section(std::string_view section);

/// The known key of that section, or any section's name, that a mistyped one probably meant; empty when
/// nothing is near.
std::string nearest_key(std::string_view section, std::string_view key);
std::string nearest_section(std::string_view section);

}  // namespace lakemirror::config
