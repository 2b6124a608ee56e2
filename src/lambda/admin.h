#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "aws/client.h"
#include "aws/transport.h"
#include "base/json.h"
#include "base/random.h"
#include "lambda/administrator_answer.h"
#include "lambda/administrator_id.h"
#include "lambda/administrator_list.h"
#include "lambda/administrator_request.h"
#include "lambda/work.h"

namespace lakemirror::lambda {

/// The custom resource that adds a principal to the data lake administrators of a Region, and takes it out
/// again with the stack. It removes only whom it added. One object serves one invocation after another: it
/// remembers for which requests it added somebody, since the same request may come again.
class Admin {
 public:
  /// The client of a Region, whose calls are sent once each.
  using Connect =
      std::function<Result<std::unique_ptr<aws::Client>>(const std::string& region, std::stop_token stop)>;

  Admin(Connect connect, Random& random) : connect_(std::move(connect)), random_(random) {}

  /// How long before an invocation's end the lists are left as they are: the rest is for the answer.
  static Milliseconds margin_of(Milliseconds left);

  /// Does what the event asks for, and answers to where it wants. An Error says that no answer was taken.
  Result<json::value> serve(const Work& work, aws::Transport& answers);

 private:
  class Serving;

  Connect connect_;
  Random& random_;
  std::set<std::string> added_for_;  ///< requests
};

}  // namespace lakemirror::lambda
