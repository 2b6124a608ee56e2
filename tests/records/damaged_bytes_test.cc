#include <gtest/gtest.h>

#include "records/damage.h"
#include "translate/touch.h"

// Every sample with any one byte damaged.

namespace lakemirror::records {
namespace {

/// Tells of a broken promise, unless enough are told already.
void tell(int& told, const std::string& name, const std::string& what, const std::string& broken,
          const std::string& text) {
  if (broken.empty() || ++told > most_told) return;
  ADD_FAILURE() << name << ", " << what << ": " << broken.substr(0, 300) << "\n" << text.substr(0, 2000);
}

/// The samples by turns, so that the test programs run side by side.
class DamagedByte : public ::testing::TestWithParam<std::size_t> {
 public:
  static constexpr std::size_t shares = 8;

 protected:
  template <class Each>
  void for_each_sample(Each each) {
    for (std::size_t i = GetParam(); i < samples().size(); i += shares) each(samples()[i]);
  }
};

TEST_P(DamagedByte, LeavesARecordThatIsReadOrParkedAndNeverLost) {
  int told = 0;
  for_each_sample([&](const Sample& sample) {
    auto event = event_of(sample.element);
    const auto whole = translate::touch(event, followed);
    const std::string text = event.record;
    damage_each_byte(text, [&](const std::string& damaged, const std::string& what) {
      event.record = damaged;
      tell(told, sample.name, what, broken_promise(event, whole, translate::touch(event, followed)), damaged);
    });
  });
  EXPECT_LE(told, most_told) << "and others";
}

INSTANTIATE_TEST_SUITE_P(Samples, DamagedByte, ::testing::Range<std::size_t>(0, DamagedByte::shares));

}  // namespace
}  // namespace lakemirror::records
