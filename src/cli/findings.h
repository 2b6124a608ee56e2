#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/context.h"
#include "report/paint.h"

namespace lakemirror::cli {

/// What `check` looked at, told one by one.
class Findings {
 public:
  explicit Findings(const Context& context) : context_(context), paint_(context.paint()) {}

  /// Runs one check and tells what came of it at once: some take a while.
  bool check(const std::string& name, const std::function<Result<std::string>()>& look);
  /// Runs one whose failure keeps nothing from working that does not need it: told, but no fault.
  void advise(const std::string& name, const std::function<Result<std::string>()>& look);
  /// What is left out because something before it failed is told too.
  void leave_out(const std::string& name, const std::string& because);

  bool all_ok() const;
  Result<void> finish();

 private:
  /// One thing that was looked at: what it said, or the Error.
  struct Finding {
    std::string name = {};
    bool ok = false;
    bool is_advice = false;
    std::string text = {};
    std::string hint = {};
  };

  void add(Finding finding, const std::function<Result<std::string>()>& look);
  Result<void> tell(const Finding& finding) const;

  const Context& context_;
  report::Paint paint_;
  std::vector<Finding> findings_ = {};
  Result<void> printed_ = {};
};

}  // namespace lakemirror::cli
