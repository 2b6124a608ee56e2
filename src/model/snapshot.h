#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "model/key.h"

namespace lakemirror::model {

/// What a read could tell of a key. `unknown` is never taken for absent.
enum class Presence { unknown, absent, present };

/// One key as one side held it.
struct ObjectState {
  Presence presence = Presence::unknown;
  json::object body = {};                  ///< in the input shape; empty where only the fingerprint was kept
  std::uint64_t fingerprint = 0;           ///< of the body's canonical text; 0 where only the body was kept
  std::vector<std::string> members = {};   ///< names of the body's members, kept with the fingerprint
  std::optional<double> create_time = {};  ///< as the service reports it, seconds since the epoch
  std::optional<std::size_t> partition_keys = {};  ///< of a table: how many; absent when not known
  bool is_link = false;             ///< a resource link: what lies below it belongs to another catalog
  std::optional<Error> error = {};  ///< why it is unknown

  static ObjectState absent() { return {.presence = Presence::absent}; }
  static ObjectState unknown(Error error) {
    return {.presence = Presence::unknown, .error = std::move(error)};
  }
  bool is_present() const { return presence == Presence::present; }
  bool is_absent() const { return presence == Presence::absent; }
};

/// States of a set of keys, read at a moment. A key that is not in it was not asked for.
struct Snapshot {
  Time begun = {};  ///< before the first request went out: what happened after it may be missing
  std::map<Key, ObjectState> states = {};

  const ObjectState* find(const Key& key) const {
    const auto found = states.find(key);
    return found == states.end() ? nullptr : &found->second;
  }
};

/// The fingerprint of a body.
std::uint64_t fingerprint_of(const json::object& body);

}  // namespace lakemirror::model
