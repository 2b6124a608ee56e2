#include "lambda/pull.h"

#include "base/log.h"
#include "feed/lookup_feed.h"
#include "setup/pass_json.h"

namespace lakemirror::lambda {

namespace {

/// Tells how late the events were that this feed brought first: what it reads again is no news.
class MeasuredIntake final : public feed::Intake {
 public:
  MeasuredIntake(feed::Intake& intake, Figures& figures) : intake_(intake), figures_(figures) {}

  Result<std::vector<bool>> append(std::span<const model::Event> events, Time received_at) override {
    LM_TRY(std::vector<bool> is_new, intake_.append(events, received_at));
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (is_new[i]) figures_.add_lateness(events[i].feed, received_at - events[i].event_time);
    }
    return is_new;
  }
  Result<std::optional<std::string>> value(std::string_view name) override { return intake_.value(name); }
  Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                             std::string_view text) override {
    return intake_.replace_value(name, was, text);
  }

 private:
  feed::Intake& intake_;
  Figures& figures_;
};

}  // namespace

Result<json::value> pull(const Work& work, aws::Client& source, feed::Intake& intake,
                         const feed::LookupSettings& settings) {
  MeasuredIntake measured(intake, work.figures);
  feed::LookupFeed feed(source, measured, work.clock, settings);
  LM_TRY(feed::LookupPass pass, feed.pull(work.stop));
  for (const std::string& note : pass.notes) log::warn("{}", note);
  log::write(log::Level::info, "pulled",
             {{"deep", pass.deep ? "true" : "false"},
              {"complete", pass.complete ? "true" : "false"},
              {"pages", pass.pages},
              {"seen", pass.seen},
              {"stored", pass.stored}});
  work.figures.set("StoredEvents", static_cast<double>(pass.stored));
  work.figures.set("Pages", static_cast<double>(pass.pages));
  if (pass.error && !work.stop.stop_requested()) return fail(std::move(*pass.error));
  return json::value(setup::pull_json(pass));
}

}  // namespace lakemirror::lambda
