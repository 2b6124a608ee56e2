#pragma once

#include <string_view>

#include "aws/client.h"
#include "model/change.h"

namespace lakemirror::apply {

/// What Lake Formation means by an error where its code alone says too little or something else, with what to
/// do about it. The error names `change` as its subject.
Error explained(Error error, const model::Change& change);

/// One call for one change: `on_success`, or failed with the explained error.
model::ChangeResult call_lake_formation(aws::Client& target, std::string_view operation,
                                        const json::object& input, const model::Change& change,
                                        model::ResultKind on_success);

model::ChangeResult failed_change(Error error, const model::Change& change);
bool failed_as(const model::ChangeResult& result, ErrorKind kind);

/// Whether a call to create was refused because it is there already. Lake Formation's model lists no
/// AlreadyExistsException for LF-tags and expressions, and the words of what it answers instead are not
/// known: any refusal of the input may mean it, and a look has to tell.
bool may_exist(const model::ChangeResult& created);

/// Whether a call that failed may have been done all the same.
bool may_be_done(const model::ChangeResult& failed);
/// The second result, where the call of the first one may have been done too.
model::ChangeResult after(const model::ChangeResult& first, model::ChangeResult second);

/// Whether Lake Formation refuses to change what is held: beside something else that is held there, or for
/// ever.
bool is_invalid_modification(const Error& error);

/// Whether a message has `part` in it, whatever the case.
bool says(const Error& error, std::string_view part);

}  // namespace lakemirror::apply
