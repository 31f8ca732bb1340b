// Lint: when environments start, who approves, and how it behaves as a whole. Rules come in pairs: the definition it
// warns about and the nearest one that is fine. Those of tasks and variables: definition_lint_tasks_test.cc.
#include "model/definition_lint.h"

#include <cstdlib>
#include <iostream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "model/definition_import.h"
#include "model/definition_validate.h"
#include "model/findings.h"
#include "tests/model/corpus.h"
#include "tests/model/findings_matchers.h"
#include "tests/model/lint_rules.h"

namespace slipway::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(Lint, SaysNothingAboutAGoodDefinition) {
  EXPECT_THAT(Lines(Lint(Good(), Known())), IsEmpty());
  EXPECT_THAT(Lines(Validate(Good(), Limits())), IsEmpty());
}

class LintRule : public ::testing::TestWithParam<Rule> {};

TEST_P(LintRule, WarnsAtThePlace) {
  Definition definition = Good();
  GetParam().suspicious(definition);
  const std::vector<v1::Finding> findings = Lint(definition, Known());
  EXPECT_THAT(Warnings(findings), ElementsAre(GetParam().finding)) << ::testing::PrintToString(Lines(findings));
  EXPECT_THAT(Errors(findings), IsEmpty());
  for (const v1::Finding& finding : findings) EXPECT_THAT(finding.message(), HasSubstr("; ")) << "what to do?";
}

TEST_P(LintRule, IsSilentWhereItDoesNotApply) {
  Definition definition = Good();
  GetParam().fine(definition);
  EXPECT_THAT(Lines(Lint(definition, Known())), IsEmpty());
}

// What one tool says the other does not say again.
TEST_P(LintRule, IsNoneOfValidation) {
  Definition definition = Good();
  GetParam().suspicious(definition);
  const std::string code = std::string(GetParam().finding).substr(0, std::string(GetParam().finding).find(' '));
  for (const v1::Finding& finding : Validate(definition, Limits())) EXPECT_NE(finding.code(), code);
}

const Rule kStarts[] = {
    {"DisabledDefinition", [](Definition& d) { d.set_is_disabled(true); }, "DEFINITION_DISABLED isDisabled",
     [](Definition& d) { d.set_is_disabled(false); }},
    {"WaitsForWhatIsDeployedByHandOnly", [](Definition& d) { Dev(d).clear_conditions(); },
     "WAITS_FOR_MANUAL_ENVIRONMENT environments[1].conditions[0].name",
     [](Definition& d) {
       // Dev goes by the clock.
       Dev(d).clear_conditions();
       v1::Schedule& schedule = *Dev(d).add_schedules();
       schedule.set_time_zone_id("UTC");
       schedule.set_days_to_release(127);
     }},
    {"OnlyTheFirstOfAChainIsNamed",
     [](Definition& d) {
       Dev(d).clear_conditions();
       *AddEnvironment(&d, "Prod")->add_conditions() = After("QA");
     },
     "WAITS_FOR_MANUAL_ENVIRONMENT environments[1].conditions[0].name",
     [](Definition& d) { *AddEnvironment(&d, "Prod")->add_conditions() = After("QA"); }},
    {"StatesThatExcludeEachOther", [](Definition& d) { *Qa(d).add_conditions() = After("Dev", 16); },
     "CONTRADICTORY_CONDITIONS environments[1].conditions[1].value",
     [](Definition& d) { *Qa(d).add_conditions() = After("Dev", 132); }},
    {"OnlyAfterPartialSuccess", [](Definition& d) { Qa(d).mutable_conditions(0)->set_status_mask(128); },
     "ONLY_AFTER_PARTIAL_SUCCESS environments[1].conditions[0].value",
     [](Definition& d) { Qa(d).mutable_conditions(0)->set_status_mask(132); }},
    {"ReleasesThatStartNothing",
     [](Definition& d) {
       AddTrigger(d);
       Dev(d).clear_conditions();
       Qa(d).clear_conditions();
     },
     "RELEASES_START_NOTHING triggers", [](Definition& d) { AddTrigger(d); }},
    {"PullRequestsThatAreDeployedNowhere", AddPullRequestTrigger, "PULL_REQUEST_DEPLOYS_NOWHERE triggers",
     [](Definition& d) {
       AddPullRequestTrigger(d);
       Dev(d).mutable_environment_options()->set_pull_request_deployment_enabled(true);
     }},
    {"PullRequestsThatStopBeforeAnEnvironment",
     [](Definition& d) {
       AddPullRequestTrigger(d);
       Qa(d).mutable_environment_options()->set_pull_request_deployment_enabled(true);
     },
     "PULL_REQUEST_CHAIN_BROKEN environments[1].conditions[0].name",
     [](Definition& d) {
       AddPullRequestTrigger(d);
       Dev(d).mutable_environment_options()->set_pull_request_deployment_enabled(true);
       Qa(d).mutable_environment_options()->set_pull_request_deployment_enabled(true);
     }},
};

const Rule kFilters[] = {
    {"TriggerExcludesWhatItIncludes",
     [](Definition& d) {
       AddTrigger(d, {"release/1", "-refs/heads/release/*"});
     },
     "FILTER_EXCLUDES_EVERYTHING triggers[0].triggerConditions[1]",
     [](Definition& d) {
       AddTrigger(d, {"release/*", "-release/1"});
     }},
    {"TriggerExcludesAll", [](Definition& d) { AddTrigger(d, {"-*"}); },
     "FILTER_EXCLUDES_EVERYTHING triggers[0].triggerConditions[0]", [](Definition& d) { AddTrigger(d, {"-users/*"}); }},
    {"ExcludeWithTagsLeavesTheRest",
     [](Definition& d) {
       AddTrigger(d, {"master", "-master"});
     },
     "FILTER_EXCLUDES_EVERYTHING triggers[0].triggerConditions[1]",
     [](Definition& d) {
       AddTrigger(d, {"master", "-master"}).mutable_trigger_conditions(1)->add_tags("broken");
     }},
    {"SourceTriggerExcludesAll",
     [](Definition& d) {
       v1::Trigger& trigger = AddTrigger(d);
       trigger.set_trigger_type(v1::RELEASE_TRIGGER_TYPE_SOURCE_REPO);
       trigger.add_branch_filters("+master");
       trigger.add_branch_filters("-m*");
     },
     "FILTER_EXCLUDES_EVERYTHING triggers[0].branchFilters[1]",
     [](Definition& d) {
       v1::Trigger& trigger = AddTrigger(d);
       trigger.set_trigger_type(v1::RELEASE_TRIGGER_TYPE_SOURCE_REPO);
       trigger.add_branch_filters("+master");
       trigger.add_branch_filters("-users/*");
     }},
    {"EnvironmentExcludesWhatItIncludes",
     [](Definition& d) {
       *Dev(d).add_conditions() = OnBranch("master");
       *Dev(d).add_conditions() = OnBranch("-master");
     },
     "FILTER_EXCLUDES_EVERYTHING environments[0].conditions[2].value",
     [](Definition& d) {
       *Dev(d).add_conditions() = OnBranch("master");
       *Dev(d).add_conditions() = OnBranch("-master", "_Other");
     }},
    {"EnvironmentTakesNoneOfTheTriggersBranches",
     [](Definition& d) {
       AddTrigger(d, {"master"});
       *Dev(d).add_conditions() = OnBranch("release/*");
     },
     "FILTER_NEVER_MET environments[0].conditions[1].value",
     [](Definition& d) {
       AddTrigger(d, {"master", "release/7"});
       *Dev(d).add_conditions() = OnBranch("release/*");
     }},
    {"EnvironmentFilterMayBeMetByOtherTriggers",
     [](Definition& d) {
       AddTrigger(d, {"master"});
       *Dev(d).add_conditions() = OnBranch("develop");
     },
     "FILTER_NEVER_MET environments[0].conditions[1].value",
     [](Definition& d) {
       AddTrigger(d, {"master"});
       AddSchedule(d, 1);
       *Dev(d).add_conditions() = OnBranch("develop");
     }},
    {"VariableInAnEnvironmentsFilter", [](Definition& d) { *Dev(d).add_conditions() = OnBranch("$(Url)"); },
     "VARIABLE_IN_ARTIFACT_FILTER environments[0].conditions[1].value",
     [](Definition& d) { AddTrigger(d, {"$(Url)"}); }},
    {"TriggerThatCannotKnowAVersion",
     [](Definition& d) {
       AddTrigger(d);
       v1::Artifact* other = d.add_artifacts();
       other->set_alias("_Config");
       (*other->mutable_definition_reference())["defaultVersionType"].set_id("selectDuringReleaseCreationType");
     },
     "TRIGGER_NEEDS_VERSION triggers[0]",
     [](Definition& d) {
       AddTrigger(d);  // brings the version itself
       (*d.mutable_artifacts(0)->mutable_definition_reference())["defaultVersionType"].set_id(
           "selectDuringReleaseCreationType");
     }},
    {"ScheduleInAnUnknownZone", [](Definition& d) { AddSchedule(d, 1).set_time_zone_id("Mars"); },
     "UNKNOWN_TIME_ZONE triggers[0].schedule.timeZoneId", [](Definition& d) { AddSchedule(d, 1); }},
    {"EnvironmentScheduleInAnUnknownZone",
     [](Definition& d) {
       v1::Schedule& schedule = *Dev(d).add_schedules();
       schedule.set_time_zone_id("Mars");
       schedule.set_days_to_release(1);
     },
     "UNKNOWN_TIME_ZONE environments[0].schedules[0].timeZoneId",
     [](Definition& d) {
       v1::Schedule& schedule = *Dev(d).add_schedules();
       schedule.set_time_zone_id("UTC");
       schedule.set_days_to_release(1);
     }},
    {"TwoSchedulesAtOneTime",
     [](Definition& d) {
       AddSchedule(d, 1 | 2);
       AddSchedule(d, 2 | 4);
     },
     "DUPLICATE_SCHEDULE triggers[1].schedule",
     [](Definition& d) {
       AddSchedule(d, 1);
       AddSchedule(d, 2);
     }},
};

const Rule kPeople[] = {
    {"OnlyTheCreatorCouldApprove", [](Definition& d) { Ask(d, {"ann"}); },
     "CREATOR_MUST_APPROVE environments[0].preDeployApprovals.approvalOptions.releaseCreatorCanBeApprover",
     [](Definition& d) { Ask(d, {"bob"}); }},
    {"TheOwnerIsOneOfAllWhoMustApprove",
     [](Definition& d) {
       *Dev(d).mutable_owner() = Person("olga");
       Ask(d, {"bob", "OLGA"});
     },
     "CREATOR_MUST_APPROVE environments[0].preDeployApprovals.approvalOptions.releaseCreatorCanBeApprover",
     [](Definition& d) {
       *Dev(d).mutable_owner() = Person("olga");
       Ask(d, {"bob", "olga"}).set_required_approver_count(1);
     }},
    {"AGroupMayHoldOthersThanTheCreator", [](Definition& d) { Ask(d, {"ann"}); },
     "CREATOR_MUST_APPROVE environments[0].preDeployApprovals.approvalOptions.releaseCreatorCanBeApprover",
     [](Definition& d) {
       Ask(d, {"ann"});
       Step(d, 0).mutable_approver()->set_is_container(true);
     }},
    {"OnePersonDeploysAlone", [](Definition& d) { Ask(d, {"bob"}).set_release_creator_can_be_approver(true); },
     "FOUR_EYES_NOT_KEPT environments[0].preDeployApprovals.approvalOptions.releaseCreatorCanBeApprover",
     [](Definition& d) {
       Ask(d, {"bob", "carl"}).set_release_creator_can_be_approver(true);
     }},
    {"OnePersonApprovesTwice",
     [](Definition& d) {
       Ask(d, {"bob", "Bob"});
     },
     "DUPLICATE_APPROVER environments[0].preDeployApprovals.approvals[1].approver",
     [](Definition& d) {
       Ask(d, {"bob", "carl"});
     }},
    {"AnApproverWhoIsNeverAsked",
     [](Definition& d) {
       Ask(d, {"bob", "carl"}).set_required_approver_count(1);
       Step(d, 1).set_rank(2);
     },
     "APPROVER_NEVER_ASKED environments[0].preDeployApprovals.approvals[1]",
     [](Definition& d) {
       Ask(d, {"bob", "carl"}).set_required_approver_count(2);
       Step(d, 1).set_rank(2);
     }},
    {"NoTimeToApprove", [](Definition& d) { Ask(d, {"bob"}).set_timeout_in_minutes(5); },
     "APPROVAL_TIMEOUT_TOO_SHORT environments[0].preDeployApprovals.approvalOptions.timeoutInMinutes",
     [](Definition& d) { Ask(d, {"bob"}).set_timeout_in_minutes(60); }},
    {"SkippingAnApprovalAfterTheDeployment",
     [](Definition& d) {
       Dev(d)
           .mutable_post_deploy_approvals()
           ->mutable_approval_options()
           ->set_auto_triggered_and_previous_environment_approved_can_be_skipped(true);
     },
     "APPROVAL_SKIP_HAS_NO_EFFECT environments[0].postDeployApprovals.approvalOptions."
     "autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped",
     [](Definition& d) { Ask(d, {"bob"}).set_auto_triggered_and_previous_environment_approved_can_be_skipped(true); }},
    {"GatesThatAreSwitchedOff", [](Definition& d) { AddGate(d, true, false); },
     "GATES_DISABLED environments[0].preDeploymentGates.gatesOptions.isEnabled",
     [](Definition& d) { AddGate(d, true, true); }},
    {"GatesWithoutAnEnabledOne", [](Definition& d) { AddGate(d, false, true); },
     "NO_ENABLED_GATE environments[0].preDeploymentGates.gates", [](Definition& d) { AddGate(d, false, false); }},
    {"NewestOnlyWithoutALimit", [](Definition& d) { Dev(d).mutable_execution_policy()->set_queue_depth_count(1); },
     "QUEUE_DEPTH_HAS_NO_EFFECT environments[0].executionPolicy.queueDepthCount",
     [](Definition& d) {
       Dev(d).mutable_execution_policy()->set_queue_depth_count(1);
       Dev(d).mutable_execution_policy()->set_concurrency_count(1);
     }},
};

INSTANTIATE_TEST_SUITE_P(Starts, LintRule, ::testing::ValuesIn(kStarts), RuleName);
INSTANTIATE_TEST_SUITE_P(Filters, LintRule, ::testing::ValuesIn(kFilters), RuleName);
INSTANTIATE_TEST_SUITE_P(People, LintRule, ::testing::ValuesIn(kPeople), RuleName);

TEST(Lint, SecretInTheNameOfAnEnvironmentIsTwoMistakes) {
  Definition definition = Good();
  Qa(definition).set_name("QA $(Password)");
  EXPECT_THAT(Warnings(Lint(definition, Known())),
              ElementsAre("SECRET_IN_NAME environments[1].name", "MACRO_IN_ENVIRONMENT_NAME environments[1].name"));
}

TEST(Lint, OneUndefinedVariableIsOneFindingHoweverOftenItIsUsed) {
  Definition definition = Good();
  RunScript(definition, "a $(Nosuch) b $(NOSUCH)");
  Add(definition, Script("c $(nosuch)"));
  const std::vector<v1::Finding> findings = Lint(definition, Known());
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].message(), HasSubstr("in 2 other places"));
}

TEST(Lint, ATaskThatNobodyCanRunIsOneFinding) {
  Definition definition = Good();
  for (auto& environment : *definition.mutable_environments()) {
    environment.mutable_deploy_phases(0)->mutable_workflow_tasks(0)->set_task_id(kNobodys);
  }
  const std::vector<v1::Finding> findings = Lint(definition, Known());
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].message(), HasSubstr("1 other place"));
}

TEST(Lint, TellsWhereAVariableIsDefinedInstead) {
  Definition definition = Good();
  (*Qa(definition).mutable_variables())["Host"].set_value("qa");
  RunScript(definition, "ping $(Host)");
  EXPECT_THAT(Lines(Lint(definition, Known())), ElementsAre(HasSubstr("defined in 'QA' only")));
}

TEST(Lint, ChecksNothingItKnowsNothingAbout) {
  Definition definition = Good();
  definition.add_variable_groups(77);
  AddSchedule(definition, 1).set_time_zone_id("Mars");
  Task(definition).set_task_id(kNobodys);
  Add(definition, UseGroup(kNobodys));
  Add(definition, Script("echo $(MayBeInGroup77)"));
  EXPECT_THAT(Lines(Lint(definition, LintContext())), IsEmpty());
}

TEST(Lint, NeverShowsAValue) {
  Definition definition = Good();
  Variable(definition, "ApiKey").set_value("hunter2-hunter2");
  Variable(definition, "Loop").set_value("hunter2-hunter2 $(Loop)");
  const std::vector<v1::Finding> findings = Lint(definition, Known());
  EXPECT_THAT(findings, SizeIs(2));
  EXPECT_THAT(Lines(findings), Not(Contains(HasSubstr("hunter2"))));
}

TEST(Lint, TaskGroupsThatUseEachOtherComeToAnEnd) {
  v1::TaskGroup group;
  group.set_id(kGroup);
  group.set_name("Ouroboros");
  for (int i = 0; i < 10; ++i) *group.add_tasks() = UseGroup(kGroup);
  LintContext known = Known();
  known.find_task_group = [&](absl::string_view, absl::string_view) { return &group; };
  Definition definition = Good();
  Add(definition, UseGroup(kGroup));
  EXPECT_THAT(Lines(Lint(definition, known)), IsEmpty());
}

TEST(Lint, BrokenDefinitionsAreLookedThroughToo) {
  Definition circle = Good();
  *Dev(circle).add_conditions() = After("QA");
  *Qa(circle).add_conditions() = After("Nosuch", 0);
  *Qa(circle).add_conditions() = After("QA");
  Dev(circle).add_conditions();
  Task(circle).set_condition("and(");
  circle.add_triggers();
  Lint(circle, Known());
  Lint(Definition(), Known());
}

TEST(Lint, HostileTextsTakeNoTime) {
  Definition definition = Good();
  std::string open;
  for (int i = 0; i < 200000; ++i) open += "$(";
  RunScript(definition, open + ")");
  for (int i = 0; i < 2000; ++i) {
    std::string all;
    for (int k = 1; k <= 5; ++k) absl::StrAppend(&all, "$(v", i + k, ")");
    Variable(definition, absl::StrCat("v", i)).set_value(all);
  }
  Lint(definition, Known());
}

// A report, not a judgement: what lint has to say about definitions that people really wrote.
TEST(LintCorpus, EveryDefinitionIsLookedThrough) {
  std::vector<CorpusText> corpus = CorpusDefinitions();
  if (corpus.empty()) GTEST_SKIP() << "there is no corpus";
  const size_t exported = corpus.size();
  for (CorpusText& body : CorpusExampleBodies()) corpus.push_back(std::move(body));
  LintContext known = Known();
  known.find_variable_group = nullptr;  // theirs are not ours
  known.find_task_group = nullptr;
  std::map<std::string, int> codes;
  size_t definitions = 0;
  for (const CorpusText& text : corpus) {
    const auto imported = ImportDefinitions(text.text, Limits());
    if (!imported.ok()) continue;  // definition_corpus_test.cc
    for (const ImportedDefinition& definition : *imported) {
      ++definitions;
      const bool show = std::getenv("SLIPWAY_SHOW_LINT") != nullptr;
      for (const v1::Finding& finding : Lint(definition.model, known)) {
        ++codes[finding.code()];
        EXPECT_EQ(finding.severity(), v1::SEVERITY_WARNING);
        EXPECT_THAT(finding.path(), Not(IsEmpty())) << text.file;
        if (show) std::cout << text.file << " " << finding.code() << " " << FormatFinding(finding) << "\n";
      }
    }
  }
  EXPECT_GE(definitions, exported);
  std::cout << definitions << " definitions of the corpus:\n";
  for (const auto& [code, count] : codes) std::cout << "  " << code << " " << count << "\n";
}

}  // namespace
}  // namespace slipway::testing
