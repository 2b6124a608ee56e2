#include "cli/stand_by.h"

#include <utility>

#include "base/log.h"
#include "journal/lease_errors.h"

namespace lakemirror::cli {

std::string StandBy::reason_of(const Workbench& bench, const Result<bool>& taken) {
  if (taken && bench.table_lease) return "the lease is held by " + bench.table_lease->other_holder();
  if (taken) return bench.file_lease->refusal().text();
  if (taken.error().code == journal::fenced_code) return taken.error().message + "; " + taken.error().hint;
  return taken.error().text();
}

void StandBy::say(const std::string& why) {
  // Until when the holder has it changes with each renewal, and is nothing new.
  const auto what = why.substr(0, why.rfind(", until "));
  if (what == said_) return;
  said_ = what;
  log::info("standing by: {}", why);
}

Result<bool> StandBy::until_held(Workbench& bench, const std::stop_token& stop,
                                 const std::function<void(const pipeline::Loop::Tick&)>& on_wait) {
  while (!stop.stop_requested()) {
    pipeline::Loop::Tick tick;
    tick.began = clock_.now();
    const auto taken = bench.lease()->acquire();
    if (taken && *taken) {
      if (bench.table_lease)
        log::write(log::Level::info, "lease taken", {{"token", bench.table_lease->token()}});
      if (!std::exchange(said_, {}).empty()) log::info("going on");
      return true;
    }
    const bool may_pass =
        taken || taken.error().kind == ErrorKind::retry || journal::is_about_the_lease(taken.error());
    if (!may_pass) return fail(taken.error());
    // Behind a fence it stands by as it should.
    if (!taken && taken.error().code != journal::fenced_code) tick.trouble = taken.error().text();
    say(reason_of(bench, taken));
    tick.ended = clock_.now();
    tick.next = tick.ended + pause_;
    on_wait(tick);
    clock_.sleep_for(pause_, stop);
  }
  return false;
}

bool StandBy::takes_up(Workbench& bench, const Error& error) {
  if (!journal::is_about_the_lease(error)) return false;
  if (error.code != journal::fenced_code) log::warn("{}", error.text());
  if (const auto released = bench.lease()->release(); !released) log::warn("{}", released.error().text());
  return true;
}

}  // namespace lakemirror::cli
