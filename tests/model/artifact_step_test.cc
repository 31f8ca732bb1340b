#include "model/artifact_step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace slipway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

google::protobuf::RepeatedPtrField<std::string> Aliases(std::initializer_list<const char*> names) {
  google::protobuf::RepeatedPtrField<std::string> aliases;
  for (const char* name : names) *aliases.Add() = name;
  return aliases;
}

v1::WorkflowTask* AddTask(v1::DeployPhase* phase, const char* name, bool enabled = true) {
  v1::WorkflowTask* task = phase->add_workflow_tasks();
  task->set_name(name);
  task->set_enabled(enabled);
  return task;
}

v1::DeployPhase* OnePhase(v1::ReleaseDefinition* definition,
                          v1::DeployPhaseType type = v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT) {
  v1::DeployPhase* phase = definition->add_environments()->add_deploy_phases();
  phase->set_phase_type(type);
  AddTask(phase, "deploy");
  return phase;
}

std::vector<std::string> Names(const v1::DeployPhase& phase) {
  std::vector<std::string> names;
  for (const v1::WorkflowTask& task : phase.workflow_tasks()) names.push_back(task.name());
  return names;
}

TEST(ArtifactStep, ComesBeforeTheTasksAndAfterPreJobStages) {
  v1::ReleaseDefinition definition;
  v1::DeployPhase* phase = OnePhase(&definition);
  phase->mutable_workflow_tasks(0)->set_step(1);
  v1::WorkflowTask* stage = AddTask(phase, "Pre-job: deploy");
  stage->set_stage(v1::TASK_STAGE_PRE_JOB);
  stage->set_step(1);
  phase->mutable_workflow_tasks()->SwapElements(0, 1);
  InsertArtifactDownloads(Aliases({"app"}), &definition);
  EXPECT_THAT(Names(*phase), ElementsAre("Pre-job: deploy", "Download artifacts", "deploy"));
  EXPECT_EQ(phase->workflow_tasks(1).task_id(), kDownloadArtifactsTask);
  EXPECT_EQ(phase->workflow_tasks(1).step(), 2);  // of no other task
}

TEST(ArtifactStep, IsLeftOutWhereNothingIsDownloaded) {
  v1::ReleaseDefinition definition;
  OnePhase(&definition, v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER);
  OnePhase(&definition)->mutable_deployment_input()->set_skip_artifacts_download(true);
  OnePhase(&definition);
  definition.mutable_environments(2)->mutable_environment_options()->set_skip_artifacts_download(true);
  v1::ArtifactDownloadInput* input = OnePhase(&definition)->mutable_deployment_input()->add_download_inputs();
  input->set_alias("APP");
  input->set_artifact_download_mode("skip");
  OnePhase(&definition)->mutable_workflow_tasks(0)->set_enabled(false);
  InsertArtifactDownloads(Aliases({"app"}), &definition);
  for (const v1::DefinitionEnvironment& environment : definition.environments()) {
    EXPECT_THAT(Names(environment.deploy_phases(0)), ElementsAre("deploy"));
  }
}

TEST(ArtifactStep, NothingChangesWithoutArtifacts) {
  v1::ReleaseDefinition definition;
  v1::DeployPhase* phase = OnePhase(&definition);
  InsertArtifactDownloads(Aliases({}), &definition);
  EXPECT_THAT(Names(*phase), ElementsAre("deploy"));
}

TEST(ArtifactStep, SelectionOfAnArtifactIsItsOwn) {
  v1::DeploymentInput input;
  v1::ArtifactDownloadInput* one = input.add_download_inputs();
  one->set_alias("app");
  one->set_artifact_download_mode("Selective");
  one->add_artifact_items("/iac/**");
  one->add_artifact_items(" ");
  v1::ArtifactDownloadInput* all = input.add_download_inputs();
  all->set_alias("all");
  all->set_artifact_download_mode("All");
  all->add_artifact_items("ignored/**");
  EXPECT_THAT(SelectionOf(input, "App").items, ElementsAre("iac/**"));
  EXPECT_THAT(SelectionOf(input, "all").items, IsEmpty());
  EXPECT_FALSE(SelectionOf(input, "unheard of").skip);
}

}  // namespace
}  // namespace slipway
