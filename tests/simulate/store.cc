#include "simulate/store.h"

namespace lakemirror::simulate {

using journal::dynamodb::DynamoJournal;
using journal::dynamodb::DynamoLease;

class Store::Current final : public aws::Client {
 public:
  explicit Current(std::shared_ptr<testing::FakeDynamoDb> table) : table_(std::move(table)) {}
  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override {
    table_->show_all(true);
    auto answer = table_->call(service, operation, input);
    table_->show_all(false);
    return answer;
  }
  std::string_view region() const override { return table_->region(); }

 private:
  std::shared_ptr<testing::FakeDynamoDb> table_;
};

Store::Store(Kind kind, VirtualClock& clock, std::uint64_t seed)
    : kind_(kind), clock_(clock), random_(seed), table_(std::make_shared<testing::FakeDynamoDb>(clock)) {
  // Some tables have an index that lags, and answer batches in part.
  if (random_.chance(0.5)) table_->set_index_lag(Milliseconds(static_cast<int>(random_.below(3000))));
  if (random_.chance(0.5)) table_->set_batch_limit(1 + random_.below(20));
  judged_ = std::make_unique<DynamoJournal>(
      std::make_shared<Current>(table_),
      DynamoJournal::Options{.clock = clock, .random = random_, .threads = 1});
}

journal::Journal& Store::judged() {
  if (kind_ == Kind::memory) return memory_;
  judged_->forget_what_was_read();
  return *judged_;
}

journal::Journal& Store::open(CrashSwitch& crash) {
  if (kind_ == Kind::memory) return memory_;
  lease_.reset();
  opened_ = std::make_unique<DynamoJournal>(
      std::make_shared<CrashingClient>(*table_, crash, CrashingClient::Ears{}, 1),
      DynamoJournal::Options{.clock = clock_, .random = random_, .threads = 1});
  lease_ = std::make_unique<DynamoLease>(
      *opened_, clock_, random_,
      DynamoLease::Options{.holder = "simulated", .renews_itself = false, .uptime = [this] {
                             return clock_.now().time_since_epoch();
                           }});
  return *opened_;
}

}  // namespace lakemirror::simulate
