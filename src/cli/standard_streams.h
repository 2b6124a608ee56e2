#pragma once

namespace lakemirror::cli {

/// Takes the numbers of standard streams that the caller closed, before anything else is opened: the journal
/// or a connection would get one of them otherwise, and what is meant for people would be written there.
/// Writing to a closed standard output stays an error.
void keep_standard_streams();

}  // namespace lakemirror::cli
