#include "report/exposition.h"

#include <prometheus/text_serializer.h>

namespace lakemirror::report {

using prometheus::MetricType;

Exposition& Exposition::gauge(const std::string& name, const std::string& help) {
  return family(name, help, MetricType::Gauge);
}

Exposition& Exposition::counter(const std::string& name, const std::string& help) {
  return family(name, help, MetricType::Counter);
}

Exposition& Exposition::histogram(const std::string& name, const std::string& help) {
  return family(name, help, MetricType::Histogram);
}

Exposition& Exposition::family(const std::string& name, const std::string& help, MetricType type) {
  prometheus::MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = type;
  families_.push_back(std::move(family));
  return *this;
}

prometheus::ClientMetric& Exposition::sample(const Labels& labels) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : labels) {
    prometheus::ClientMetric::Label label;
    label.name = name;
    label.value = value;
    metric.label.push_back(std::move(label));
  }
  return families_.back().metric.emplace_back(std::move(metric));
}

Exposition& Exposition::add(double value, const Labels& labels) {
  prometheus::ClientMetric& metric = sample(labels);
  if (families_.back().type == MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  return *this;
}

Exposition& Exposition::add(const std::optional<Time>& time) {
  return time ? add(std::chrono::duration<double>(time->time_since_epoch()).count()) : *this;
}

Exposition& Exposition::add(const model::Histogram& values, const Labels& labels) {
  auto& histogram = sample(labels).histogram;
  for (std::size_t i = 0; i < values.counts.size(); ++i) {
    histogram.sample_count += values.counts[i];
    if (i == values.bounds.size()) break;  // the serializer adds the bucket of all, +Inf
    prometheus::ClientMetric::Bucket bucket;
    bucket.cumulative_count = histogram.sample_count;
    bucket.upper_bound = values.bounds[i];
    histogram.bucket.push_back(bucket);
  }
  histogram.sample_sum = values.sum;
  return *this;
}

std::string Exposition::text() const { return prometheus::TextSerializer().Serialize(families_); }

}  // namespace lakemirror::report
