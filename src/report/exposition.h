#pragma once

#include <prometheus/metric_family.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "model/histogram.h"

namespace lakemirror::report {

/// Metrics in Prometheus's text format, in the order they are added. Labels have few values, all of them
/// known to the program: each one is a time series for as long as Prometheus keeps its data, so names of
/// tables or principals, of which there is no end, are never among them.
class Exposition {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  /// A family of one kind. What is added next belongs to it, until the next family.
  Exposition& gauge(const std::string& name, const std::string& help);
  Exposition& counter(const std::string& name, const std::string& help);
  Exposition& histogram(const std::string& name, const std::string& help);

  Exposition& add(double value, const Labels& labels = {});
  Exposition& add(std::uint64_t value, const Labels& labels = {}) {
    return add(static_cast<double>(value), labels);
  }
  /// As seconds since 1970; nothing where there is none.
  Exposition& add(const std::optional<Time>& time);
  Exposition& add(const model::Histogram& values, const Labels& labels);

  std::string text() const;

 private:
  Exposition& family(const std::string& name, const std::string& help, prometheus::MetricType type);
  prometheus::ClientMetric& sample(const Labels& labels);

  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace lakemirror::report
