#include <string>

#include "feed/eventbridge_record.h"
#include "promise.h"
#include "translate/touch.h"

using namespace lakemirror;

/// Any message of EventBridge is an event with an id, read the same each time, whose record comes to
/// something; or says that it is none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Time now = Time(Seconds(1'790'000'000));
  const std::string message(reinterpret_cast<const char*>(data), size);
  const auto read = feed::read_eventbridge_record(message, feed::LookupSettings(), now);
  const auto again = feed::read_eventbridge_record(message, feed::LookupSettings(), now);
  promise(!read.event.event_id.empty(), "a message has an id");
  promise(read.event.event_id == again.event.event_id, "the same message has the same id");
  promise(read.event.feed == feed::eventbridge_feed, "it says which feed brought it");
  promise(read.event.event_time <= now + std::chrono::hours(24), "it is not of days to come");
  promise(parse_time(format_time(read.event.event_time)).has_value() || read.event.event_time < Time(),
          "its time can be written");
  const auto touched = translate::touch(read.event, {});
  promise(int(touched.touches()) + int(touched.ignored.has_value()) + int(touched.malformed.has_value()) == 1,
          "it is read, ignored or malformed");
  return 0;
}
