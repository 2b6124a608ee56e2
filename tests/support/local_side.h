#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/clock.h"

namespace lakemirror::test_support {

/// One side as a client sees it, served by a local AWS in process. Errors are classified as they are of a
/// real side.
class LocalSide : public aws::Client {
 public:
  LocalSide();
  ~LocalSide() override;

  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override;
  std::string_view region() const override { return "us-west-2"; }

  /// Calls with a body as text; a test failure where AWS refuses it.
  json::object glue(std::string_view operation, std::string_view input);
  json::object lake(std::string_view operation, std::string_view input);
  void set_knobs(const json::object& changes);
  /// What Lake Formation keeps, as the local AWS writes it down.
  json::object lake_dump() const;
  /// Database "sales" with tables "orders" and "items", of columns a, b and c each; nothing is granted on
  /// them by default.
  void make_tables();

  /// What was asked since it was last cleared, by the code that is tested and by nobody else.
  std::vector<std::string> asked() const;
  void forget_asked();

  /// Answers in the place of the local AWS where it gives an answer. Set before any thread calls.
  using Intercept = std::function<std::optional<Result<json::object>>(std::string_view operation,
                                                                      const json::object& input)>;
  Intercept intercept = {};

  /// Gives pages of `size` elements, whatever is asked for, in the place of what intercepted before.
  void page_by(int size);

  static constexpr const char* account = "123456789012";
  VirtualClock clock;

 private:
  struct Parts;
  json::object must(api::Service service, std::string_view operation, std::string_view input);

  std::unique_ptr<Parts> parts_;
};

}  // namespace lakemirror::test_support
