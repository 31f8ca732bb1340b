#include "adapters/ssh_targets.h"

#include <sodium.h>
#include <unistd.h>

#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "adapters/engine_id.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

std::string ShortHash(absl::string_view text) {
  std::string hash(8, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  return absl::BytesToHexString(hash);
}

std::string FolderName(absl::string_view text) {
  std::string name;
  for (char c : text) {
    if (name.size() >= 40) break;
    name.push_back(absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ? absl::ascii_tolower(c) : '-');
  }
  return name;
}

}  // namespace

SshTargets::SshTargets(std::string data_directory, std::string runner_path)
    : data_directory_(std::move(data_directory)), runner_path_(std::move(runner_path)) {}

SshTargets::~SshTargets() {
  std::map<std::string, std::unique_ptr<SshTarget>> targets;
  {
    absl::MutexLock lock(&mutex_);
    targets.swap(targets_);
    holders_.clear();
  }
  // Each says goodbye over its own network.
  std::vector<std::thread> threads;
  for (auto& [key, target] : targets) threads.emplace_back([&target = target] { target.reset(); });
  for (std::thread& thread : threads) thread.join();
}

void SshTargets::SetObserver(RunnerObserver* observer) { observer_ = observer; }

absl::StatusOr<const RunnerBundle*> SshTargets::Bundle(SshTargetOptions::Program program) {
  const bool is_runner = program == SshTargetOptions::Program::kRunner;
  absl::MutexLock lock(&bundle_mutex_);
  std::optional<RunnerBundle>& bundle = is_runner ? runner_ : tools_;
  if (!bundle) {
    const std::string folder = runner_path_.substr(0, runner_path_.rfind('/') + 1);
    SLIPWAY_ASSIGN_OR_RETURN(bundle, RunnerBundle::Of(is_runner ? runner_path_ : absl::StrCat(folder, "slipway-server-task")));
  }
  return &*bundle;
}

absl::StatusOr<SshTarget*> SshTargets::Get(const v1::DeploymentTarget& target) {
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot be initialized");
  const std::string key = absl::StrCat(absl::AsciiStrToLower(target.name()), "\n", target.ssh().SerializeAsString());
  absl::MutexLock lock(&mutex_);
  std::unique_ptr<SshTarget>& found = targets_[key];
  if (found == nullptr) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string id, EngineId(data_directory_));
    SshTargetOptions options;
    options.target = target;
    // By the target's name: the same after its address has changed, and two on one machine do not meet.
    options.place = absl::StrCat(id, "-", FolderName(target.name()), "-", ShortHash(absl::AsciiStrToLower(target.name())).substr(0, 6));
    options.local_directory = data_directory_;
    // Short, because the name of a socket has to be.
    options.control_path = absl::StrCat("/tmp/slipway-ssh-", ::geteuid(), "/", ShortHash(absl::StrCat(id, key)));
    options.bundle = [this](SshTargetOptions::Program program) { return Bundle(program); };
    options.observer = observer_;
    found = std::make_unique<SshTarget>(std::move(options));
  }
  return found.get();
}

SshTarget* SshTargets::Holder(const std::string& token) const {
  absl::MutexLock lock(&mutex_);
  const auto found = holders_.find(token);
  return found == holders_.end() ? nullptr : found->second;
}

absl::Status SshTargets::Reach(const v1::DeploymentTarget& target, bool patient, Reached done) {
  SLIPWAY_ASSIGN_OR_RETURN(SshTarget * found, Get(target));
  found->Reach(patient, std::move(done));
  return absl::OkStatus();
}

absl::Status SshTargets::Start(const TargetTask& task, ProcessRequest request) {
  SLIPWAY_ASSIGN_OR_RETURN(SshTarget * target, Get(task.target));
  {
    absl::MutexLock lock(&mutex_);
    holders_[request.token] = target;
  }
  return target->Start(task, std::move(request));
}

absl::Status SshTargets::Cancel(const std::string& token) {
  SshTarget* const target = Holder(token);
  return target == nullptr ? absl::OkStatus() : target->Cancel(token);
}

absl::Status SshTargets::Forget(const std::string& token) {
  SshTarget* const target = Holder(token);
  if (target == nullptr) return absl::OkStatus();
  {
    absl::MutexLock lock(&mutex_);
    holders_.erase(token);
  }
  return target->Forget(token);
}

absl::Status SshTargets::EndJob(const v1::DeploymentTarget& target, const std::string& job) {
  SLIPWAY_ASSIGN_OR_RETURN(SshTarget * found, Get(target));
  return found->EndJob(job);
}

}  // namespace slipway
