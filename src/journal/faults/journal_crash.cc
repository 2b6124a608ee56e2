// journal_crash <journal> <kill|torn|power_loss> <n>
//
// Appends and settles, and is killed at its nth write. Every call that has returned is reported on standard
// output first, one line each: these are what the journal must still hold afterwards. Exit code 0 means that
// it came to its end before the nth write. crash_test.cc is what runs it.

#include <unistd.h>

#include <cstdlib>
#include <string>

#include "journal/faults/fault_vfs.h"
#include "journal/faults/workload.h"
#include "journal/sqlite_journal.h"

using namespace lakemirror::journal;

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string mode = argv[2];
  const auto fault = mode == "kill"   ? fault_vfs::Fault::kill
                     : mode == "torn" ? fault_vfs::Fault::torn
                                      : fault_vfs::Fault::power_loss;
  fault_vfs::install();
  fault_vfs::arm(fault, std::atol(argv[3]));
  const auto report = [](const std::string& line) {
    const std::string text = line + "\n";
    return ::write(STDOUT_FILENO, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  };
  // Opened twice: closing moves the log into the file, which has to survive as well.
  for (int part = 0; part < workload::parts; ++part) {
    const auto journal = SqliteJournal::open(argv[1]);
    if (!journal || !workload::run(**journal, part, report)) return 1;
  }
  return 0;
}
