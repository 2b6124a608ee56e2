#pragma once

#include "aws/client.h"
#include "base/random.h"

namespace lakemirror::drift {

/// Passes every call on, and writes the rows of ListPermissions in any of the ways in which they have been
/// seen or may come: in another order, with and without the own catalog's id, a wildcard by its name or as
/// such, SELECT on all columns as SELECT on the table, one row as two, SUPER_USER among the grant options.
class RespellingClient : public aws::Client {
 public:
  RespellingClient(aws::Client& client, Random& random) : client_(client), random_(random) {}

  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override;
  std::string_view region() const override { return client_.region(); }

 private:
  json::array respelled(const json::array& rows);
  void respell(json::object& row);
  void respell_wildcard(json::object& resource);
  bool coin() { return random_.chance(0.5); }

  aws::Client& client_;
  Random& random_;
};

}  // namespace lakemirror::drift
