#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/random.h"
#include "local/faults.h"
#include "local/invocation.h"
#include "local/knobs.h"
#include "local/region.h"

namespace lakemirror::local {

class Credentials;
class ObjectStore;

/// One call in progress, as an action sees it. The Region's lock is held.
struct Call {
  const Invocation& from;
  const api::Operation& operation;
  const Knobs& knobs;
  Random& random;
  Region& region;
  ObjectStore& objects;
  Credentials& credentials;
  Time now;
  View view = {};                         ///< what reads see; changes always see the present
  std::vector<std::string> touched = {};  ///< what the record's `resources` will name

  /// The member as text; empty when absent.
  std::string_view text(std::string_view member) const { return text_or(from.input, member); }
  /// An object every request of the operation has, since it passed validation.
  const json::object& object(std::string_view member) const { return from.input.at(member).get_object(); }
  const json::array& array(std::string_view member) const { return from.input.at(member).get_array(); }
  bool flag(std::string_view member) const;
  /// A member that limits a page, within what the model allows.
  std::size_t limit(std::string_view member, std::size_t otherwise) const;
  /// How many a page of a listing holds: what is asked for, or fewer, as AWS is free to answer.
  std::size_t page_limit(std::size_t otherwise) const;

  Moment moment() const { return {now, knobs.stale_read > 0 ? knobs.stale_for : Milliseconds(0)}; }
  /// CreateTime and its like have whole seconds (seen at AWS).
  Time second() const { return std::chrono::floor<Seconds>(now); }

  void touch_database(std::string_view database);
  void touch_table(std::string_view database, std::string_view table);
};

/// What an action answers: the output as JSON text, or the fault.
using Answer = Result<std::string>;

struct Action {
  std::string_view name;
  Answer (*run)(Call&);
  bool read_only;
};

/// nullptr when this service has no such action here.
const Action* find_action(api::Service service, std::string_view name);

}  // namespace lakemirror::local
