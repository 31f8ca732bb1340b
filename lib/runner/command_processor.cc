#include "runner/command_processor.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "runner/files.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

constexpr size_t kMaxRecords = 1000;
constexpr size_t kMaxRecordBytes = 64 * 1024;
constexpr int64_t kMaxKeptFile = int64_t{100} << 20;
constexpr int64_t kMaxKeptBytes = int64_t{1} << 30;

absl::Status Bad(absl::string_view what) { return absl::InvalidArgumentError(what); }

absl::StatusOr<std::string> Required(const LoggingCommand& command, absl::string_view key) {
  const std::string* value = command.Find(key);
  if (value == nullptr) return Bad(absl::StrCat("the property '", key, "' is missing or empty"));
  return *value;
}

absl::Status FileMustExist(const std::string& path) {
  struct stat info;
  if (path.empty()) return Bad("the path of the file is missing");
  if (path.find('\0') != std::string::npos || stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return absl::NotFoundError(absl::StrCat("there is no file '", path, "'"));
  }
  return absl::OkStatus();
}

}  // namespace

CommandProcessor::CommandProcessor(CommandPolicy policy, Masker* masker, CommandSink* sink, TaskOutcome* outcome)
    : policy_(std::move(policy)), masker_(masker), sink_(sink), outcome_(outcome) {}

const absl::flat_hash_map<std::string, CommandProcessor::Entry>& CommandProcessor::Table() {
  using P = CommandProcessor;
  static const auto* const table = new absl::flat_hash_map<std::string, Entry>{
      {"task.setvariable", {&P::SetVariable, true}},
      {"task.setsecret", {&P::SetSecret, true}},
      {"task.settaskvariable", {&P::SetTaskVariable, true}},
      {"task.logissue", {&P::LogIssue, true}},
      {"task.issue", {&P::LogIssue, true}},
      {"task.complete", {&P::Complete, true}},
      {"task.setprogress", {&P::SetProgress, true}},
      {"task.logdetail", {&P::LogDetail, true}},
      {"task.debug", {&P::Debug, true}},
      {"task.prependpath", {&P::PrependPath, true}},
      {"task.setendpoint", {&P::SetEndpoint, false}},
      {"task.addattachment", {&P::AddAttachment, false}},
      {"task.uploadsummary", {&P::UploadFile, false}},
      {"task.uploadfile", {&P::UploadFile, false}},
      {"artifact.associate", {&P::AssociateArtifact, false}},
      {"artifact.upload", {&P::UploadArtifact, false}},
      {"build.updatebuildnumber", {&P::RecordText, false}},
      {"build.addbuildtag", {&P::RecordText, false}},
      {"build.uploadlog", {&P::UploadFile, false}},
      {"build.uploadsummary", {&P::UploadFile, false}},
      {"release.updatereleasename", {&P::RecordText, false}},
      {"results.publish", {&P::PublishResults, false}},
      {"results.publishtoevidencestore", {&P::PublishEvidence, false}},
      {"telemetry.publish", {&P::PublishTelemetry, true}},
  };
  return *table;
}

std::string CommandProcessor::HideDoubtful(absl::string_view line) {
  const std::string lower = absl::AsciiStrToLower(line);
  const size_t command = lower.find("##vso");
  if (command == std::string::npos) return std::string(line);
  size_t end = std::string::npos;
  for (const std::string& word : {std::string("setsecret"), std::string("issecret"), std::string("setendpoint")}) {
    const size_t hit = lower.find(word, command);
    if (hit != std::string::npos) end = std::min(end, hit + word.size());
  }
  if (end == std::string::npos) return std::string(line);
  // The value may stand before the word that gives it away, too.
  const size_t name_end = std::min(lower.find(' ', command), end);
  return absl::StrCat(line.substr(0, std::min(name_end, line.size())), " ***");
}

void CommandProcessor::Fail(absl::string_view name, absl::string_view reason) {
  outcome_->command_failed = true;
  sink_->AddIssue(true, absl::StrCat("Unable to process the logging command '", name, "'; the step will fail."));
  sink_->AddIssue(true, absl::StrCat(name, ": ", reason, "."));
  if (outcome_->message.empty()) outcome_->message = masker_->Mask(absl::StrCat(name, ": ", reason));
}

bool CommandProcessor::Consume(absl::string_view line) {
  LoggingCommand command;
  switch (ParseLoggingCommand(line, &command)) {
    case CommandSyntax::kNone:
      return false;
    case CommandSyntax::kMalformed:
      sink_->AddIssue(
          false,
          "A line holds '##vso' but is not a logging command; expected ##vso[area.event key=value;...]data. "
          "It is logged as it is.");
      return false;
    case CommandSyntax::kCommand:
      break;
  }
  const std::string name = command.Name();
  static const auto* const kAreas =
      new absl::flat_hash_set<std::string>{"task", "artifact", "build", "release", "results", "telemetry"};
  if (command.area == "codecoverage") {
    outcome_->command_failed = true;
    const std::string text =
        absl::StrCat(name, ": only a build can publish code coverage; remove the command from the release.");
    sink_->AddIssue(true, text);
    if (outcome_->message.empty()) outcome_->message = masker_->Mask(text);
    return false;
  }
  if (!kAreas->contains(command.area)) {
    sink_->AddIssue(false, absl::StrCat("The logging command '", name, "' is unknown and was ignored."));
    return true;
  }
  const auto entry = Table().find(name);
  if (entry == Table().end()) {
    Fail(name, absl::StrCat("the area '", command.area, "' has no such command"));
    return true;
  }
  if (policy_.restricted && !entry->second.restricted) {
    sink_->AddIssue(false,
                    absl::StrCat("The logging command '", name, "' is not allowed in this task and was ignored."));
    return true;
  }
  const absl::Status status = (this->*entry->second.handler)(command);
  if (!status.ok()) {
    Fail(name, status.message());
  } else if (policy_.debug && name != "task.debug") {
    sink_->LogLine(absl::StrCat("##[debug]Processed: ", UnescapeCommand(line.substr(line.find("##vso[")))));
  }
  return true;
}

absl::Status CommandProcessor::Record(const LoggingCommand& command, std::string file) {
  if (outcome_->commands.size() >= kMaxRecords) return absl::ResourceExhaustedError("more than 1000 such commands");
  CommandRecord record;
  record.name = command.Name();
  size_t bytes = command.data.size();
  for (const auto& [key, value] : command.properties) {
    bytes += key.size() + value.size();
    record.properties.emplace_back(masker_->Mask(key), masker_->Mask(value));
  }
  if (bytes > kMaxRecordBytes) return absl::ResourceExhaustedError("the command is longer than 64 KiB");
  record.data = masker_->Mask(command.data);
  record.file = std::move(file);
  outcome_->commands.push_back(std::move(record));
  return absl::OkStatus();
}

absl::Status CommandProcessor::AddAttachment(const LoggingCommand& command) {
  SLIPWAY_RETURN_IF_ERROR(Required(command, "type").status());
  SLIPWAY_ASSIGN_OR_RETURN(const std::string name, Required(command, "name"));
  for (const std::string& text : {*command.Find("type"), name}) {
    if (text.find_first_of("/\0", 0, 2) != std::string::npos) {
      return Bad("'type' and 'name' must be valid file names, without '/'");
    }
  }
  return RecordFile(command);
}

absl::Status CommandProcessor::UploadFile(const LoggingCommand& command) { return RecordFile(command); }

absl::Status CommandProcessor::RecordFile(const LoggingCommand& command) {
  SLIPWAY_RETURN_IF_ERROR(FileMustExist(command.data));
  if (policy_.attachments_directory.empty()) return Record(command);
  SLIPWAY_ASSIGN_OR_RETURN(std::string copy, KeepCopy(command.data));
  return Record(command, std::move(copy));
}

// Now, because the task may change or remove the file afterwards.
absl::StatusOr<std::string> CommandProcessor::KeepCopy(const std::string& path) {
  const UniqueFd from(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat info;
  if (!from.valid() || ::fstat(from.get(), &info) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot read the file '", path, "'"));
  }
  if (info.st_size > kMaxKeptFile || kept_bytes_ + info.st_size > kMaxKeptBytes) {
    return absl::ResourceExhaustedError(absl::StrCat("the file '", path, "' is too large to be kept: at most ", kMaxKeptFile,
                                                     " bytes each and ", kMaxKeptBytes, " of one task are"));
  }
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(policy_.attachments_directory, 0700));
  std::string name = path.substr(path.rfind('/') + 1);
  if (name.size() > 100) name.resize(100);
  // Tries of one task share the folder.
  std::string copy;
  UniqueFd to;
  do {
    copy = absl::StrCat(policy_.attachments_directory, "/", ++kept_files_, "-", name);
    to.reset(::open(copy.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  } while (!to.valid() && errno == EEXIST);
  if (!to.valid()) return absl::ErrnoToStatus(errno, "cannot keep a copy of the file");
  kept_bytes_ += info.st_size;
  for (int64_t left = info.st_size; left > 0;) {
    const ssize_t size = ::sendfile(to.get(), from.get(), nullptr, static_cast<size_t>(left));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return absl::ErrnoToStatus(errno, "cannot keep a copy of the file");
    if (size == 0) break;  // it shrank meanwhile
    left -= size;
  }
  return copy;
}

absl::Status CommandProcessor::AssociateArtifact(const LoggingCommand& command) {
  SLIPWAY_RETURN_IF_ERROR(Required(command, "artifactname").status());
  if (command.data.empty()) return Bad("the location of the artifact is missing");
  const std::string* type = command.Find("artifacttype");
  const bool is_path =
      type != nullptr ? absl::EqualsIgnoreCase(*type, "filepath") : absl::StartsWith(command.data, "\\\\");
  if (!is_path) return Bad("a release can only associate artifacts of type filepath");
  return Record(command);
}

absl::Status CommandProcessor::UploadArtifact(const LoggingCommand& command) {
  SLIPWAY_RETURN_IF_ERROR(Required(command, "artifactname").status());
  if (!absl::StartsWith(command.data, "\\\\")) return Bad("a release can only upload artifacts from a UNC path");
  return Record(command);
}

absl::Status CommandProcessor::RecordText(const LoggingCommand& command) {
  if (absl::StripAsciiWhitespace(command.data).empty()) return Bad("the text after ']' is missing");
  return Record(command);
}

absl::Status CommandProcessor::PublishEvidence(const LoggingCommand& command) { return Record(command); }

absl::Status CommandProcessor::PublishTelemetry(const LoggingCommand& command) {
  SLIPWAY_RETURN_IF_ERROR(Required(command, "area").status());
  SLIPWAY_RETURN_IF_ERROR(Required(command, "feature").status());
  const absl::string_view data = absl::StripAsciiWhitespace(command.data);
  if (data.empty() || data.front() != '{' || !nlohmann::ordered_json::accept(data.begin(), data.end())) {
    return Bad("the data must be a JSON object");
  }
  return absl::OkStatus();  // nobody is told
}

}  // namespace slipway
