#include "sweep/follower.h"

#include "aws/account.h"
#include "aws/backoff.h"
#include "aws/reading.h"
#include "journal/lease_errors.h"
#include "sweep/places.h"
#include "sweep/table_wire.h"

namespace lakemirror::sweep {

namespace {

constexpr Milliseconds kPauseBetweenTries = Seconds(10);  // as long as a side does not say who we are
constexpr Milliseconds kPauseBetweenLeases = Seconds(20);
constexpr Milliseconds kCallTimeout = Seconds(20);  // a third of the lease

std::unique_ptr<journal::dynamodb::DynamoJournal> in_table(std::unique_ptr<aws::HttpClient> client,
                                                           Clock& clock, Random& random) {
  return std::make_unique<journal::dynamodb::DynamoJournal>(
      std::shared_ptr<aws::Client>(std::move(client)),
      journal::dynamodb::DynamoJournal::Options{.clock = clock, .random = random, .threads = 1});
}

}  // namespace

Follower::Follower(Surroundings surroundings)
    : around_(std::move(surroundings)),
      clock_(around_.clock),
      in_table_(around_.shelf.table() == nullptr
                    ? nullptr
                    : in_table(client_over(std::make_shared<TableWire>(*around_.shelf.table(), around_.storm,
                                                                       around_.asked),
                                           false, around_.clock, {}),
                               around_.clock, random_)),
      lease_(in_table_ ? std::make_unique<journal::dynamodb::DynamoLease>(
                             *in_table_, around_.clock, random_,
                             journal::dynamodb::DynamoLease::Options{
                                 .holder = "swept",
                                 .renews_itself = false,
                                 .uptime = [this] { return clock_.now().time_since_epoch(); }})
                       : nullptr),
      source_(client(true)),
      target_(client(false)),
      journal_(in_table_ ? *in_table_ : around_.shelf.journal(), in_table_ ? quiet_ : around_.storm,
               around_.stored) {
  clock_.renew(lease_.get());
}

std::unique_ptr<aws::HttpClient> Follower::client(bool at_source) {
  return client_over(std::make_shared<Wire>(around_.aws, around_.storm, at_source, around_.asked), at_source,
                     clock_, stop_.get_token());
}

std::unique_ptr<aws::HttpClient> Follower::client_over(std::shared_ptr<aws::Transport> transport,
                                                       bool at_source, Clock& clock, std::stop_token stop) {
  aws::Destination destination{.region = std::string(at_source ? kSourceRegion : kTargetRegion)};
  destination.urls.fill("http://aws.local");
  auto credentials = std::make_shared<aws::StaticCredentials>(
      aws::Credentials{.access_key_id = "local", .secret_access_key = "test"});
  // As cli::connect_target has it.
  const auto before_send = [this, at_source](std::string_view operation) -> Result<void> {
    const bool is_free =
        at_source || !lease_ || operation.starts_with("dynamodb:") || aws::is_reading(operation);
    return is_free ? Result<void>() : lease_->check(kCallTimeout);
  };
  return std::make_unique<aws::HttpClient>(std::move(destination),
                                           aws::SenderParts{.transport = std::move(transport),
                                                            .credentials = std::move(credentials),
                                                            .clock = clock,
                                                            .random = random_,
                                                            .max_attempts = aws::default_attempts,
                                                            .stop = std::move(stop),
                                                            .before_send = before_send},
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
  if (lease_) settings.threads = 1;
  return settings;
}

/// As cli::StandBy does it.
Result<void> Follower::stand_by(const OnTick& on_wait) {
  while (!stop_.stop_requested()) {
    const auto taken = lease_->acquire();
    if (taken && *taken) return {};
    if (!taken && taken.error().kind != ErrorKind::retry) return fail(taken.error());
    pipeline::Loop::Tick tick;
    if (!taken) tick.trouble = taken.error().text();
    on_wait(tick);
    around_.clock.advance(kPauseBetweenLeases);
  }
  return {};
}

Result<void> Follower::follow(const pipeline::Settings& settings, feed::LookupFeed& feed,
                              const OnTick& on_tick) {
  pipeline::Replicator replicator(*source_, *target_, journal_, around_.mapping, clock_, settings, nullptr,
                                  {.lease = lease_.get(), .in_flight = lease_.get()});
  pipeline::Loop loop(feed, replicator, journal_, clock_, {});
  return loop.run(stop_.get_token(), on_tick);
}

Result<void> Follower::run(const OnTick& on_tick, const OnTick& on_wait) {
  LM_TRY(const auto settings, settings_of_both_sides());
  pipeline::JournalIntake intake(journal_);
  feed::LookupFeed feed(*source_, intake, clock_);
  Result<void> ended;
  bool again = false;
  do {
    if (lease_) LM_CHECK(stand_by(on_wait));
    ended = follow(settings, feed, on_tick);
    again = lease_ && !ended && journal::is_about_the_lease(ended.error());
    // It runs out by itself.
    if (lease_) (void)lease_->release();
  } while (again && !stop_.stop_requested());
  return ended;
}

}  // namespace lakemirror::sweep
