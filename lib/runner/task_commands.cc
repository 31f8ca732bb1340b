// The commands of area `task` that change the outcome (task-contract 3.2, 3.3).
#include <sodium.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/glob.h"
#include "base/status_macros.h"
#include "runner/command_processor.h"

namespace slipway {
namespace {

constexpr size_t kMaxVariables = 10000;
constexpr size_t kMaxVariableBytes = 16 << 20;

absl::Status Bad(absl::string_view what) { return absl::InvalidArgumentError(what); }

// Anything but true (any case) is false, as in the agent: 1 and yes too.
bool IsTrue(const LoggingCommand& command, absl::string_view key) {
  const std::string* value = command.Find(key);
  return value != nullptr && absl::EqualsIgnoreCase(*value, "true");
}

absl::StatusOr<std::string> Required(const LoggingCommand& command, absl::string_view key) {
  const std::string* value = command.Find(key);
  if (value == nullptr) return Bad(absl::StrCat("the property '", key, "' is missing or empty"));
  return *value;
}

bool IsGuid(absl::string_view text) {
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return false;
  }
  return true;
}

// The predefined names that setvariable warns about (task-contract 2.3, 3.3): overwriting them works but surprises.
bool IsPredefined(absl::string_view name) {
  static const auto* const kNames = new absl::flat_hash_set<std::string>{"agent.acceptteeeula",
                                                                         "agent.builddirectory",
                                                                         "agent.cainfo",
                                                                         "agent.clientcert",
                                                                         "agent.clientcertarchive",
                                                                         "agent.clientcertkey",
                                                                         "agent.clientcertpassword",
                                                                         "agent.cloudid",
                                                                         "agent.diagnostic",
                                                                         "agent.homedirectory",
                                                                         "agent.id",
                                                                         "agent.isselfhosted",
                                                                         "agent.jobname",
                                                                         "agent.jobstatus",
                                                                         "agent.machinename",
                                                                         "agent.name",
                                                                         "agent.os",
                                                                         "agent.osarchitecture",
                                                                         "agent.proxybypasslist",
                                                                         "agent.proxypassword",
                                                                         "agent.proxyurl",
                                                                         "agent.proxyusername",
                                                                         "agent.releasedirectory",
                                                                         "agent.retainfiletypes",
                                                                         "agent.rootdirectory",
                                                                         "agent.serveromdirectory",
                                                                         "agent.skipcertvalidation",
                                                                         "agent.tempdirectory",
                                                                         "agent.toolsdirectory",
                                                                         "agent.version",
                                                                         "agent.workfolder",
                                                                         "agent.workingdirectory",
                                                                         "build.artifactstagingdirectory",
                                                                         "build.binariesdirectory",
                                                                         "build.buildid",
                                                                         "build.buildnumber",
                                                                         "build.builduri",
                                                                         "build.containerid",
                                                                         "build.definitionname",
                                                                         "build.definitionversion",
                                                                         "build.repository.clean",
                                                                         "build.repository.id",
                                                                         "build.repository.name",
                                                                         "build.repository.provider",
                                                                         "build.repository.uri",
                                                                         "build.requestedfor",
                                                                         "build.requestedforid",
                                                                         "build.sourcebranch",
                                                                         "build.sourcebranchname",
                                                                         "build.sourcesdirectory",
                                                                         "build.sourceversion",
                                                                         "build.stagingdirectory",
                                                                         "common.testresultsdirectory",
                                                                         "release.artifacts",
                                                                         "release.attemptnumber",
                                                                         "release.definitionenvironmentid",
                                                                         "release.definitionid",
                                                                         "release.definitionname",
                                                                         "release.deployment.requestedfor",
                                                                         "release.deployment.requestedforid",
                                                                         "release.deploymentid",
                                                                         "release.environmentid",
                                                                         "release.environmentname",
                                                                         "release.environmenturi",
                                                                         "release.primaryartifactsourcealias",
                                                                         "release.releasedescription",
                                                                         "release.releaseid",
                                                                         "release.releasename",
                                                                         "release.releaseuri",
                                                                         "release.releaseweburl",
                                                                         "release.requestedfor",
                                                                         "release.requestedforid",
                                                                         "release.skipartifactsdownload",
                                                                         "system.accesstoken",
                                                                         "system.artifactsdirectory",
                                                                         "system.collectionid",
                                                                         "system.collectionuri",
                                                                         "system.culture",
                                                                         "system.defaultworkingdirectory",
                                                                         "system.definitionid",
                                                                         "system.definitionname",
                                                                         "system.enableaccesstoken",
                                                                         "system.hosttype",
                                                                         "system.jobattempt",
                                                                         "system.jobdisplayname",
                                                                         "system.jobid",
                                                                         "system.jobname",
                                                                         "system.jobpositioninphase",
                                                                         "system.parallelexecutiontype",
                                                                         "system.phaseattempt",
                                                                         "system.phasedisplayname",
                                                                         "system.phasename",
                                                                         "system.planid",
                                                                         "system.servertype",
                                                                         "system.stageattempt",
                                                                         "system.stagedisplayname",
                                                                         "system.stagename",
                                                                         "system.taskdefinitionsuri",
                                                                         "system.taskdisplayname",
                                                                         "system.taskinstanceid",
                                                                         "system.taskinstancename",
                                                                         "system.teamfoundationcollectionuri",
                                                                         "system.teamfoundationserveruri",
                                                                         "system.teamproject",
                                                                         "system.teamprojectid",
                                                                         "system.timelineid",
                                                                         "system.totaljobsinphase",
                                                                         "system.workfolder",
                                                                         "task.displayname",
                                                                         "task.publishtelemetry"};
  return kNames->contains(absl::AsciiStrToLower(name));
}

}  // namespace

absl::Status CommandProcessor::StoreVariable(SetVariableRecord record) {
  // Names of the scopes do not meet: no variable's name holds a NUL.
  std::string key = absl::AsciiStrToLower(record.name);
  if (record.scope != VariableScope::kJob) key.append(1 + static_cast<size_t>(record.scope), '\0');
  const auto known = variable_index_.find(key);
  const size_t before = known == variable_index_.end() ? 0 : outcome_->variables[known->second].value.size();
  if (known == variable_index_.end() && variable_index_.size() >= kMaxVariables) {
    return absl::ResourceExhaustedError("a task can set at most 10000 variables");
  }
  if (variable_bytes_ - before + record.value.size() > kMaxVariableBytes) {
    return absl::ResourceExhaustedError("the variables set by a task can hold at most 16 MiB");
  }
  variable_bytes_ += record.value.size() - before;
  if (known == variable_index_.end()) {
    variable_index_[key] = outcome_->variables.size();
    outcome_->variables.push_back(std::move(record));
  } else {
    SetVariableRecord& old = outcome_->variables[known->second];
    record.is_read_only |= old.is_read_only;
    old = std::move(record);
  }
  return absl::OkStatus();
}

absl::Status CommandProcessor::SetVariable(const LoggingCommand& command) {
  const bool asked_secret = IsTrue(command, "issecret");
  // Before anything can fail: whatever is said from here on, the value is not in it.
  if (asked_secret) masker_->AddSecret(command.data);
  SLIPWAY_ASSIGN_OR_RETURN(const std::string variable, Required(command, "variable"));
  if (!IsSettable(variable)) {
    sink_->AddIssue(false, absl::StrCat("The task may not set the variable '", variable, "' (settableVariables of its task.json); ignored."));
    return absl::OkStatus();
  }
  SetVariableRecord record;
  record.is_output = IsTrue(command, "isoutput");
  for (const std::string& output : policy_.output_variables) {
    // Declared in task.json; without a reference name it stays a variable of the job.
    if (absl::EqualsIgnoreCase(output, variable) && !policy_.step_reference_name.empty()) record.is_output = true;
  }
  record.is_read_only = record.is_output || IsTrue(command, "isreadonly");
  record.name = variable;
  if (record.is_output) {
    if (policy_.step_reference_name.empty()) {
      return Bad("an output variable needs a step with a reference name; set the task's refName");
    }
    record.name = absl::StrCat(policy_.step_reference_name, ".", variable);
  }
  const std::string key = absl::AsciiStrToLower(record.name);
  record.is_secret = asked_secret || secret_names_.contains(key);
  if (record.is_secret) {
    masker_->AddSecret(command.data);
    secret_names_.insert(key);
  }

  const auto known = variable_index_.find(key);
  if (IsPredefined(record.name) ||
      (known != variable_index_.end() && outcome_->variables[known->second].is_read_only)) {
    sink_->AddIssue(false,
                    absl::StrCat("The variable '", record.name, "' is read-only; it was overwritten all the same."));
  }
  if (!record.is_secret) {
    record.value = command.data;
    return StoreVariable(std::move(record));
  }
  if (!policy_.allow_multiline_secrets && command.data.find_first_of("\r\n") != std::string::npos) {
    return Bad("a secret value must not hold line breaks");
  }
  SLIPWAY_ASSIGN_OR_RETURN(record.value, Seal(command.data));
  return StoreVariable(std::move(record));
}

absl::StatusOr<std::string> CommandProcessor::Seal(absl::string_view plain) const {
  if (policy_.seal_public_key.size() != crypto_box_PUBLICKEYBYTES) {
    return absl::FailedPreconditionError(
        "this task cannot set secret variables: it was started without a key to seal them with");
  }
  if (sodium_init() < 0) return absl::InternalError("libsodium could not be initialised");
  std::string sealed(plain.size() + crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal(reinterpret_cast<unsigned char*>(sealed.data()),
                      reinterpret_cast<const unsigned char*>(plain.data()), plain.size(),
                      reinterpret_cast<const unsigned char*>(policy_.seal_public_key.data())) != 0) {
    return absl::InternalError("the secret value could not be sealed; is the key valid?");
  }
  return sealed;
}

bool CommandProcessor::IsSettable(absl::string_view name) const {
  if (!policy_.restricts_variables) return true;
  GlobOptions options;
  options.ignore_case = true;
  return std::any_of(policy_.settable_variables.begin(), policy_.settable_variables.end(),
                     [&](const std::string& glob) { return Glob(glob, options).Matches(name); });
}

absl::Status CommandProcessor::SetTaskVariable(const LoggingCommand& command) {
  SetVariableRecord record;
  record.scope = VariableScope::kStep;
  record.is_secret = IsTrue(command, "issecret");
  if (record.is_secret) masker_->AddSecret(command.data);
  SLIPWAY_ASSIGN_OR_RETURN(record.name, Required(command, "variable"));
  record.is_read_only = IsTrue(command, "isreadonly");
  record.value = command.data;
  if (record.is_secret) {
    SLIPWAY_ASSIGN_OR_RETURN(record.value, Seal(command.data));
  }
  return StoreVariable(std::move(record));
}

absl::Status CommandProcessor::SetSecret(const LoggingCommand& command) {
  if (command.data.empty()) return Bad("the secret after ']' is missing");
  masker_->AddSecret(command.data);
  return absl::OkStatus();
}

absl::Status CommandProcessor::SetEndpoint(const LoggingCommand& command) {
  const std::string* field = command.Find("field");
  const bool parameter = field != nullptr && absl::EqualsIgnoreCase(*field, "authParameter");
  if (parameter) masker_->AddSecret(command.data);
  SLIPWAY_ASSIGN_OR_RETURN(const std::string id, Required(command, "id"));
  if (!IsGuid(id)) return Bad("the property 'id' must be a GUID");
  if (field == nullptr) return Bad("the property 'field' is missing or empty");
  const bool data = absl::EqualsIgnoreCase(*field, "dataParameter");
  if (!parameter && !data && !absl::EqualsIgnoreCase(*field, "url")) {
    return Bad("the property 'field' must be authParameter, dataParameter or url");
  }
  if (parameter || data) SLIPWAY_RETURN_IF_ERROR(Required(command, "key").status());
  if (command.data.empty()) return Bad("the value after ']' is missing");
  if (id.find_first_not_of("0-{}") == std::string::npos) {
    sink_->AddIssue(false, "task.setendpoint: the system connection cannot be changed; the command was ignored.");
    return absl::OkStatus();
  }
  std::string key = absl::AsciiStrToLower(id);
  if (key.front() == '{') key = key.substr(1, 36);
  if (std::find(policy_.endpoint_ids.begin(), policy_.endpoint_ids.end(), key) == policy_.endpoint_ids.end()) {
    return absl::NotFoundError(absl::StrCat("this job has no endpoint with the id ", id));
  }
  SetVariableRecord record;
  record.scope = VariableScope::kEndpoint;
  record.name = absl::StrCat(key, parameter ? "/authParameter/" : data ? "/dataParameter/" : "/url");
  if (parameter || data) absl::StrAppend(&record.name, *command.Find("key"));
  record.is_secret = parameter;
  record.value = command.data;
  if (parameter) {
    SLIPWAY_ASSIGN_OR_RETURN(record.value, Seal(command.data));
  }
  return StoreVariable(std::move(record));
}

absl::Status CommandProcessor::LogIssue(const LoggingCommand& command) {
  const std::string* type = command.Find("type");
  if (type == nullptr) {
    sink_->AddIssue(false, "task.logissue: the property 'type' is missing; the issue was not recorded.");
    return absl::OkStatus();
  }
  const bool is_error = absl::EqualsIgnoreCase(*type, "error");
  if (!is_error && !absl::EqualsIgnoreCase(*type, "warning"))
    return Bad("the property 'type' must be error or warning");
  const std::string* path = command.Find("sourcepath");
  if (path == nullptr) {
    sink_->AddIssue(is_error, command.data);
    return absl::OkStatus();
  }
  const auto or_else = [&command](absl::string_view key, absl::string_view otherwise) {
    const std::string* value = command.Find(key);
    return value == nullptr ? std::string(otherwise) : *value;
  };
  const std::string code = or_else("code", "");
  sink_->AddIssue(is_error,
                  absl::StrCat(*path, "(", or_else("linenumber", "0"), ",", or_else("columnnumber", "0"),
                               "): ", absl::AsciiStrToLower(*type), code.empty() ? "" : " ", code, ": ", command.data));
  return absl::OkStatus();
}

absl::Status CommandProcessor::Complete(const LoggingCommand& command) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, Required(command, "result"));
  static constexpr absl::string_view kResults[] = {"Succeeded", "SucceededWithIssues", "Failed", "Canceled", "Skipped",
                                                   "Abandoned"};
  int result = -1;
  for (int i = 0; i < 6; ++i) {
    if (text == kResults[i] || text == absl::StrCat(i)) result = i;
  }
  if (result < 0) {
    return Bad(absl::StrCat("the result '", text,
                            "' is unknown; expected Succeeded, SucceededWithIssues, Failed, Canceled, ",
                            "Skipped or Abandoned, spelled exactly so"));
  }
  const int merged = MergeResults(outcome_->completed_result, result);
  if (merged == result && result >= 2 && !command.data.empty() && merged != outcome_->completed_result) {
    outcome_->message = masker_->Mask(command.data);
  }
  outcome_->completed_result = merged;
  percent_ = 100;
  sink_->SetProgress(percent_, command.data);
  const std::string* done = command.Find("done");
  if (done != nullptr &&
      (*done == "1" || absl::EqualsIgnoreCase(*done, "true") || absl::EqualsIgnoreCase(*done, "$true"))) {
    done_requested_ = true;
  }
  return absl::OkStatus();
}

absl::Status CommandProcessor::SetProgress(const LoggingCommand& command) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, Required(command, "value"));
  int value;
  if (!absl::SimpleAtoi(text, &value)) return Bad("the property 'value' must be a whole number");
  percent_ = std::max(percent_, std::clamp(value, 0, 100));
  sink_->SetProgress(percent_, command.data);
  return absl::OkStatus();
}

absl::Status CommandProcessor::LogDetail(const LoggingCommand& command) {
  constexpr size_t kMaxDetails = 10000;
  SLIPWAY_ASSIGN_OR_RETURN(std::string id, Required(command, "id"));
  if (!IsGuid(id)) return Bad("the property 'id' must be a GUID");
  absl::AsciiStrToLower(&id);
  std::string parent;
  if (const std::string* given = command.Find("parentid"); given != nullptr) {
    if (!IsGuid(*given)) return Bad("the property 'parentid' must be a GUID");
    parent = absl::AsciiStrToLower(*given);
    if (!details_.contains(parent)) return Bad("the property 'parentid' names no record that was logged before");
  }
  const auto known = details_.find(id);
  if (known == details_.end()) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string name, Required(command, "name"));
    SLIPWAY_ASSIGN_OR_RETURN(const std::string type, Required(command, "type"));
    if (details_.size() >= kMaxDetails) return absl::ResourceExhaustedError("a task can log at most 10000 records");
    details_[id] = parent;
  } else if (!parent.empty() && parent != known->second) {
    return Bad("the parent of a record cannot change");
  }
  return absl::OkStatus();
}

absl::Status CommandProcessor::Debug(const LoggingCommand& command) {
  if (policy_.debug) sink_->LogLine(absl::StrCat("##[debug]", command.data));
  return absl::OkStatus();
}

absl::Status CommandProcessor::PrependPath(const LoggingCommand& command) {
  if (command.data.empty()) return Bad("the folder after ']' is missing");
  if (!IsSettable("PATH")) {
    sink_->AddIssue(false, "The task may not change PATH (settableVariables of its task.json); ignored.");
    return absl::OkStatus();
  }
  return Record(command);
}

}  // namespace slipway
