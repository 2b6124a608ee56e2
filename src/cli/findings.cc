#include "cli/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lakemirror::cli {

void Findings::add(Finding finding, const std::function<Result<std::string>()>& look) {
  Result<std::string> found = look();
  finding.ok = found.has_value();
  if (found) {
    finding.text = std::move(*found);
  } else {
    finding.hint = std::exchange(found.error().hint, {});
    finding.text = found.error().text();
  }
  if (!context_.wants_json()) printed_ = tell(finding);
  findings_.push_back(std::move(finding));
}

bool Findings::check(const std::string& name, const std::function<Result<std::string>()>& look) {
  add({.name = name}, look);
  return findings_.back().ok;
}

void Findings::advise(const std::string& name, const std::function<Result<std::string>()>& look) {
  add({.name = name, .is_advice = true}, look);
}

void Findings::leave_out(const std::string& name, const std::string& because) {
  check(name, [&]() -> Result<std::string> { return fail({.message = "not looked at: " + because}); });
}

bool Findings::all_ok() const {
  return std::all_of(findings_.begin(), findings_.end(),
                     [](const Finding& finding) { return finding.ok || finding.is_advice; });
}

Result<void> Findings::finish() {
  if (!context_.wants_json()) return std::move(printed_);
  json::array rows;
  for (const Finding& finding : findings_) {
    rows.push_back({{"check", finding.name},
                    {"ok", finding.ok},
                    {"advice", finding.is_advice},
                    {"text", finding.text},
                    {"hint", finding.hint}});
  }
  return context_.print(json::object{{"ok", all_ok()}, {"checks", std::move(rows)}});
}

Result<void> Findings::tell(const Finding& finding) const {
  const std::string mark = finding.ok          ? paint_.good("ok    ")
                           : finding.is_advice ? paint_.warning("advice")
                                               : paint_.bad("FAILED");
  std::string text = fmt::format("{} {:<22} {}\n", mark, finding.name, finding.text);
  if (!finding.hint.empty()) text += fmt::format("{:29} do: {}\n", "", finding.hint);
  return context_.print(text);
}

}  // namespace lakemirror::cli
