// Which version of a task is meant (task-contract 1.2).
#include "model/version_spec.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace slipway {
namespace {

using ::testing::ValuesIn;

struct Row {
  const char* name;
  const char* spec;
  const char* accepted;  // of 0.1.0, 1.0.0, 2.0.0, 2.0.5, 2.1.0, 2.1.3, 2.10.0, 20.1.3
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.spec << " -> " << row.accepted; }

class VersionSpecTest : public ::testing::TestWithParam<Row> {};

TEST_P(VersionSpecTest, GivenASpecWhenVersionsAreOfferedThenThoseWithEqualPartsFit) {
  const absl::StatusOr<VersionSpec> spec = VersionSpec::Parse(GetParam().spec);
  ASSERT_TRUE(spec.ok()) << spec.status();
  constexpr int kVersions[][3] = {{0, 1, 0}, {1, 0, 0}, {2, 0, 0},  {2, 0, 5},
                                  {2, 1, 0}, {2, 1, 3}, {2, 10, 0}, {20, 1, 3}};
  std::string accepted;
  for (const auto& [major, minor, patch] : kVersions) {
    if (!spec->Accepts(major, minor, patch)) continue;
    absl::StrAppend(&accepted, accepted.empty() ? "" : " ", major, ".", minor, ".", patch);
  }
  EXPECT_EQ(accepted, GetParam().accepted);
}

constexpr char kAll[] = "0.1.0 1.0.0 2.0.0 2.0.5 2.1.0 2.1.3 2.10.0 20.1.3";
constexpr Row kSpecs[] = {
    {"Star", "*", kAll},
    {"Nothing", "", kAll},
    {"Blank", " \t", kAll},
    {"Major", "2", "2.0.0 2.0.5 2.1.0 2.1.3 2.10.0"},
    {"MajorStar", "2.*", "2.0.0 2.0.5 2.1.0 2.1.3 2.10.0"},
    {"MajorZero", "0.*", "0.1.0"},
    {"Minor", "2.1", "2.1.0 2.1.3"},
    {"MinorStar", "2.1.*", "2.1.0 2.1.3"},
    {"MinorZero", "2.0", "2.0.0 2.0.5"},
    {"Patch", "2.1.3", "2.1.3"},
    {"LeadingZeros", "02.01.003", "2.1.3"},
    {"BlanksAround", " 2.1.3 ", "2.1.3"},
    {"NoSuch", "3.*", ""},
    {"TestVersionsAreOthers", "2.1.3-test", ""},
};
INSTANTIATE_TEST_SUITE_P(All, VersionSpecTest, ValuesIn(kSpecs),
                         [](const auto& info) { return std::string(info.param.name); });

class BadVersionSpecTest : public ::testing::TestWithParam<const char*> {};

TEST_P(BadVersionSpecTest, GivenNoSpecWhenParsedThenTheErrorSaysWhatIsExpected) {
  const absl::StatusOr<VersionSpec> spec = VersionSpec::Parse(GetParam());
  ASSERT_EQ(spec.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(spec.status().message(), absl::StrCat("version: expected 2, 2.*, 2.1.3 or *, got '", GetParam(), "'"));
}

INSTANTIATE_TEST_SUITE_P(All, BadVersionSpecTest,
                         ::testing::Values("x", "2.x", "v2", "2.", ".2", "2..1", "2.1.3.4", "*.1", "2.*.1", "**", "2*",
                                           "2.*.*", "-1", "+2", "2.+1", "1 .2", "1. 2", "2.1-beta", "-test", "2-test.1",
                                           "2147483648", "99999999999999999999", "latest", "2,1", "\u0662"));

TEST(VersionSpec, GivenNulOrNoUtf8WhenParsedThenTheErrorShowsItEscaped) {
  EXPECT_EQ(VersionSpec::Parse(absl::string_view("2\0", 2)).status().message(),
            "version: expected 2, 2.*, 2.1.3 or *, got '2\\x00'");
  EXPECT_EQ(VersionSpec::Parse("2\xff").status().message(), "version: expected 2, 2.*, 2.1.3 or *, got '2\\xFF'");
}

TEST(VersionSpec, GivenATestSpecWhenVersionsAreOfferedThenOnlyTestVersionsFit) {
  const absl::StatusOr<VersionSpec> exact = VersionSpec::Parse("2.1.3-test");
  ASSERT_TRUE(exact.ok());
  EXPECT_TRUE(exact->Accepts(2, 1, 3, /*is_test=*/true));
  EXPECT_FALSE(exact->Accepts(2, 1, 3, /*is_test=*/false));
  EXPECT_FALSE(exact->Accepts(2, 1, 4, /*is_test=*/true));
  const absl::StatusOr<VersionSpec> any = VersionSpec::Parse("2.*-test");
  ASSERT_TRUE(any.ok());
  EXPECT_TRUE(any->Accepts(2, 9, 9, true));
  EXPECT_FALSE(VersionSpec::Parse("*")->Accepts(2, 1, 3, true));
}

TEST(VersionSpec, GivenASpecWhenOnlyTheMajorIsAskedThenTheRestDoesNotCount) {
  EXPECT_TRUE(VersionSpec::Parse("2.1.3-test")->AcceptsMajor(2));
  EXPECT_FALSE(VersionSpec::Parse("2.1.3")->AcceptsMajor(3));
  EXPECT_TRUE(VersionSpec::Parse("*")->AcceptsMajor(3));
  EXPECT_TRUE(VersionSpec().AcceptsMajor(3));
}

}  // namespace
}  // namespace slipway
