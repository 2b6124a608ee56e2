#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "lambda/administrator.h"

namespace lakemirror::lambda {

/// What a template says of an administrator.
struct AdministratorProperties {
  Administrator who = {};
  /// The principal is a role of the same stack: nobody else can have named it before, and it is dead once the
  /// stack is gone. So it is ours, also where it was found.
  bool is_made_by_stack = false;
  /// Administrators that do not exist any more may be taken out where they stand in the way.
  bool may_drop_dead = false;
};

/// The Error is one line for whoever wrote the template.
Result<AdministratorProperties> read_administrator_properties(const json::object& properties);

/// A request of CloudFormation about a custom resource.
struct AdministratorRequest {
  enum class Type { create, update, remove };

  Type type = Type::create;
  std::string response_url = {};  ///< signed: whoever has it may answer, so it is shown to nobody
  std::string stack_id = {};
  std::string request_id = {};
  std::string logical_id = {};
  std::string physical_id = {};  ///< empty for a Create
  json::object properties = {};
  json::object old_properties = {};  ///< of an Update

  /// The Error, `invalid` with code "InvalidEvent", is for an event that cannot be answered: it has no place
  /// to answer to.
  static Result<AdministratorRequest> read(std::string_view payload);
};

}  // namespace lakemirror::lambda
