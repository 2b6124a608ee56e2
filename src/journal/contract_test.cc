#include "journal/contract_test_suite.h"

#include "journal/memory_journal.h"
#include "journal/sqlite_journal.h"

namespace lakemirror::journal {

namespace {

std::unique_ptr<Journal> make_memory() { return std::make_unique<MemoryJournal>(); }
std::unique_ptr<Journal> make_sqlite() { return std::move(SqliteJournal::open(":memory:")).value(); }

}  // namespace

INSTANTIATE_TEST_SUITE_P(Memory, JournalContract, testing::Values(JournalMaker{"Memory", make_memory}));
INSTANTIATE_TEST_SUITE_P(Sqlite, JournalContract, testing::Values(JournalMaker{"Sqlite", make_sqlite}));

}  // namespace lakemirror::journal
