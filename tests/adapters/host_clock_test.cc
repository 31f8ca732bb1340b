#include "adapters/host_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/time/clock.h"

namespace slipway {
namespace {

using testing::HasSubstr;

TEST(HostClock, IsTheMachinesUntilItIsStarted) {
  HostClock clock;
  const absl::Time before = absl::Now();
  EXPECT_GE(clock.Now(), before - absl::Microseconds(1));
  EXPECT_EQ(clock.Set("2026-03-01T08:00:00Z").code(), absl::StatusCode::kFailedPrecondition);
}

TEST(HostClock, StandsWhereTheHostPutIt) {
  HostClock clock;
  ASSERT_TRUE(clock.Start("2026-03-01T09:00:00+01:00", "hostTime").ok());
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1772352000));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1772352000));
}

TEST(HostClock, MovesForthAndBack) {
  HostClock clock;
  ASSERT_TRUE(clock.Start("2026-03-01T08:00:00Z", "hostTime").ok());
  ASSERT_TRUE(clock.Set("2027-03-01T08:00:00.25Z").ok());
  EXPECT_EQ(clock.Now(), absl::FromUnixMillis(1803888000250));
  ASSERT_TRUE(clock.Set("2026-02-28T08:00:00Z").ok());
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1772265600));
}

TEST(HostClock, RefusesWhatIsNoTimeAndStaysWhereItIs) {
  HostClock clock;
  const absl::Status refused = clock.Start("tomorrow", "hostTime");
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("hostTime: expected a time of RFC 3339"));
  ASSERT_TRUE(clock.Start("2026-03-01T08:00:00Z", "hostTime").ok());
  for (const char* text : {"", "2026-03-01", "2026-13-01T00:00:00Z", "infinite-future"}) {
    EXPECT_EQ(clock.Set(text).code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1772352000));
}

}  // namespace
}  // namespace slipway
