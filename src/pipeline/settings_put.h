#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "base/json.h"
#include "model/change.h"
#include "pipeline/look.h"

namespace lakemirror::pipeline {

/// Puts the target's data lake settings. The service refuses the whole document for one principal that it
/// does not find, also what takes access away: then everything else is put, without those of the source's
/// principals that are refused.
class SettingsPut {
 public:
  using Send = std::function<model::ChangeResult(const json::object& settings)>;

  /// `held` is what the target holds, or nothing where that is not certain; `of_source` are the principals
  /// that may be left out.
  SettingsPut(Send send, std::optional<json::object> held, std::set<std::string> of_source)
      : send_(std::move(send)), held_(std::move(held)), of_source_(std::move(of_source)) {}

  /// The look is a failure when anybody was left out. `begun` is when reading began.
  Look put(const json::object& wanted, Time begun);

 private:
  model::ChangeResult put_what_is_taken(const json::object& wanted);
  model::ChangeResult put_one_by_one(const json::object& wanted);
  /// Nothing is sent that the target has already.
  model::ChangeResult send(const json::object& settings);
  /// The principal of the source's that a refusal names; absent when it names none.
  std::optional<std::string> named_in(const Error& refusal) const;
  Error left_some_out(Error refusal) const;
  Error cannot_be_put(Error refusal, const json::object& wanted) const;

  Send send_;
  std::optional<json::object> held_;
  std::set<std::string> of_source_;
  std::set<std::string> refused_;
  std::optional<Error> refusal_;  ///< the last
};

}  // namespace lakemirror::pipeline
