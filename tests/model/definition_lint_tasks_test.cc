// Lint: variables, groups, tasks and secrets. Rules come in pairs: the definition it warns about and the nearest one
// that is fine.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "model/definition_lint.h"
#include "model/definition_validate.h"
#include "tests/model/findings_matchers.h"
#include "tests/model/lint_rules.h"

namespace slipway::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LintTaskRule : public ::testing::TestWithParam<Rule> {};

TEST_P(LintTaskRule, WarnsAtThePlace) {
  Definition definition = Good();
  GetParam().suspicious(definition);
  const std::vector<v1::Finding> findings = Lint(definition, Known());
  EXPECT_THAT(Warnings(findings), ElementsAre(GetParam().finding)) << ::testing::PrintToString(Lines(findings));
  EXPECT_THAT(Errors(findings), IsEmpty());
  for (const v1::Finding& finding : findings) EXPECT_THAT(finding.message(), HasSubstr("; ")) << "what to do?";
}

TEST_P(LintTaskRule, IsSilentWhereItDoesNotApply) {
  Definition definition = Good();
  GetParam().fine(definition);
  EXPECT_THAT(Lines(Lint(definition, Known())), IsEmpty());
}

// What one tool says the other does not say again.
TEST_P(LintTaskRule, IsNoneOfValidation) {
  Definition definition = Good();
  GetParam().suspicious(definition);
  const std::string code = std::string(GetParam().finding).substr(0, std::string(GetParam().finding).find(' '));
  for (const v1::Finding& finding : Validate(definition, Limits())) EXPECT_NE(finding.code(), code);
}

constexpr char kScriptPath[] = "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[0].inputs.script";

const Rule kVariables[] = {
    {"UndefinedInAScript", [](Definition& d) { RunScript(d, "curl $(Nosuch)"); }, kScriptPath,
     [](Definition& d) { RunScript(d, "curl $(URL)"); }},
    {"CommandsOfTheShellAreNoVariables", [](Definition& d) { RunScript(d, "curl $(nosuch)"); }, kScriptPath,
     [](Definition& d) { RunScript(d, "cd $(pwd); x=$(date +%s) y=$(Get-Date) z=$(cat a | wc -l) $(# $(\n"); }},
    {"FilesThatAreNotRunAreNotLookedAt", [](Definition& d) { RunWith(d, "arguments", "$(Nosuch)"); },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[0].inputs.arguments",
     [](Definition& d) { RunWith(d, "filePath", "$(Nosuch)"); }},
    {"CommentsUseNothing", [](Definition& d) { RunScript(d, "true # $(Nosuch)"); }, kScriptPath,
     [](Definition& d) { RunScript(d, "true\n  # $(Nosuch)\n#!$(Nosuch)"); }},
    {"UndefinedInADisplayName", [](Definition& d) { Task(d).set_name("Deploy $(Nosuch)"); },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[0].name",
     [](Definition& d) { Task(d).set_name("Deploy $(Release.EnvironmentName)"); }},
    {"UndefinedInACondition", [](Definition& d) { Task(d).set_condition("eq(variables['Nosuch'], 'x')"); },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[0].condition",
     // Asking whether there is one is allowed.
     [](Definition& d) { Task(d).set_condition("and(ne(variables['Nosuch'], ''), eq(variables.url, 'x'))"); }},
    {"UndefinedInThePhasesCondition", [](Definition& d) { Input(d).set_condition("eq(variables.Nosuch, 'x')"); },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].deploymentInput.condition",
     [](Definition& d) { Input(d).set_condition("eq(variables['Release.Reason'], 'Manual')"); }},
    {"UndefinedInTheReleasesName", [](Definition& d) { d.set_release_name_format("$(Nosuch)-$(rev:r)"); },
     "UNDEFINED_VARIABLE releaseNameFormat",
     [](Definition& d) {
       d.set_release_name_format("$(Build.BuildNumber)-$(Date:yyyyMMdd)-$(Date)-$(Url)-$(rev:rr)");
     }},
    {"UndefinedInAVariable", [](Definition& d) { Variable(d, "Page").set_value("$(Nosuch)/index"); },
     "UNDEFINED_VARIABLE variables.Page", [](Definition& d) { Variable(d, "Page").set_value("$(Url)/index"); }},
    {"UndefinedInATriggersFilter", [](Definition& d) { AddTrigger(d, {"$(Nosuch)"}); },
     "UNDEFINED_VARIABLE triggers[0].triggerConditions[0]", [](Definition& d) { AddTrigger(d, {"$(Url)"}); }},
    {"UndefinedInTheEnvironmentOfATask", [](Definition& d) { (*Task(d).mutable_environment())["TOKEN"] = "$(Nosuch)"; },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[0].environment.TOKEN",
     [](Definition& d) { (*Task(d).mutable_environment())["TOKEN"] = "$(Password)"; }},
    {"UndefinedMultiplier",
     [](Definition& d) {
       Input(d).mutable_parallel_execution()->set_parallel_execution_type(
           v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION);
       Input(d).mutable_parallel_execution()->set_multipliers("Url, Nosuch");
     },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].deploymentInput.parallelExecution.multipliers",
     [](Definition& d) { Input(d).mutable_parallel_execution()->set_multipliers("Nosuch"); }},
    {"DefinedInAnotherEnvironmentOnly",
     [](Definition& d) {
       (*Qa(d).mutable_variables())["Host"].set_value("qa");
       RunScript(d, "ping $(Host)");
     },
     kScriptPath,
     [](Definition& d) {
       DevVariable(d, "Host").set_value("dev");
       RunScript(d, "ping $(Host)");
     }},
    {"OfNoArtifact", [](Definition& d) { RunScript(d, "echo $(Release.Artifacts._Wbe.BuildNumber)"); }, kScriptPath,
     [](Definition& d) { RunScript(d, "echo $(Release.Artifacts._web.BuildNumber) $(Build.SourceBranchName)"); }},
    {"OfNoArtifactsField", [](Definition& d) { RunScript(d, "echo $(Release.Artifacts._Web.Number)"); }, kScriptPath,
     [](Definition& d) { RunScript(d, "echo $(Release.Artifacts._Web.PullRequest.TargetBranch)"); }},
    {"OfNoEnvironment", [](Definition& d) { RunScript(d, "echo $(Release.Environments.Prod.Status)"); }, kScriptPath,
     [](Definition& d) { RunScript(d, "echo $(Release.Environments.QA.status)"); }},
    {"OfABuildOnly", [](Definition& d) { RunWith(d, "TargetFolder", "$(Build.ArtifactStagingDirectory)/x"); },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[0].inputs.TargetFolder",
     [](Definition& d) { RunWith(d, "TargetFolder", "$(System.ArtifactsDirectory)/x"); }},
    {"NoProcessParameter", [](Definition& d) { RunWith(d, "App", "$(Parameters.App)"); },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[0].inputs.App",
     [](Definition& d) {
       Dev(d).add_process_parameters()->set_name("app");
       RunWith(d, "App", "$(Parameters.App)");
     }},
    {"SetByALaterTask",
     [](Definition& d) {
       RunScript(d, "echo $(Made)");
       Add(d, Script("echo '##vso[task.setvariable variable=Made]x'"));
     },
     kScriptPath,
     [](Definition& d) {
       RunScript(d, "echo '##vso[task.setvariable variable=Made]x'");
       Add(d, Script("echo $(made)"));
     }},
    {"PlainVariablesEndWithTheirJob",
     [](Definition& d) {
       RunScript(d, "echo '##vso[task.setvariable variable=Made]x'");
       v1::DeployPhase first = Phase(d);
       RunScript(d, "echo $(Made)");
       v1::DeployPhase& second = *Dev(d).add_deploy_phases();
       second = Phase(d);
       second.set_rank(2);
       Phase(d) = first;
     },
     "UNDEFINED_VARIABLE environments[0].deployPhases[1].workflowTasks[0].inputs.script",
     [](Definition& d) {
       Task(d) = Named(Script("echo '##vso[task.setvariable variable=Made;isOutput=true]x'"), "make");
       v1::DeployPhase first = Phase(d);
       Task(d) = Script("echo $(make.Made)");
       v1::DeployPhase& second = *Dev(d).add_deploy_phases();
       second = Phase(d);
       second.set_rank(2);
       Phase(d) = first;
     }},
    {"OutputsHaveTheNameOfTheirStep",
     [](Definition& d) {
       Task(d) = Named(Script("echo '##vso[task.setvariable variable=Made;isOutput=true]x'"), "make");
       Add(d, Script("echo $(Made)"));
     },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[1].inputs.script",
     [](Definition& d) {
       Task(d) = Named(Script("./make.sh"), "make");
       Add(d, Script("echo $(make.Whatever)"));
     }},
    {"NamesThatATaskIsToldToUse", [](Definition& d) { Add(d, Script("echo $(Address)")); },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[1].inputs.script",
     [](Definition& d) {
       RunWith(d, "outputVariable", "Address");
       Add(d, Script("echo $(Address)"));
     }},
    {"SecretsOfAKeyVault", [](Definition& d) { Add(d, Script("curl $(DbKey)")); },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[1].inputs.script",
     [](Definition& d) {
       Task(d).set_task_id(kKeyVault);
       (*Task(d).mutable_inputs())["SecretsFilter"] = "Other, DbKey";
       Add(d, Script("curl $(DbKey)"));
     }},
    {"TokenThatWasNotAskedFor", [](Definition& d) { RunWith(d, "header", "Bearer $(System.AccessToken)"); },
     "ACCESS_TOKEN_NOT_ENABLED environments[0].deployPhases[0].workflowTasks[0].inputs.header",
     [](Definition& d) {
       Input(d).set_enable_access_token(true);
       RunWith(d, "header", "Bearer $(System.AccessToken)");
     }},
    {"VariablesThatReferToEachOther",
     [](Definition& d) {
       Variable(d, "A").set_value("$(B)");
       Variable(d, "B").set_value("$(C)");
       Variable(d, "C").set_value("$(a)");
     },
     "VARIABLE_CYCLE variables.A",
     [](Definition& d) {
       Variable(d, "A").set_value("$(B)$(C)");
       Variable(d, "B").set_value("$(C)");
       Variable(d, "C").set_value("x");
     }},
    {"CircleThatAnEnvironmentCloses",
     [](Definition& d) {
       Variable(d, "A").set_value("$(B)");
       Variable(d, "B").set_value("x");
       DevVariable(d, "B").set_value("$(A)");
     },
     "VARIABLE_CYCLE environments[0].variables.B",
     [](Definition& d) {
       Variable(d, "A").set_value("$(B)");
       Variable(d, "B").set_value("x");
       DevVariable(d, "B").set_value("y");
     }},
    {"NameOfABuiltIn", [](Definition& d) { Variable(d, "Release.ReleaseName").set_value("mine"); },
     "BUILT_IN_VARIABLE variables.Release.ReleaseName",
     [](Definition& d) { Variable(d, "system.debug").set_value("true"); }},
    {"SameNameForEveryRelease", [](Definition& d) { d.set_release_name_format("Nightly"); },
     "SAME_RELEASE_NAME releaseNameFormat", [](Definition& d) { d.clear_release_name_format(); }},
    {"MacroInTheNameOfAnEnvironment", [](Definition& d) { Qa(d).set_name("QA $(Url)"); },
     "MACRO_IN_ENVIRONMENT_NAME environments[1].name", [](Definition& d) { Qa(d).set_name("QA (Url)"); }},
};

const Rule kGroups[] = {
    {"SameNameInTwoGroupsOfAScope",
     [](Definition& d) {
       d.add_variable_groups(1);
       d.add_variable_groups(2);
     },
     "DUPLICATE_GROUP_VARIABLE variableGroups[1]",
     [](Definition& d) {
       d.add_variable_groups(1);
       Dev(d).add_variable_groups(2);  // narrower: wins
     }},
    {"GroupLinkedTwice",
     [](Definition& d) {
       Dev(d).add_variable_groups(2);
       Dev(d).add_variable_groups(2);
     },
     "VARIABLE_GROUP_TWICE environments[0].variableGroups[1]",
     [](Definition& d) {
       Dev(d).add_variable_groups(2);
       Qa(d).add_variable_groups(2);
     }},
    {"UnknownGroup", [](Definition& d) { d.add_variable_groups(77); }, "UNKNOWN_VARIABLE_GROUP variableGroups[0]",
     [](Definition& d) { d.add_variable_groups(2); }},
    {"VariablesOfAGroupAreDefined", [](Definition& d) { RunScript(d, "echo $(Size)"); }, kScriptPath,
     [](Definition& d) {
       Dev(d).add_variable_groups(2);
       RunScript(d, "echo $(Size)");
     }},
    {"UnknownTaskGroup", [](Definition& d) { Add(d, UseGroup(kNobodys)); },
     "UNKNOWN_TASK_GROUP environments[0].deployPhases[0].workflowTasks[1].taskId",
     [](Definition& d) { (*Add(d, UseGroup(kGroup)).mutable_inputs())["to"] = "there"; }},
    {"ParameterWithoutAValue", [](Definition& d) { Add(d, UseGroup(kGroup)); },
     "TASK_GROUP_PARAMETER_MISSING environments[0].deployPhases[0].workflowTasks[1].inputs",
     [](Definition& d) { (*Add(d, UseGroup(kGroup)).mutable_inputs())["To"] = "there"; }},
    {"TasksOfAGroupUseVariablesToo",
     [](Definition& d) {
       (*Add(d, UseGroup(kGroup)).mutable_inputs())["to"] = "there";
       d.mutable_variables()->erase("Url");
     },
     "UNDEFINED_VARIABLE environments[0].deployPhases[0].workflowTasks[1]",
     [](Definition& d) {
       (*Add(d, UseGroup(kGroup)).mutable_inputs())["to"] = "there";
       Add(d, Script("echo $(Copied)"));
     }},
    {"TaskThatNobodyCanRun", [](Definition& d) { Task(d).set_task_id(kNobodys); },
     "NO_TASK_HANDLER environments[0].deployPhases[0].workflowTasks[0].taskId",
     [](Definition& d) {
       Add(d, Script("")).set_task_id(kNobodys);
       Phase(d).mutable_workflow_tasks(1)->set_enabled(false);
     }},
    {"VersionThatNobodyCanRun", [](Definition& d) { Task(d).set_version("9.*"); },
     "NO_TASK_HANDLER environments[0].deployPhases[0].workflowTasks[0].taskId",
     [](Definition& d) { Task(d).set_version("3.1"); }},
};

const Rule kTasks[] = {
    {"EverythingIsDisabled", [](Definition& d) { Task(d).set_enabled(false); },
     "ENVIRONMENT_DOES_NOTHING environments[0].deployPhases",
     [](Definition& d) { Add(d, Script("true")).set_enabled(false); }},
    {"PhaseThatDoesNothing",
     [](Definition& d) {
       v1::DeployPhase& phase = *Dev(d).add_deploy_phases();
       phase.set_phase_type(v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT);
       phase.set_rank(2);
     },
     "PHASE_DOES_NOTHING environments[0].deployPhases[1].workflowTasks",
     [](Definition& d) { *Dev(d).add_deploy_phases()->add_workflow_tasks() = Script("true"); }},
    {"ConditionThatNeverHolds", [](Definition& d) { Task(d).set_condition("and(succeeded(), failed())"); },
     "CONDITION_NEVER_HOLDS environments[0].deployPhases[0].workflowTasks[0].condition",
     [](Definition& d) { Task(d).set_condition("and(succeeded(), eq(variables.Url, 'x'))"); }},
    {"ConditionThatNeedsTwoValuesAtOnce",
     [](Definition& d) {
       Task(d).set_condition("and(eq(variables.Url, 'a'), succeeded(), eq('b', variables['url']))");
     },
     "CONDITION_NEVER_HOLDS environments[0].deployPhases[0].workflowTasks[0].condition",
     [](Definition& d) { Task(d).set_condition("or(eq(variables.Url, 'a'), eq('b', variables['url']))"); }},
    {"ConditionThatAlwaysHolds", [](Definition& d) { Task(d).set_condition("ne('a', 'b')"); },
     "CONDITION_ALWAYS_HOLDS environments[0].deployPhases[0].workflowTasks[0].condition",
     [](Definition& d) { Task(d).set_condition("always()"); }},
    {"ConditionThatIsEitherThisOrNotThat",
     [](Definition& d) { Task(d).set_condition("or(ne(variables.Url, 'a'), ne(variables.Url, 'b'))"); },
     "CONDITION_ALWAYS_HOLDS environments[0].deployPhases[0].workflowTasks[0].condition",
     [](Definition& d) { Task(d).set_condition("and(ne(variables.Url, 'a'), ne(variables.Url, 'b'))"); }},
    {"PhaseConditionThatNeverHolds", [](Definition& d) { Input(d).set_condition("eq(1, 2)"); },
     "CONDITION_NEVER_HOLDS environments[0].deployPhases[0].deploymentInput.condition",
     [](Definition& d) { Input(d).set_condition("eq(1, length(variables.Url))"); }},
    {"MacroInACondition", [](Definition& d) { Task(d).set_condition("eq('$(Url)', variables.Url)"); },
     "MACRO_IN_CONDITION environments[0].deployPhases[0].workflowTasks[0].condition",
     [](Definition& d) { Task(d).set_condition("eq('Url', variables.Url)"); }},
    {"FailureHandlerBehindTasksThatGoOn",
     [](Definition& d) {
       Task(d) = ContinuingOnError(Task(d));
       Add(d, When(Script("./alarm.sh"), "failed()"));
     },
     "FAILURE_HANDLER_NEVER_RUNS environments[0].deployPhases[0].workflowTasks[1].condition",
     [](Definition& d) {
       Add(d, ContinuingOnError(Script("true")));
       Add(d, When(Script("./alarm.sh"), "failed()"));
     }},
    {"FailureHandlerWithNothingBeforeIt",
     [](Definition& d) {
       Input(d).set_skip_artifacts_download(true);
       Task(d).set_condition("and(failed(), eq(variables.Url, 'x'))");
     },
     "FAILURE_HANDLER_NEVER_RUNS environments[0].deployPhases[0].workflowTasks[0].condition",
     [](Definition& d) { Task(d).set_condition("failed()"); }},  // the download of artifacts may have failed
    {"FirstPhaseAfterAFailure", [](Definition& d) { Input(d).set_condition("failed()"); },
     "FAILURE_HANDLER_NEVER_RUNS environments[0].deployPhases[0].deploymentInput.condition",
     [](Definition& d) { Input(d).set_condition("succeededOrFailed()"); }},
    {"AlwaysRunWithACondition", [](Definition& d) { Task(d).set_always_run(true); },
     "ALWAYS_RUN_HAS_NO_EFFECT environments[0].deployPhases[0].workflowTasks[0].alwaysRun",
     [](Definition& d) {
       Task(d).set_always_run(true);
       Task(d).clear_condition();
     }},
    {"TimeoutBeyondTheJobs",
     [](Definition& d) {
       Input(d).set_timeout_in_minutes(10);
       Task(d).set_timeout_in_minutes(30);
     },
     "TIMEOUT_HAS_NO_EFFECT environments[0].deployPhases[0].workflowTasks[0].timeoutInMinutes",
     [](Definition& d) { Task(d).set_timeout_in_minutes(30); }},
    {"DemandsThatNoAgentMeets",
     [](Definition& d) {
       Input(d).set_queue_id("12");
       Input(d).add_demands()->set_name("maven");
     },
     "NO_AGENT environments[0].deployPhases[0].deploymentInput.demands",
     [](Definition& d) {
       Input(d).set_queue_id("12");
       Input(d).add_demands()->set_name("java");
     }},
    {"TargetsThatMustAllStayHealthy",
     [](Definition& d) {
       Phase(d).set_phase_type(v1::DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT);
       Input(d).set_health_percent(100);
     },
     "NO_TARGET_MAY_DEPLOY environments[0].deployPhases[0].deploymentInput.healthPercent",
     [](Definition& d) {
       Phase(d).set_phase_type(v1::DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT);
       Input(d).set_health_percent(99);
     }},
};

constexpr char kPrinted[] = "SECRET_PRINTED environments[0].deployPhases[0].workflowTasks[0].inputs.script";

const Rule kSecrets[] = {
    {"EchoOfASecret", [](Definition& d) { RunScript(d, "x=1\n  echo \"it is $(password)\""); }, kPrinted,
     [](Definition& d) { RunScript(d, "# echo $(Password)\necho $(Url); mysql -p$(Password)"); }},
    {"EchoIntoAPipeIsNotPrinted", [](Definition& d) { RunScript(d, "Write-Host \"$(Password)\""); }, kPrinted,
     [](Definition& d) {
       RunScript(d, "echo $(Password) | docker login --password-stdin\necho $(Password) > key.txt");
     }},
    {"EchoToStandardErrorIsPrinted", [](Definition& d) { RunScript(d, "echo $(Password) >&2"); }, kPrinted,
     [](Definition& d) { RunScript(d, "myecho $(Password)"); }},
    {"EchoOfWhatASecretIsPartOf",
     [](Definition& d) {
       Variable(d, "Dsn").set_value("db://u:$(Password)@host");
       RunScript(d, "echo $(Dsn)");
     },
     kPrinted,
     [](Definition& d) {
       Variable(d, "Dsn").set_value("db://u@host");
       RunScript(d, "echo $(Dsn)");
     }},
    {"EchoOfASecretOfAGroup",
     [](Definition& d) {
       d.add_variable_groups(1);
       RunScript(d, "echo $(Key)");
     },
     kPrinted,
     [](Definition& d) {
       d.add_variable_groups(1);
       RunScript(d, "echo $(Region)");
     }},
    {"SecretWhileTracing", [](Definition& d) { RunScript(d, "set -ex\ncurl -u $(Password)"); }, kPrinted,
     [](Definition& d) { RunScript(d, "set -ex\nset +x\ncurl -u $(Password)"); }},
    {"SecretThatATaskHasMade",
     [](Definition& d) {
       RunScript(d, "echo '##vso[task.setvariable variable=Pin;isSecret=true]1234'");
       Add(d, Script("echo $(Pin)"));
     },
     "SECRET_PRINTED environments[0].deployPhases[0].workflowTasks[1].inputs.script",
     [](Definition& d) {
       RunScript(d, "echo '##vso[task.setvariable variable=Pin]1234'");
       Add(d, Script("echo $(Pin)"));
     }},
    {"SecretPutIntoAPlainVariable",
     [](Definition& d) { RunScript(d, "echo '##vso[task.setvariable variable=Copy]$(Password)'"); },
     "SECRET_LAID_OPEN environments[0].deployPhases[0].workflowTasks[0].inputs.script",
     [](Definition& d) { RunScript(d, "echo '##vso[task.setvariable variable=Copy;isSecret=true]$(Password)'"); }},
    {"SecretInArguments", [](Definition& d) { RunWith(d, "arguments", "-p $(Password)"); },
     "SECRET_ON_COMMAND_LINE environments[0].deployPhases[0].workflowTasks[0].inputs.arguments",
     [](Definition& d) { (*Task(d).mutable_environment())["PW"] = "$(Password)"; }},
    {"SecretInADisplayName", [](Definition& d) { Task(d).set_name("as $(Password)"); },
     "SECRET_IN_NAME environments[0].deployPhases[0].workflowTasks[0].name",
     [](Definition& d) { Task(d).set_name("as $(Url)"); }},
    {"SecretInTheNameOfAPhase", [](Definition& d) { Phase(d).set_name("as $(Password)"); },
     "SECRET_IN_NAME environments[0].deployPhases[0].name", [](Definition& d) { Phase(d).set_name("as Password"); }},
    {"SecretInTheReleasesName", [](Definition& d) { d.set_release_name_format("$(Password)-$(rev:r)"); },
     "SECRET_IN_NAME releaseNameFormat", [](Definition& d) { d.set_release_name_format("$(Url)-$(rev:r)"); }},
    {"SecretMultiplier",
     [](Definition& d) {
       Input(d).mutable_parallel_execution()->set_parallel_execution_type(
           v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION);
       Input(d).mutable_parallel_execution()->set_multipliers("Password");
     },
     "SECRET_MULTIPLIER environments[0].deployPhases[0].deploymentInput.parallelExecution.multipliers",
     [](Definition& d) {
       Input(d).mutable_parallel_execution()->set_parallel_execution_type(
           v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION);
       Input(d).mutable_parallel_execution()->set_multipliers("Url");
     }},
    {"SecretKeptInClear", [](Definition& d) { DevVariable(d, "Db-Password").set_value("hunter2-hunter2"); },
     "SECRET_IN_CLEAR environments[0].variables.Db-Password",
     [](Definition& d) {
       DevVariable(d, "Db-Password").set_value("$(Password)");
       DevVariable(d, "UseToken").set_value("true");
     }},
};

INSTANTIATE_TEST_SUITE_P(Variables, LintTaskRule, ::testing::ValuesIn(kVariables), RuleName);
INSTANTIATE_TEST_SUITE_P(Groups, LintTaskRule, ::testing::ValuesIn(kGroups), RuleName);
INSTANTIATE_TEST_SUITE_P(Tasks, LintTaskRule, ::testing::ValuesIn(kTasks), RuleName);
INSTANTIATE_TEST_SUITE_P(Secrets, LintTaskRule, ::testing::ValuesIn(kSecrets), RuleName);

}  // namespace
}  // namespace slipway::testing
