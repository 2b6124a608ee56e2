#include <fmt/format.h>

#include <cstdio>
#include <mutex>

#include "base/log.h"
#include "base/worker_pool.h"
#include "sweep/arguments.h"
#include "sweep/tally.h"
#include "sweep/trial.h"

namespace {

using namespace lakemirror;
using namespace lakemirror::sweep;

/// A kind with the file it was read from, and what its history asks for when all is well.
struct Subject {
  std::string file;
  Kind kind;
  Verdict calm = {};
};

/// One blow at one kind.
struct Try {
  const Subject& subject;
  Blow blow;
};

void print(const Verdict& verdict, const std::string& title, const std::string& again) {
  std::fputs(verdict.story.c_str(), stdout);
  if (verdict.complaints.empty()) return;
  fmt::print("{} failed:\n", title);
  for (const auto& complaint : verdict.complaints) fmt::print("  {}\n", complaint);
  fmt::print("  reproduce: {}\n", again);
  std::fflush(stdout);
}

Result<std::vector<Subject>> read_subjects(const Arguments& arguments) {
  std::vector<Subject> subjects;
  for (const auto& file : arguments.kinds) {
    auto kind = Kind::read(file);
    if (!kind) {
      kind.error().subject = file;
      return fail(kind.error());
    }
    subjects.push_back({.file = file, .kind = std::move(*kind)});
  }
  return subjects;
}

int tell_one(const Subject& subject, const Arguments& arguments, const char* program) {
  const auto& blow = arguments.blow;
  const auto verdict = Trial(subject.kind, arguments.shelf(), blow, true).run();
  print(verdict, subject.kind.name, blow ? arguments.reproduce(program, subject.file, *blow) : "");
  return verdict.complaints.empty() ? 0 : 1;
}

/// Whether every kind comes to rest when nothing goes wrong: else a sweep would tell nothing.
bool are_calm(std::vector<Subject>& subjects, const Arguments& arguments, Tally& tally) {
  run_parallel(subjects.size(), arguments.jobs, [&](std::size_t i) {
    subjects[i].calm = Trial(subjects[i].kind, arguments.shelf(), std::nullopt, false).run();
    // On the sides these fall all the same when the journal is elsewhere.
    if (arguments.dynamodb) subjects[i].calm.requests.clear();
  });
  bool calm = true;
  for (const auto& subject : subjects) {
    print(subject.calm, subject.kind.name + " without any trouble", "--calm " + subject.file);
    calm &= subject.calm.complaints.empty();
    tally.uses(subject.kind.name, subject.calm.requests);
    tally.uses(subject.kind.name, subject.calm.writes);
  }
  return calm;
}

std::string title_of(const Try& one, const Verdict& verdict) {
  return fmt::format("{}: {} at {} {}, {}", one.subject.kind.name, to_string(one.blow.mishap),
                     kPlaceNames[static_cast<std::size_t>(one.blow.place)], one.blow.nth,
                     verdict.victim ? verdict.victim->text() : "which never came");
}

int sweep_all(std::vector<Subject>& subjects, const Arguments& arguments, const char* program) {
  Tally tally;
  if (!are_calm(subjects, arguments, tally)) return 1;
  std::vector<Try> tries;
  for (const auto& subject : subjects) {
    for (const auto& blow : all_blows(subject.calm.requests, subject.calm.writes, arguments.sample))
      tries.push_back({subject, blow});
  }
  std::mutex mutex;
  std::size_t failed = 0;
  run_parallel(tries.size(), arguments.jobs, [&](std::size_t i) {
    const auto& one = tries[i];
    const auto verdict = Trial(one.subject.kind, arguments.shelf(), one.blow, false).run();
    const std::lock_guard lock(mutex);
    failed += verdict.complaints.empty() ? 0 : 1;
    print(verdict, title_of(one, verdict), arguments.reproduce(program, one.subject.file, one.blow));
    if (verdict.victim) tally.add(one.subject.kind.name, *verdict.victim, one.blow.mishap);
  });
  if (arguments.coverage) std::fputs(tally.text().c_str(), stdout);
  const auto empty = tally.empty_cells();
  if (!arguments.sample.sparse) {
    for (const auto& cell : empty) fmt::print("empty cell: {}\n", cell);
  }
  fmt::print("sweep: {} kinds, {} blows (stride {}, seed {}), {} failed; {} cells, {} of them empty\n",
             subjects.size(), tries.size(), arguments.sample.stride, arguments.sample.seed, failed,
             tally.cells(), empty.size());
  return failed == 0 && (empty.empty() || arguments.sample.sparse) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const auto arguments = parse_arguments(argc, argv);
  auto subjects = arguments ? read_subjects(*arguments) : fail(arguments.error());
  if (!subjects) {
    fmt::print(stderr, "{}\n{}", subjects.error().text(), kUsage);
    return 64;
  }
  log::configure(log::Level::off, false);
  if (arguments->calm || arguments->blow) return tell_one(subjects->front(), *arguments, argv[0]);
  return sweep_all(*subjects, *arguments, argv[0]);
}
