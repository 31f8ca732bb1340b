// Which artifact versions a trigger's or a condition's filters let through (domain.md 3.1).
#include "model/branch_filter.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace slipway {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::testing::ValuesIn;

struct BranchRow {
  const char* name;
  const char* pattern;
  const char* branch;
  bool matches;
};

void PrintTo(const BranchRow& row, std::ostream* out) { *out << row.pattern << " ~ " << row.branch; }

class BranchMatchesTest : public ::testing::TestWithParam<BranchRow> {};

TEST_P(BranchMatchesTest, GivenAPatternWhenABranchIsComparedThenTheRulesHold) {
  EXPECT_EQ(BranchMatches(GetParam().pattern, GetParam().branch), GetParam().matches);
}

constexpr BranchRow kBranches[] = {
    {"Same", "master", "master", true},
    {"Other", "master", "main", false},
    {"Longer", "master", "master2", false},
    {"Shorter", "master2", "master", false},
    {"PrefixOfTheBranchDoesNotCount", "master", "refs/heads/master", true},
    {"PrefixOfThePatternDoesNotCount", "refs/heads/master", "master", true},
    {"PrefixOnBothSides", "refs/heads/master", "refs/heads/master", true},
    {"PrefixInAnyCase", "Refs/Heads/master", "REFS/HEADS/master", true},
    {"PrefixOnlyOnce", "master", "refs/heads/refs/heads/master", false},
    {"AnyCase", "Master", "mASTER", true},
    {"BlanksAroundThePattern", " master ", "master", true},
    {"TagsAreNoHeads", "v1", "refs/tags/v1", false},
    {"TagsByTheirFullName", "refs/tags/v*", "refs/tags/v1", true},
    {"StarIsAll", "*", "features/a/b", true},
    {"StarIsAlsoNothing", "*", "", true},
    {"StarBehindThePrefix", "refs/heads/*", "features/a", true},
    {"StarAtTheEnd", "features/*", "refs/heads/features/login", true},
    {"StarMatchesSlashes", "features/*", "features/a/b/c", true},
    {"StarMatchesNothing", "features/*", "features/", true},
    {"StarNeedsWhatIsBefore", "features/*", "features", false},
    {"StarInTheMiddle", "release/*/hotfix", "release/1/2/hotfix", true},
    {"StarInTheMiddleNot", "release/*/hotfix", "release/1/hotfix/x", false},
    {"StarInFront", "*-rc", "v1-rc", true},
    {"StarTriesAgain", "*ab", "aab", true},
    {"SeveralStars", "*a*b*", "xxaxxbxx", true},
    {"SeveralStarsNot", "*a*b*", "xxbxxaxx", false},
    {"StarsInARow", "a**b", "axb", true},
    {"OnlyTheStarIsSpecial", "a?c", "abc", false},
    {"DotIsADot", "v1.0", "v1x0", false},
    {"BracketsAreBrackets", "[ab]", "a", false},
    {"EmptyPattern", "", "master", false},
    {"EmptyBoth", "", "", true},
};
INSTANTIATE_TEST_SUITE_P(All, BranchMatchesTest, ValuesIn(kBranches),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(BranchMatches, GivenManyStarsWhenNothingMatchesThenItEnds) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  EXPECT_FALSE(BranchMatches(pattern + "b", std::string(5000, 'a')));
  EXPECT_TRUE(BranchMatches(pattern, std::string(5000, 'a')));
}

// Filters of one trigger, written as a definition would.
class Filters {
 public:
  Filters& Branch(const std::string& branch) {
    filters_.emplace_back().set_source_branch(branch);
    return *this;
  }
  Filters& Default() {
    filters_.emplace_back().set_use_build_definition_branch(true);
    return *this;
  }
  Filters& Tag(const std::string& tag) {
    filters_.back().add_tags(tag);
    return *this;
  }
  Filters& TagPattern(const std::string& pattern) {
    filters_.back().mutable_tag_filter()->set_pattern(pattern);
    return *this;
  }

  std::vector<const v1::ArtifactFilter*> pointers() const {
    std::vector<const v1::ArtifactFilter*> pointers;
    for (const v1::ArtifactFilter& filter : filters_) pointers.push_back(&filter);
    return pointers;
  }

  // The refusal, or "" when the version passes.
  std::string operator()(const std::string& branch, const std::vector<std::string>& tags = {},
                         const std::string& default_branch = "") const {
    v1::ArtifactVersion version;
    version.set_source_branch(branch);
    for (const std::string& tag : tags) version.add_tags(tag);
    const absl::StatusOr<ArtifactFilterSet> set = ArtifactFilterSet::Compile(pointers());
    return set.ok() ? set->Refusal(version, default_branch) : std::string(set.status().message());
  }

 private:
  std::vector<v1::ArtifactFilter> filters_;
};

TEST(ArtifactFilterSet, GivenNoFiltersWhenAskedThenEveryVersionPasses) {
  EXPECT_EQ(Filters()("master"), "");
  EXPECT_EQ(Filters()("", {"x"}), "");
}

TEST(ArtifactFilterSet, GivenAnEmptyFilterWhenAskedThenItIsNoRestriction) { EXPECT_EQ(Filters().Branch("")("x"), ""); }

TEST(ArtifactFilterSet, GivenIncludesWhenAskedThenAnyOfThemSuffices) {
  const Filters filters = Filters().Branch("master").Branch("+release/*");
  EXPECT_EQ(filters("refs/heads/master"), "");
  EXPECT_EQ(filters("release/1.0"), "");
  EXPECT_EQ(filters("features/x"), "branch 'features/x' passes none of 2 filters");
}

TEST(ArtifactFilterSet, GivenAnExcludeWhenItMatchesThenItVetoesInAnyOrder) {
  for (const Filters& filters : {Filters().Branch("*").Branch("-users/*"), Filters().Branch("-users/*").Branch("*")}) {
    EXPECT_EQ(filters("master"), "");
    EXPECT_EQ(filters("refs/heads/users/ann"), "branch 'refs/heads/users/ann' is excluded by '-users/*'");
  }
}

TEST(ArtifactFilterSet, GivenOnlyExcludesWhenAskedThenEverythingElseIsIncluded) {
  const Filters filters = Filters().Branch("-refs/heads/users/*").Branch("-tmp");
  EXPECT_EQ(filters("master"), "");
  EXPECT_THAT(filters("users/ann"), StartsWith("branch 'users/ann' is excluded"));
  EXPECT_THAT(filters("TMP"), StartsWith("branch 'TMP' is excluded"));
}

TEST(ArtifactFilterSet, GivenAnIncludeAndAnExcludeWhenNeitherMatchesThenTheVersionIsRefused) {
  EXPECT_EQ(Filters().Branch("master").Branch("-users/*")("features/x"), "branch 'features/x' passes none of 1 filter");
}

TEST(ArtifactFilterSet, GivenBlanksAroundTheSignWhenAskedThenTheyDoNotCount) {
  EXPECT_NE(Filters().Branch(" - users/* ")("users/ann"), "");
  EXPECT_EQ(Filters().Branch(" + master ")("master"), "");
}

TEST(ArtifactFilterSet, GivenTagsWhenAskedThenTheVersionCarriesEachOfThem) {
  const Filters filters = Filters().Branch("master").Tag("tested").Tag("Signed");
  EXPECT_EQ(filters("master", {"signed", "other", "TESTED"}), "");
  EXPECT_EQ(filters("master", {"tested"}), "branch 'master' with tags tested passes none of 1 filter");
  EXPECT_EQ(filters("master"), "branch 'master' passes none of 1 filter");
  EXPECT_EQ(filters("main", {"tested", "signed"}), "branch 'main' with tags tested, signed passes none of 1 filter");
}

TEST(ArtifactFilterSet, GivenAnEmptyTagWhenAskedThenItIsNoRestriction) {
  EXPECT_EQ(Filters().Branch("").Tag("")("master"), "");
}

TEST(ArtifactFilterSet, GivenTagsOnAnExcludeWhenAskedThenBothPartsMustHoldToVeto) {
  const Filters filters = Filters().Branch("-master").Tag("broken");
  EXPECT_EQ(filters("master", {"fine"}), "");
  EXPECT_EQ(filters("main", {"broken"}), "");
  EXPECT_NE(filters("master", {"broken"}), "");
}

TEST(ArtifactFilterSet, GivenATagPatternWhenAskedThenSomeTagHasAMatch) {
  const Filters filters = Filters().Branch("").TagPattern("^v[0-9]+\\.");
  EXPECT_EQ(filters("", {"latest", "v2.1"}), "");
  EXPECT_NE(filters("", {"latest", "dev1.0"}), "");
  EXPECT_NE(filters("", {}), "");
  EXPECT_EQ(Filters().Branch("").TagPattern("beta")("", {"1.0-beta2"}), "");
  EXPECT_NE(Filters().Branch("").TagPattern("beta")("", {"1.0-BETA"}), "");
}

TEST(ArtifactFilterSet, GivenABadTagPatternWhenCompiledThenTheErrorNamesItsPlace) {
  const Filters filters = Filters().Branch("master").Branch("").TagPattern("v(1");
  const absl::StatusOr<ArtifactFilterSet> set = ArtifactFilterSet::Compile(filters.pointers());
  ASSERT_EQ(set.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(set.status().message()), StartsWith("[1].tagFilter.pattern: no regular expression: "));
  EXPECT_THAT(std::string(set.status().message()), HasSubstr("v(1"));
}

TEST(ArtifactFilterSet, GivenPatternsThatRe2DoesNotHaveWhenCompiledThenTheyAreRefusedNotIgnored) {
  for (const char* pattern : {"(?=a)b", "(a)\\1", "a{2000}", "\xff("}) {
    EXPECT_FALSE(ArtifactFilterSet::Compile(Filters().Branch("").TagPattern(pattern).pointers()).ok()) << pattern;
  }
}

TEST(ArtifactFilterSet, GivenTheDefaultBranchIsWantedWhenAskedThenTheCurrentOneCounts) {
  const Filters filters = Filters().Default();
  EXPECT_EQ(filters("refs/heads/main", {}, "main"), "");
  EXPECT_EQ(filters("main", {}, "refs/heads/Main"), "");
  EXPECT_NE(filters("master", {}, "main"), "");
}

TEST(ArtifactFilterSet, GivenTheDefaultBranchIsUnknownWhenAskedThenNoNamedBranchPasses) {
  EXPECT_NE(Filters().Default()("main", {}, ""), "");
}

TEST(ArtifactFilterSet, GivenItsSourcesAreGoneWhenAskedThenItStillAnswers) {
  absl::StatusOr<ArtifactFilterSet> set = absl::InternalError("not compiled");
  {
    const Filters filters = Filters().Branch("release/*").TagPattern("^v");
    set = ArtifactFilterSet::Compile(filters.pointers());
  }
  ASSERT_TRUE(set.ok());
  v1::ArtifactVersion version;
  version.set_source_branch("release/1");
  version.add_tags("v1");
  EXPECT_EQ(set->Refusal(version, ""), "");
}

TEST(ArtifactFiltersRefuse, GivenFiltersWhenAskedAtOnceThenItIsCompileAndRefusal) {
  v1::ArtifactVersion version;
  version.set_source_branch("main");
  EXPECT_EQ(ArtifactFiltersRefuse(Filters().Branch("main").pointers(), version), "");
  EXPECT_EQ(ArtifactFiltersRefuse(Filters().Branch("x").pointers(), version), "branch 'main' passes none of 1 filter");
  EXPECT_THAT(ArtifactFiltersRefuse(Filters().Branch("").TagPattern("[").pointers(), version),
              StartsWith("[0].tagFilter.pattern: no regular expression: "));
}

}  // namespace
}  // namespace slipway
