#pragma once

#include <string>
#include <string_view>

#include "journal/journal.h"

namespace lakemirror::pipeline {

/// What a journal is about: "123456789012 us-east-1 to us-west-2".
std::string journal_pair(std::string_view source_account, std::string_view source_region,
                         std::string_view target_region);

/// Fails with OtherPair where the journal is about another pair of Regions; a new one is about none yet. Two
/// of them in one journal would mix their entries, cursors and known keys.
Result<void> check_journal_pair(journal::Journal& journal, const std::string& pair);

}  // namespace lakemirror::pipeline
