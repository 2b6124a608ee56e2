#pragma once

#include <string>

#include "base/json.h"
#include "lambda/figures.h"

namespace lakemirror::lambda {

/// Of which invocation a document tells.
struct MetricsSubject {
  std::string function = {};  ///< its name: the only dimension
  std::string handler = {};
  std::string request_id = {};
  Time now = {};
};

/// A document in CloudWatch's embedded metric format, which CloudWatch makes metrics of in the namespace
/// "lakemirror". docs/lambda.md says what each metric means.
json::object embedded_metrics(const MetricsSubject& subject, const Figures& figures);

}  // namespace lakemirror::lambda
