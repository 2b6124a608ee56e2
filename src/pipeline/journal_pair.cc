#include "pipeline/journal_pair.h"

#include <fmt/format.h>

#include "pipeline/journal_values.h"

namespace lakemirror::pipeline {

std::string journal_pair(std::string_view source_account, std::string_view source_region,
                         std::string_view target_region) {
  return fmt::format("{} {} to {}", source_account, source_region, target_region);
}

Result<void> check_journal_pair(journal::Journal& journal, const std::string& pair) {
  LM_TRY(const auto known, journal.value(journal_value::pair));
  if (!known || *known == pair) return {};
  return fail(
      {.kind = ErrorKind::invalid,
       .operation = "journal open",
       .subject = pair,
       .code = "OtherPair",
       .message = "this journal is about " + *known,
       .hint =
           "give each pair of Regions a journal of its own: the key journal in [lakemirror], or --journal"});
}

}  // namespace lakemirror::pipeline
