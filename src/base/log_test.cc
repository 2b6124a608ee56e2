#include "base/log.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"

namespace lakemirror::log {
namespace {

/// What is logged meanwhile, line by line.
class CapturedLog : public testing::Test {
 protected:
  CapturedLog() {
    configure(Level::info, true);
    testing::internal::CaptureStderr();
  }
  ~CapturedLog() override {
    set_common({});
    configure(Level::warn, false);
  }
  static json::object line() {
    const auto parsed = parse_json(trim(testing::internal::GetCapturedStderr()));
    return parsed && parsed->is_object() ? parsed->get_object() : json::object();
  }
};

TEST_F(CapturedLog, HasWhatIsCommonInEachLine) {
  set_common({{"request_id", "r-1"}, {"trace_id", ""}});
  write(Level::info, "entry settled", {{"event_id", "e-1"}});
  const auto written = line();
  EXPECT_EQ(text_or(written, "request_id"), "r-1");
  EXPECT_EQ(text_or(written, "event_id"), "e-1");
  EXPECT_FALSE(written.contains("trace_id"));
}

TEST_F(CapturedLog, HasItNoLongerThanItIsCommon) {
  set_common({{"request_id", "r-1"}});
  set_common({});
  write(Level::info, "entry settled");
  EXPECT_FALSE(line().contains("request_id"));
}

}  // namespace
}  // namespace lakemirror::log
