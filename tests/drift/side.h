#pragma once

#include <string>
#include <vector>

#include "drift/requests.h"
#include "drift/respelling_client.h"
#include "drift/terms.h"
#include "local/aws.h"
#include "read/governance_reader.h"
#include "support/local_client.h"

namespace lakemirror::drift {

/// One Region with a data lake in it, and us as its only administrator. Nothing is granted on anything, and
/// no new object gets anything by itself.
class Side {
 public:
  Side(Terms terms, local::Knobs knobs, std::uint64_t seed);

  const Terms& terms() const { return terms_; }
  std::string caller() const { return terms_.principal("user/local"); }
  aws::Client& client() { return client_; }
  read::GovernanceReader& reader() { return reader_; }
  VirtualClock& clock() { return clock_; }
  Random& random() { return random_; }

  /// By drawn grants. A test failure where AWS refuses one, unless its reading refuses what is held already.
  void grant(const std::vector<permissions::Grant>& drawn);
  /// Everything that these principals hold on these subjects, row by row as it is listed. Refused or not: a
  /// row may have gone with another.
  void revoke_all_beside(const std::vector<permissions::Grant>& drawn);

 private:
  json::object must(api::Service service, std::string_view operation, const json::object& input);
  void make_catalog();
  void make_tags();
  void send(const Request& request);
  std::vector<permissions::Grant> listed();

  Terms terms_;
  local::Knobs knobs_;
  Random random_;
  VirtualClock clock_{Time(std::chrono::hours(490'000))};
  local::Aws aws_;
  test_support::LocalClient client_;
  RespellingClient listing_{client_, random_};
  read::GovernanceReader reader_;
};

}  // namespace lakemirror::drift
