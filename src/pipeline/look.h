#pragma once

#include <memory>

#include "base/clock.h"
#include "model/change.h"

namespace lakemirror::pipeline {

/// What one look at a key found and did. A default one means: not looked at (yet).
struct Look {
  bool looked = false;
  model::ResultKind kind = model::ResultKind::deferred;
  Time begun = {};  ///< when reading began: what happened later may not have been seen
  Time not_before =
      {};  ///< look again no sooner than this: what was read may be stale; epoch when that does not hold
  std::shared_ptr<const Error> error = {};

  static Look unchanged(Time begun) {
    return {.looked = true, .kind = model::ResultKind::unchanged, .begun = begun};
  }
  static Look failed(Time begun, Error error);
  static Look of(Time begun, const model::ChangeResult& result);
  /// Not decided because it may be stale: look again at `when`.
  static Look later(Time begun, Time when);
};

/// The worst of many looks, and the oldest: what an entry that touches all of them is settled by.
class Digest {
 public:
  void add(const Look& look);
  void add(const Digest& other);

  bool complete() const { return complete_; }  ///< every key was looked at
  bool any_call() const { return any_call_; }  ///< at least one call changed the target
  bool all_calls() const {
    return all_calls_;
  }                                      ///< every key was written: none relies on a read of the target
  Time begun() const { return begun_; }  ///< the earliest; Time::max() when nothing was added
  Time not_before() const { return not_before_; }      ///< the latest
  const Error* error() const { return error_.get(); }  ///< the worst, or nullptr

 private:
  bool complete_ = true;
  bool any_call_ = false;
  bool all_calls_ = true;
  Time begun_ = Time::max();
  Time not_before_ = {};
  std::shared_ptr<const Error> error_;
};

}  // namespace lakemirror::pipeline
