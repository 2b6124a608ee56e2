#pragma once

/// What every Journal must do, whatever it is stored in. An implementation's test program includes this in
/// one file and adds:
///
///   INSTANTIATE_TEST_SUITE_P(Sqlite, JournalContract, testing::Values(JournalMaker{"Sqlite", make_sqlite}));

#include "journal/contract/append.h"   // IWYU pragma: export
#include "journal/contract/random.h"   // IWYU pragma: export
#include "journal/contract/reports.h"  // IWYU pragma: export
#include "journal/contract/settle.h"   // IWYU pragma: export
#include "journal/contract/upkeep.h"   // IWYU pragma: export
#include "journal/contract/values.h"   // IWYU pragma: export
