#pragma once

#include <functional>
#include <string>

#include "aws/transport.h"
#include "support/fake_dynamodb.h"
#include "sweep/storm.h"

namespace lakemirror::sweep {

/// From the HTTP client of a journal straight into a table in memory, through a storm.
class TableWire : public aws::Transport {
 public:
  /// Told of every request, in a line for people; may be empty.
  using Ear = std::function<void(std::string line)>;

  TableWire(testing::FakeDynamoDb& table, Storm& storm, Ear ear)
      : table_(table), storm_(storm), ear_(std::move(ear)) {}

  Result<aws::HttpResponse> send(const aws::HttpRequest& request,
                                 const aws::Credentials& credentials) override;

 private:
  aws::HttpResponse answered(const std::string& operation, const json::object& input);

  testing::FakeDynamoDb& table_;
  Storm& storm_;
  Ear ear_;
};

}  // namespace lakemirror::sweep
