#include "apply/governance_call.h"

#include <string>

#include "aws/error.h"
#include "base/text.h"

namespace lakemirror::apply {

using model::ChangeResult;
using model::ResultKind;

namespace {

struct Meaning {
  std::string_view says;  ///< part of the message, in lower case
  ErrorKind kind;
  std::string_view hint;
};

/// All of them seen at AWS, but for "update not allowed", which is documented.
constexpr Meaning meanings[] = {
    // Before an entity of IAM is known everywhere it is answered the same way, so that time may mend it.
    {"invalid principal", ErrorKind::denied,
     "create the principal in the target's account, or let a rule map it to one that is there; it is tried "
     "again by itself"},
    {"resource does not exist or requester is not authorized", ErrorKind::denied,
     "either the database, table or location is missing at the target, or the role of this side may not "
     "grant on it: make that role a data lake admin, and look whether the resource is there"},
    {"permissions modification is invalid", ErrorKind::retry,
     "the target holds something else there than was listed, such as SELECT on the whole table; its listing "
     "is read again"},
    {"update not allowed", ErrorKind::retry,
     "a value that is to go is still on a resource: it goes once the LF-tags of that resource are "
     "replicated"},
    {"cell filter not found", ErrorKind::missing, {}},
    {"non-existent column", ErrorKind::missing, {}},
    {"register the s3 path", ErrorKind::missing,
     "register the location, or one above it, with Lake Formation at the target"},
};

}  // namespace

bool is_invalid_modification(const Error& error) {
  return error.code == "InvalidInputException" && says(error, "permissions modification is invalid");
}

bool says(const Error& error, std::string_view part) {
  return fold(error.message).find(part) != std::string::npos;
}

Error explained(Error error, const model::Change& change) {
  error.subject = change.key.text();
  if (error.kind == ErrorKind::retry) return error;  // throttled: the text quotes whatever was throttled
  for (const Meaning& meaning : meanings) {
    if (!says(error, meaning.says)) continue;
    error.kind = meaning.kind;
    error.hint = meaning.hint;
    break;
  }
  return error;
}

ChangeResult failed_change(Error error, const model::Change& change) {
  return {.kind = ResultKind::failed, .error = explained(std::move(error), change)};
}

bool failed_as(const ChangeResult& result, ErrorKind kind) {
  return result.kind == ResultKind::failed && result.error && result.error->kind == kind;
}

bool may_exist(const ChangeResult& created) {
  return failed_as(created, ErrorKind::exists) || failed_as(created, ErrorKind::invalid);
}

bool may_be_done(const ChangeResult& failed) {
  if (failed.kind != ResultKind::failed || !failed.error) return false;
  const Error& error = *failed.error;
  return error.answer_was_lost || (error.kind == ErrorKind::retry && !aws::is_throttling(error));
}

ChangeResult after(const ChangeResult& first, ChangeResult second) {
  if (second.error && may_be_done(first)) second.error->answer_was_lost = true;
  return second;
}

ChangeResult call_lake_formation(aws::Client& target, std::string_view operation, const json::object& input,
                                 const model::Change& change, ResultKind on_success) {
  const auto answer = target.call(api::Service::lakeformation, operation, input);
  if (answer) return {.kind = on_success};
  return failed_change(answer.error(), change);
}

}  // namespace lakemirror::apply
