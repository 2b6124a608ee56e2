#include <gtest/gtest.h>

#include "feed/lookup_record.h"
#include "records/damage.h"
#include "translate/touch.h"

// Every sample with any one member gone, or something else than it was: of the record, and of the element of
// LookupEvents that brings it.

namespace lakemirror::records {
namespace {

class Told {
 public:
  ~Told() { EXPECT_LE(count_, most_told) << "and others"; }
  void tell(const Sample& sample, const std::string& what, const std::string& broken) {
    if (!broken.empty() && ++count_ <= most_told)
      ADD_FAILURE() << sample.name << ", " << what << ": " << broken.substr(0, 300);
  }

 private:
  int count_ = 0;
};

/// No value was deleted where the request lists none: that a list was there cannot be told from its absence.
bool is_another_request(const std::string& what) {
  return what.starts_with("requestParameters.tagValuesToDelete ");
}

TEST(DamagedMember, OfARecordLeavesItReadOrParkedWithAllThatItTouched) {
  Told told;
  for (const auto& sample : samples()) {
    auto event = event_of(sample.element);
    const auto whole = translate::touch(event, followed);
    damage_each_member(parse_json(event.record)->as_object(), [&](const DamagedMember& damaged) {
      event.record = json::serialize(damaged.record);
      const auto touched = translate::touch(event, followed);
      auto broken = broken_promise(event, whole, touched);
      // What names something else cannot be told from it.
      if (broken.empty() && touched.touches() && !damaged.names_something &&
          !is_another_request(damaged.what) && !covers(touched, whole))
        broken = "it no longer touches what the whole one does";
      told.tell(sample, damaged.what, broken);
    });
  }
}

TEST(DamagedMember, OfAnElementOfLookupEventsLosesNoChange) {
  Told told;
  for (const auto& sample : samples()) {
    const auto whole = translate::touch(event_of(sample.element), followed);
    if (!whole.touches()) continue;
    damage_each_member(sample.element, [&](const DamagedMember& damaged) {
      const auto read = feed::read_lookup_record(damaged.record, {}, {});
      if (!read.keep) return told.tell(sample, damaged.what, "the feed drops it");
      if (read.event.event_id.empty()) return told.tell(sample, damaged.what, "it has no id");
      const auto touched = translate::touch(read.event, followed);
      // What neither the envelope nor a record names correctly is another event.
      const bool may_be_another = damaged.names_something && !sample.element.contains("CloudTrailEvent");
      if (touched.ignored && !may_be_another)
        return told.tell(sample, damaged.what, "it is ignored: " + *touched.ignored);
    });
  }
}

// Deeper than JSON is read: a text that no value of ours could hold.
TEST(DamagedMember, NestedWithoutEndIsParkedAndKept) {
  const auto& whole = sample("real/glue_CreateTable.json");
  for (const std::string opening : {"[", "{\"a\":"}) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += opening;
    auto event = event_of(whole.element);
    event.record = "{\"requestParameters\":" + deep;
    const auto touched = translate::touch(event, followed);
    ASSERT_TRUE(touched.malformed);
    EXPECT_NE(touched.malformed->hint.find("lakemirror events show"), std::string::npos);
  }
}

}  // namespace
}  // namespace lakemirror::records
