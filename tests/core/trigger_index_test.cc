// Which definitions a new version makes a release of (domain.md 3): the rules, and the index against a naive scan.
#include "core/trigger_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace slipway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

v1::ReleaseDefinition Listening(int64_t id, const std::string& source = "build-7") {
  v1::ReleaseDefinition definition;
  definition.set_id(id);
  v1::Artifact* artifact = definition.add_artifacts();
  artifact->set_alias("_App");
  artifact->set_type("Build");
  (*artifact->mutable_definition_reference())["definition"].set_id(source);
  (*artifact->mutable_definition_reference())["definition"].set_name("App CI");
  (*artifact->mutable_definition_reference())["project"].set_name("Web");
  (*artifact->mutable_definition_reference())["project"].set_id("p1");
  v1::Trigger* trigger = definition.add_triggers();
  trigger->set_trigger_type(v1::RELEASE_TRIGGER_TYPE_ARTIFACT_SOURCE);
  trigger->set_artifact_alias("_App");
  return definition;
}

v1::ReleaseDefinition OnBranches(int64_t id, std::vector<std::string> branches) {
  v1::ReleaseDefinition definition = Listening(id);
  for (const std::string& branch : branches) {
    definition.mutable_triggers(0)->add_trigger_conditions()->set_source_branch(branch);
  }
  return definition;
}

ArtifactEvent Built(const std::string& branch, std::vector<std::string> tags = {}) {
  ArtifactEvent event;
  event.source = "build-7";
  event.version.set_name("20260101.1");
  event.version.set_source_branch("refs/heads/" + branch);
  for (const std::string& tag : tags) event.version.add_tags(tag);
  return event;
}

std::vector<int64_t> Fired(const TriggerIndex& index, const ArtifactEvent& event) {
  std::vector<int64_t> ids;
  for (const TriggerMatch& match : index.Match(event)) ids.push_back(match.definition_id);
  return ids;
}

TEST(TriggerIndex, GivenNoFilterThenEveryVersionOfItsSourceFires) {
  TriggerIndex index;
  ASSERT_TRUE(index.Add(Listening(1)).ok());
  ASSERT_TRUE(index.Add(Listening(2, "build-8")).ok());
  EXPECT_THAT(Fired(index, Built("main")), ElementsAre(1));
}

TEST(TriggerIndex, GivenASourceThenItIsFoundByIdNameOrAliasInAnyCase) {
  TriggerIndex index;
  ASSERT_TRUE(index.Add(Listening(1)).ok());
  for (const char* name : {"BUILD-7", "app ci", "_app"}) {
    ArtifactEvent event = Built("main");
    event.source = name;
    EXPECT_THAT(Fired(index, event), ElementsAre(1)) << name;
  }
}

TEST(TriggerIndex, GivenSeveralDefinitionsOfOneArtifactThenAnyOfThemSuppliesTheVersion) {
  v1::ReleaseDefinition definition = Listening(1);
  (*definition.mutable_artifacts(0)->mutable_definition_reference())["definitions"].set_id("21, 22");
  TriggerIndex index;
  ASSERT_TRUE(index.Add(definition).ok());
  ArtifactEvent event = Built("main");
  event.source = "22";
  EXPECT_THAT(Fired(index, event), ElementsAre(1));
}

TEST(TriggerIndex, GivenBranchesThenLiteralsPrefixesSuffixesAndInfixesAreFound) {
  TriggerIndex index;
  ASSERT_TRUE(index.Add(OnBranches(1, {"main"})).ok());
  ASSERT_TRUE(index.Add(OnBranches(2, {"features/*"})).ok());
  ASSERT_TRUE(index.Add(OnBranches(3, {"*-hotfix"})).ok());
  ASSERT_TRUE(index.Add(OnBranches(4, {"users/*/deploy"})).ok());
  ASSERT_TRUE(index.Add(OnBranches(5, {"*", "-main"})).ok());
  EXPECT_THAT(Fired(index, Built("main")), ElementsAre(1));
  EXPECT_THAT(Fired(index, Built("Features/a/b")), ElementsAre(2, 5));
  EXPECT_THAT(Fired(index, Built("v1-hotfix")), ElementsAre(3, 5));
  EXPECT_THAT(Fired(index, Built("users/x/y/deploy")), ElementsAre(4, 5));
}

TEST(TriggerIndex, GivenAVariableInABranchThenItIsTheDefinitions) {
  v1::ReleaseDefinition definition = OnBranches(1, {"release/$(Line)"});
  (*definition.mutable_variables())["line"].set_value("9");
  TriggerIndex index;
  ASSERT_TRUE(index.Add(definition).ok());
  EXPECT_THAT(Fired(index, Built("release/9")), ElementsAre(1));
}

TEST(TriggerIndex, GivenTheBuildDefinitionsBranchThenTheOneOfTheEventCounts) {
  v1::ReleaseDefinition definition = Listening(1);
  definition.mutable_triggers(0)->add_trigger_conditions()->set_use_build_definition_branch(true);
  TriggerIndex index;
  ASSERT_TRUE(index.Add(definition).ok());
  ArtifactEvent event = Built("develop");
  event.default_branch = "develop";
  EXPECT_THAT(Fired(index, event), ElementsAre(1));
  event.default_branch = "main";
  EXPECT_THAT(Fired(index, event), IsEmpty());
}

TEST(TriggerIndex, GivenTagsThenABuildMustCarryEveryOneAndItsNumberIsNone) {
  v1::ReleaseDefinition definition = Listening(1);
  v1::ArtifactFilter* filter = definition.mutable_triggers(0)->add_trigger_conditions();
  filter->add_tags("signed");
  filter->add_tags("tested");
  TriggerIndex index;
  ASSERT_TRUE(index.Add(definition).ok());
  EXPECT_THAT(Fired(index, Built("main", {"Tested", "signed", "x"})), ElementsAre(1));
  EXPECT_THAT(Fired(index, Built("main", {"signed"})), IsEmpty());
}

TEST(TriggerIndex, GivenATagAddedLaterThenOnlyTriggersThatAskForItFire) {
  v1::ReleaseDefinition later = OnBranches(2, {"main"});
  later.mutable_triggers(0)->mutable_trigger_conditions(0)->set_create_release_on_build_tagging(true);
  TriggerIndex index;
  ASSERT_TRUE(index.Add(OnBranches(1, {"main"})).ok());
  ASSERT_TRUE(index.Add(later).ok());
  ArtifactEvent event = Built("main", {"ok"});
  event.tag_added = true;
  EXPECT_THAT(Fired(index, event), ElementsAre(2));
}

TEST(TriggerIndex, GivenAnImageThenItsNameIsTheTagThatFiltersLookAt) {
  v1::ReleaseDefinition definition = Listening(1);
  definition.mutable_artifacts(0)->set_type("DockerHub");
  definition.mutable_triggers(0)->set_trigger_type(v1::RELEASE_TRIGGER_TYPE_CONTAINER_IMAGE);
  definition.mutable_triggers(0)->add_tag_filters()->set_pattern("^v[0-9]+$");
  TriggerIndex index;
  ASSERT_TRUE(index.Add(definition).ok());
  ArtifactEvent event = Built("");
  event.version.set_name("v12");
  EXPECT_THAT(Fired(index, event), ElementsAre(1));
  event.version.set_name("latest");
  EXPECT_THAT(Fired(index, event), IsEmpty());
}

TEST(TriggerIndex, GivenAPatternThatIsNoRegularExpressionThenItSaysWhichTriggerAndTheOthersListen) {
  v1::ReleaseDefinition definition = Listening(1);
  *definition.add_triggers() = definition.triggers(0);
  definition.mutable_triggers(0)->add_trigger_conditions()->mutable_tag_filter()->set_pattern("(");
  TriggerIndex index;
  EXPECT_THAT(std::string(index.Add(definition).message()), HasSubstr("triggers[0]: [0].tagFilter.pattern"));
  EXPECT_THAT(Fired(index, Built("main")), ElementsAre(1));
}

TEST(TriggerIndex, GivenAPullRequestThenItsTargetBranchCountsAndOnlyPullRequestTriggersFire) {
  v1::ReleaseDefinition pulls = Listening(1);
  pulls.mutable_triggers(0)->set_trigger_type(v1::RELEASE_TRIGGER_TYPE_PULL_REQUEST);
  pulls.mutable_triggers(0)->add_pull_request_filters()->set_target_branch("main");
  TriggerIndex index;
  ASSERT_TRUE(index.Add(pulls).ok());
  ASSERT_TRUE(index.Add(Listening(2)).ok());
  ArtifactEvent event = Built("topic");
  event.pull_request_id = "17";
  event.target_branch = "refs/heads/main";
  EXPECT_THAT(Fired(index, event), ElementsAre(1));
  EXPECT_THAT(Fired(index, Built("main")), ElementsAre(2)) << "an ordinary build is no pull request";
}

TEST(TriggerIndex, GivenAnotherProjectOrTypeThenItDoesNotFire) {
  TriggerIndex index;
  ASSERT_TRUE(index.Add(Listening(1)).ok());
  ArtifactEvent event = Built("main");
  event.project = "Other";
  EXPECT_THAT(Fired(index, event), IsEmpty());
  event.project = "web";
  event.type = "Jenkins";
  EXPECT_THAT(Fired(index, event), IsEmpty());
  ASSERT_EQ(index.Refusals(event, 10).size(), 1u);
  EXPECT_THAT(index.Refusals(event, 10)[0].refusal, HasSubstr("type Build, not Jenkins"));
}

TEST(TriggerIndex, GivenADisabledDeletedChangedOrRemovedDefinitionThenTheOldTriggersAreGone) {
  TriggerIndex index;
  ASSERT_TRUE(index.Add(OnBranches(1, {"main", "a*", "*b", "c*d"})).ok());
  ASSERT_TRUE(index.Add(OnBranches(1, {"topic"})).ok());
  EXPECT_THAT(Fired(index, Built("main")), IsEmpty());
  EXPECT_THAT(Fired(index, Built("topic")), ElementsAre(1));
  v1::ReleaseDefinition disabled = OnBranches(1, {"topic"});
  disabled.set_is_disabled(true);
  ASSERT_TRUE(index.Add(disabled).ok());
  EXPECT_EQ(index.size(), 0u);
  index.Remove(1);
  EXPECT_EQ(index.size(), 0u);
}

// The index leaves nothing out and adds nothing: against every trigger asked one by one.
TEST(TriggerIndexProperty, GivenRandomFiltersAndVersionsThenItAgreesWithAScan) {
  std::mt19937 random(7);
  const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
  const std::vector<std::string> patterns = {"",      "main",  "+Main", "-main", "*",     "f/*",    "-f/x*",
                                             "*/x",   "*fix*", "f/*/x", "-*",    "a*b*c", "**",     " main",
                                             "*main", "f/x",   "r.l/*", "(",     "f/+",   "-*fix*", "+f/*"};
  const std::vector<std::string> branches = {"main", "f/x",   "f/y",   "f/y/x", "hotfix-1", "abc", "a-b-c",
                                             "",     "r.l/1", "rxl/1", "f/+",   "fix",      "("};
  const std::vector<std::string> tags = {"ok", "OK", "v1", "v22", "beta"};
  const std::vector<std::string> tag_patterns = {"", "", "^v[0-9]+$", "a", "OK"};
  TriggerIndex index;
  std::vector<v1::ReleaseDefinition> definitions;
  for (int64_t id = 1; id <= 400; ++id) {
    v1::ReleaseDefinition definition = Listening(id);
    if (random() % 5 == 0) definition.mutable_artifacts(0)->set_type("DockerHub");
    for (uint32_t i = random() % 4; i > 0; --i) {
      v1::ArtifactFilter* filter = definition.mutable_triggers(0)->add_trigger_conditions();
      filter->set_source_branch(pick(patterns));
      if (random() % 4 == 0) filter->add_tags(pick(tags));
      if (random() % 4 == 0) filter->add_tags(pick(tags));
      if (random() % 3 == 0) filter->mutable_tag_filter()->set_pattern(pick(tag_patterns));
      filter->set_use_build_definition_branch(random() % 8 == 0);
    }
    ASSERT_TRUE(index.Add(definition).ok());
    definitions.push_back(definition);
  }
  for (int64_t id = 1; id <= 400; id += 7) {
    index.Remove(id);
    definitions[id - 1].set_is_disabled(true);
  }
  for (int round = 0; round < 500; ++round) {
    ArtifactEvent event = Built(pick(branches));
    for (uint32_t i = random() % 3; i > 0; --i) event.version.add_tags(pick(tags));
    if (random() % 3 == 0) event.version.set_name(pick(tags));
    event.default_branch = pick(branches);
    std::vector<int64_t> expected;
    for (const v1::ReleaseDefinition& definition : definitions) {
      if (definition.is_disabled()) continue;
      std::vector<const v1::ArtifactFilter*> filters;
      for (const v1::ArtifactFilter& filter : definition.triggers(0).trigger_conditions()) filters.push_back(&filter);
      v1::ArtifactVersion version = event.version;
      if (definition.artifacts(0).type() == "DockerHub") version.add_tags(version.name());
      if (ArtifactFilterSet::Compile(filters)->Refusal(version, event.default_branch).empty()) {
        expected.push_back(definition.id());
      }
    }
    ASSERT_EQ(Fired(index, event), expected) << event.version.source_branch();
  }
}

}  // namespace
}  // namespace slipway
