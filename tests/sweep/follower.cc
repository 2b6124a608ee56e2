#include "sweep/follower.h"

#include "aws/account.h"
#include "aws/backoff.h"
#include "sweep/places.h"

namespace lakemirror::sweep {

namespace {

constexpr Milliseconds kPauseBetweenTries = Seconds(10);  // as long as a side does not say who we are

}  // namespace

Follower::Follower(Surroundings surroundings)
    : around_(std::move(surroundings)),
      source_(client(true)),
      target_(client(false)),
      journal_(around_.journal, around_.storm, around_.stored) {}

std::unique_ptr<aws::HttpClient> Follower::client(bool at_source) {
  aws::Destination destination{.region = std::string(at_source ? kSourceRegion : kTargetRegion)};
  destination.urls.fill("http://aws.local");
  auto credentials = std::make_shared<aws::StaticCredentials>(
      aws::Credentials{.access_key_id = "local", .secret_access_key = "test"});
  return std::make_unique<aws::HttpClient>(
      std::move(destination),
      aws::SenderParts{
          .transport = std::make_shared<Wire>(around_.aws, around_.storm, at_source, around_.asked),
          .credentials = std::move(credentials),
          .clock = around_.clock,
          .random = random_,
          .max_attempts = aws::default_attempts,
          .stop = stop_.get_token()},
      1);
}

/// As the command does it: a side that cannot be reached is tried again, any other answer ends the process.
Result<pipeline::Settings> Follower::settings_of_both_sides() {
  auto settings = around_.settings;
  for (auto* side : {source_.get(), target_.get()}) {
    auto identity = aws::identity_of(*side);
    while (!identity && identity.error().kind == ErrorKind::retry) {
      around_.clock.advance(kPauseBetweenTries);
      identity = aws::identity_of(*side);
    }
    if (!identity) return fail(identity.error());
    auto& own = side == source_.get() ? settings.own_source_principals : settings.own_target_principals;
    own = identity->principals();
  }
  return settings;
}

Result<void> Follower::run(const OnTick& on_tick) {
  LM_TRY(const auto settings, settings_of_both_sides());
  pipeline::JournalIntake intake(journal_);
  feed::LookupFeed feed(*source_, intake, around_.clock);
  pipeline::Replicator replicator(*source_, *target_, journal_, around_.mapping, around_.clock, settings);
  pipeline::Loop loop(feed, replicator, journal_, around_.clock, {});
  return loop.run(stop_.get_token(), on_tick);
}

}  // namespace lakemirror::sweep
