#include "lambda/embedded_metrics.h"

#include <algorithm>

namespace lakemirror::lambda {

namespace {

/// The format allows so many values of one metric in a document.
constexpr std::size_t most_values = 100;

/// Every so-manieth value in order of size, the largest among them.
std::vector<double> thinned(std::vector<double> values) {
  if (values.size() <= most_values) return values;
  std::sort(values.begin(), values.end());
  std::vector<double> some;
  for (std::size_t i = 1; i <= most_values; ++i) some.push_back(values[i * values.size() / most_values - 1]);
  return some;
}

json::value value_of(const Figures::Figure& figure) {
  const auto values = thinned(figure.values);
  if (values.size() == 1) return values.front();
  return json::array(values.begin(), values.end());
}

}  // namespace

json::object embedded_metrics(const MetricsSubject& subject, const Figures& figures) {
  json::array metrics;
  json::object document;
  for (const auto& [name, figure] : figures.all()) {
    metrics.push_back(json::object{{"Name", name}, {"Unit", figure.unit}});
    document[name] = value_of(figure);
  }
  const json::array dimensions{json::array{"FunctionName"}};
  document["_aws"] = {{"Timestamp", subject.now.time_since_epoch().count()},
                      {"CloudWatchMetrics", json::array{json::object{{"Namespace", "lakemirror"},
                                                                     {"Dimensions", dimensions},
                                                                     {"Metrics", std::move(metrics)}}}}};
  document["FunctionName"] = subject.function;
  document["Handler"] = subject.handler;
  document["function_request_id"] = subject.request_id;
  return document;
}

}  // namespace lakemirror::lambda
