#include "lambda/replicate.h"

#include "base/log.h"
#include "journal/lease_errors.h"
#include "lambda/event_shapes.h"
#include "setup/pass_json.h"

namespace lakemirror::lambda {

namespace {

/// What all passes of an invocation did together.
struct Done {
  pipeline::PassReport sum = {};
  std::size_t passes = 0;
  bool has_lease = false;
  bool is_fenced = false;
  bool work_left = false;
};

void add(pipeline::PassReport& sum, pipeline::PassReport report) {
  sum.entries += report.entries;
  sum.settled += report.settled;
  sum.provisional += report.provisional;
  sum.waiting += report.waiting;
  sum.parked += report.parked;
  sum.created += report.created;
  sum.updated += report.updated;
  sum.deleted += report.deleted;
  for (const std::string& note : report.notes) log::warn("{}", note);
  sum.notes = std::move(report.notes);
}

/// Passes until nothing is due and nobody wants the lease, which is then given back; or until the time is up.
Result<void> make_passes(const Work& work, journal::Lease& lease, const Pass& pass, Done& done) {
  while (!work.stop.stop_requested()) {
    LM_CHECK(lease.begin_look());
    LM_TRY(pipeline::PassReport report, pass(work.stop));
    const bool more = report.more;
    add(done.sum, std::move(report));
    ++done.passes;
    if (more || work.stop.stop_requested()) continue;
    LM_TRY(const bool released, lease.release_if_unwanted());
    if (released) {
      done.has_lease = false;
      return {};
    }
  }
  done.work_left = true;
  return {};
}

Result<Done> take_and_work(const Work& work, journal::Lease& lease, const Pass& pass) {
  Done done;
  const Result<bool> acquired = lease.acquire();
  if (!acquired && acquired.error().code == journal::fenced_code) {
    done.is_fenced = true;
    return done;
  }
  if (!acquired) return fail(acquired.error());
  if (!*acquired) return done;
  done.has_lease = true;
  Result<void> worked = make_passes(work, lease, pass, done);
  if (done.has_lease) {
    const Result<void> released = lease.release();
    // It runs out by itself; what matters more is what the passes said.
    if (!released) log::warn("{}", released.error().text());
  }
  if (worked) return done;
  const bool is_lost = journal::is_about_the_lease(worked.error());
  if (!is_lost && !work.stop.stop_requested()) return fail(std::move(worked).error());
  if (is_lost) log::warn("{}", worked.error().text());
  done.is_fenced = worked.error().code == journal::fenced_code;
  // Ended in the middle of it: the next one looks at it again.
  done.work_left = !done.is_fenced;
  return done;
}

std::string_view state_of(const Done& done) {
  if (done.is_fenced) return "fenced";
  if (done.work_left) return "work left";
  return done.passes == 0 ? "left to the holder of the lease" : "done";
}

void tell(const Work& work, const Done& done) {
  const auto& sum = done.sum;
  log::write(log::Level::info, "replicated",
             {{"state", state_of(done)},
              {"passes", done.passes},
              {"entries", sum.entries},
              {"settled", sum.settled},
              {"provisional", sum.provisional},
              {"waiting", sum.waiting},
              {"parked", sum.parked},
              {"created", sum.created},
              {"updated", sum.updated},
              {"deleted", sum.deleted}});
  work.figures.set("Passes", static_cast<double>(done.passes));
  work.figures.set("SettledEntries", static_cast<double>(sum.settled));
  work.figures.set("Changes", static_cast<double>(sum.created + sum.updated + sum.deleted));
  work.figures.set("WorkLeft", done.work_left ? 1 : 0);
}

}  // namespace

Result<json::value> replicate(const Work& work, journal::Journal& journal, journal::Lease& lease,
                              const Pass& pass) {
  const WakeUp wake_up = read_wake_up(work.invocation.payload);
  journal.expect(wake_up.arrivals);
  LM_TRY(const Done done, take_and_work(work, lease, pass));
  tell(work, done);
  if (wake_up.is_stream_batch) {
    if (!done.work_left) return json::value(batch_failures({}));
    return json::value(batch_failures({wake_up.sequence_number}));
  }
  json::object answer = setup::pass_json(done.sum);
  answer["state"] = state_of(done);
  answer["passes"] = done.passes;
  answer["work_left"] = done.work_left;
  return json::value(std::move(answer));
}

}  // namespace lakemirror::lambda
