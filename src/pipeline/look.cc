#include "pipeline/look.h"

#include <algorithm>

namespace lakemirror::pipeline {

using model::ResultKind;

Look Look::failed(Time begun, Error error) {
  return {.looked = true,
          .kind = ResultKind::failed,
          .begun = begun,
          .error = std::make_shared<const Error>(std::move(error))};
}

Look Look::of(Time begun, const model::ChangeResult& result) {
  Look look{.looked = result.kind != ResultKind::deferred || result.error.has_value(),
            .kind = result.kind,
            .begun = begun};
  if (result.error) look.error = std::make_shared<const Error>(*result.error);
  return look;
}

Look Look::later(Time begun, Time when) {
  return {.looked = true, .kind = ResultKind::unchanged, .begun = begun, .not_before = when};
}

namespace {

/// Which error decides: what no retry mends before what one may mend, corruption before all.
int severity(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::corrupt:
      return 6;
    case ErrorKind::denied:
      return 5;
    case ErrorKind::invalid:
      return 4;
    case ErrorKind::exists:
      return 3;
    case ErrorKind::missing:
      return 2;
    case ErrorKind::retry:
      return 1;
  }
  return 0;
}

}  // namespace

void Digest::add(const Look& look) {
  complete_ = complete_ && look.looked;
  const bool called = look.kind == ResultKind::created || look.kind == ResultKind::updated ||
                      look.kind == ResultKind::deleted;
  any_call_ = any_call_ || called;
  all_calls_ = all_calls_ && called;
  begun_ = std::min(begun_, look.begun);
  not_before_ = std::max(not_before_, look.not_before);
  if (look.error && (!error_ || severity(look.error->kind) > severity(error_->kind))) error_ = look.error;
}

void Digest::add(const Digest& other) {
  complete_ = complete_ && other.complete_;
  any_call_ = any_call_ || other.any_call_;
  all_calls_ = all_calls_ && other.all_calls_;
  begun_ = std::min(begun_, other.begun_);
  not_before_ = std::max(not_before_, other.not_before_);
  if (other.error_ && (!error_ || severity(other.error_->kind) > severity(error_->kind)))
    error_ = other.error_;
}

}  // namespace lakemirror::pipeline
