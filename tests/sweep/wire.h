#pragma once

#include <functional>
#include <string>

#include "aws/transport.h"
#include "local/aws.h"
#include "sweep/storm.h"

namespace lakemirror::sweep {

/// From one side's HTTP client straight into a local AWS, without sockets, through a storm.
class Wire : public aws::Transport {
 public:
  /// Told of every request, in a line for people; may be empty.
  using Ear = std::function<void(std::string line)>;

  Wire(local::Aws& aws, Storm& storm, bool at_source, Ear ear)
      : aws_(aws), storm_(storm), at_source_(at_source), ear_(std::move(ear)) {}

  Result<aws::HttpResponse> send(const aws::HttpRequest& request,
                                 const aws::Credentials& credentials) override;

 private:
  local::Aws& aws_;
  Storm& storm_;
  bool at_source_;
  Ear ear_;
};

}  // namespace lakemirror::sweep
