#include "model/built_in_names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace slipway {
namespace {

using NameSet = absl::flat_hash_set<std::string>;

const NameSet& JobNames() {
  static const auto* const kNames = new NameSet{
      "agent.id",
      "agent.name",
      "agent.machinename",
      "agent.version",
      "agent.jobname",
      "agent.jobstatus",
      "agent.os",
      "agent.osarchitecture",
      "agent.homedirectory",
      "agent.rootdirectory",
      "agent.workfolder",
      "agent.tempdirectory",
      "agent.toolsdirectory",
      "agent.cloudid",
      "agent.isselfhosted",
      "agent.releasedirectory",
      "agent.acceptteeeula",
      "agent.deploymentgroupid",
      "agent.proxyurl",
      "agent.proxyusername",
      "agent.proxypassword",
      "agent.proxybypasslist",
      "agent.cainfo",
      "agent.clientcert",
      "agent.clientcertkey",
      "agent.clientcertarchive",
      "agent.clientcertpassword",
      "agent.skipcertvalidation",
      "system.accesstoken",
      "system.hosttype",
      "system.culture",
      "system.debug",
      "system.collectionid",
      "system.teamproject",
      "system.teamprojectid",
      "system.teamfoundationserveruri",
      "system.teamfoundationcollectionuri",
      "system.collectionuri",
      "system.taskdefinitionsuri",
      "system.definitionid",
      "system.planid",
      "system.timelineid",
      "system.jobid",
      "system.jobname",
      "system.jobdisplayname",
      "system.jobattempt",
      "system.phasename",
      "system.phaseattempt",
      "system.stagename",
      "system.stageattempt",
      "system.artifactsdirectory",
      "system.defaultworkingdirectory",
      "system.workfolder",
      "system.enableaccesstoken",
      "system.servertype",
      "system.parallelexecutiontype",
      "system.totaljobsinphase",
      "system.jobpositioninphase",
      "system.taskinstanceid",
      "system.taskdisplayname",
      "system.taskinstancename",
      "task.displayname",
      "test.runid",  // given by the test hub; the default of an input of VSTest
      "task.publishtelemetry",
      "release.releaseid",
      "release.releasename",
      "release.releaseuri",
      "release.releaseweburl",
      "release.releasedescription",
      "release.reason",
      "release.definitionid",
      "release.definitionname",
      "release.definitionsnapshotrevision",
      "release.definitionenvironmentid",
      "release.environmentid",
      "release.environmentname",
      "release.environmenturi",
      "release.attemptnumber",
      "release.deploymentid",
      "release.deployphaseid",
      "release.requestedfor",
      "release.requestedforid",
      "release.requestedforemail",
      "release.deployment.requestedfor",
      "release.deployment.requestedforid",
      "release.deployment.requestedforemail",
      "release.deployment.starttime",
      "release.primaryartifactsourcealias",
      "release.triggeringartifact.alias",
      "release.skipartifactdownload",
      "release.skipartifactsdownload",
  };
  return *kNames;
}

// Behind Release.Artifacts.<alias>. and, of the primary artifact, behind Build.
const NameSet& ArtifactFields() {
  static const auto* const kNames = new NameSet{
      "definitionid",
      "definitionname",
      "buildnumber",
      "buildid",
      "builduri",
      "sourcebranch",
      "sourcebranchname",
      "sourceversion",
      "repository.provider",
      "repository.id",
      "repository.name",
      "requestedfor",
      "requestedforid",
      "type",
      "projectid",
      "projectname",
      "pullrequest.targetbranch",
      "pullrequest.targetbranchname",
  };
  return *kNames;
}

const NameSet& BuildOnlyNames() {
  static const auto* const kNames = new NameSet{
      "build.artifactstagingdirectory",
      "build.stagingdirectory",
      "build.binariesdirectory",
      "build.sourcesdirectory",
      "build.repository.localpath",
      "build.repository.uri",
      "build.repository.clean",
      "build.reason",
      "build.queuedby",
      "build.queuedbyid",
      "build.sourceversionmessage",
      "build.sourceversionauthor",
      "build.containerid",
      "build.definitionversion",
      "build.clean",
      "build.syncsources",
      "agent.builddirectory",
      "common.testresultsdirectory",
      "system.pullrequest.pullrequestid",
      "system.pullrequest.sourcebranch",
      "system.pullrequest.targetbranch",
  };
  return *kNames;
}

}  // namespace

BuiltInNames::BuiltInNames(const v1::ReleaseDefinition& definition) {
  for (const v1::Artifact& artifact : definition.artifacts()) {
    aliases_.push_back(absl::AsciiStrToLower(artifact.alias()));
  }
  for (const v1::DefinitionEnvironment& environment : definition.environments()) {
    stages_.insert(absl::AsciiStrToLower(environment.name()));
  }
}

BuiltInName BuiltInNames::Classify(absl::string_view name) const {
  const std::string lower = absl::AsciiStrToLower(name);
  if (JobNames().contains(lower)) return BuiltInName::kKnown;
  if (BuildOnlyNames().contains(lower)) return BuiltInName::kBuildOnly;
  absl::string_view rest = lower;
  if (absl::ConsumePrefix(&rest, "build.")) {
    if (!ArtifactFields().contains(rest)) return BuiltInName::kNone;
    return aliases_.empty() ? BuiltInName::kUnknownArtifact : BuiltInName::kKnown;
  }
  if (absl::ConsumePrefix(&rest, "release.artifacts.")) {
    // An alias may hold dots, so it is not simply what stands before the next one.
    BuiltInName found = BuiltInName::kUnknownArtifact;
    for (const std::string& alias : aliases_) {
      absl::string_view field = rest;
      if (!absl::ConsumePrefix(&field, alias) || !absl::ConsumePrefix(&field, ".")) continue;
      if (ArtifactFields().contains(field)) return BuiltInName::kKnown;
      found = BuiltInName::kUnknownField;
    }
    return found;
  }
  if (absl::ConsumePrefix(&rest, "release.environments.") && absl::ConsumeSuffix(&rest, ".status")) {
    return stages_.contains(rest) ? BuiltInName::kKnown : BuiltInName::kUnknownStage;
  }
  return BuiltInName::kNone;
}

bool IsUsualEnvironmentName(absl::string_view name) {
  static const auto* const kNames = new NameSet{
      "HOME",
      "PATH",
      "PWD",
      "USER",
      "USERNAME",
      "USERDOMAIN",
      "USERPROFILE",
      "TEMP",
      "TMP",
      "TMPDIR",
      "SHELL",
      "LANG",
      "HOSTNAME",
      "COMPUTERNAME",
      "WINDIR",
      "SYSTEMROOT",
      "SYSTEMDRIVE",
      "PROGRAMFILES",
      "PROGRAMDATA",
      "APPDATA",
      "LOCALAPPDATA",
      "JAVA_HOME",
      "AGENT_TOOLSDIRECTORY",
  };
  return kNames->contains(absl::AsciiStrToUpper(name));
}

}  // namespace slipway
