// Tasks of deployment group targets that are other machines: reached first, prepared for what is there, then started.
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/dispatcher.h"

namespace slipway {

void Dispatcher::StartOnTarget(Strand& strand, const TaskEffect& effect, const v1::DeploymentTarget& target,
                               bool idempotent) {
  const TaskState* task = FindTask(strand.state, effect.position);
  Entry entry;
  entry.release = strand.state.id;
  entry.kind = Kind::kTarget;
  entry.position = effect.position;
  entry.idempotent = idempotent;
  entry.recovered = strand.recovered.contains(effect.token);
  entry.target.target = target;
  entry.target.log_path =
      launcher_->LogPath(strand.state, effect.position,
                         strand.state.environments[effect.position.environment].attempt()->number, task->tries);
  entry.target.attachments_directory = absl::StrCat(entry.target.log_path, ".files");
  const bool patient = entry.recovered;
  {
    absl::MutexLock lock(&mutex_);
    entries_[effect.token] = std::move(entry);
  }
  const absl::Status asked = ports_.targets->Reach(
      target, patient, [this, token = effect.token](absl::StatusOr<TargetPlaces> places) {
        post_([this, token, places = std::move(places)] { OnReached(token, places); });
      });
  if (!asked.ok()) OnReached(effect.token, asked);
}

void Dispatcher::OnReached(const std::string& token, const absl::StatusOr<TargetPlaces>& places) {
  int64_t release;
  TaskPosition position;
  TargetTask target;
  bool recovered;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = entries_.find(token);
    if (closed_ || found == entries_.end() || found->second.finished) return;
    release = found->second.release;
    position = found->second.position;
    target = found->second.target;
    recovered = found->second.recovered;
  }
  Strand* strand = find_strand_(release);
  const TaskState* task = strand == nullptr ? nullptr : FindTask(strand->state, position);
  if (task == nullptr || task->token != token) {
    absl::MutexLock lock(&mutex_);
    entries_.erase(token);
    return;
  }
  absl::Status status = places.status();
  if (status.ok()) {
    absl::StatusOr<ProcessRequest> request = PrepareForTarget(*strand, position, *places);
    status = request.status();
    if (status.ok()) {
      bool cancel;
      {
        absl::MutexLock lock(&mutex_);
        entries_[token].started = true;
        cancel = entries_[token].cancel;
      }
      status = ports_.targets->Start(target, *std::move(request));
      if (status.ok() && cancel) ports_.targets->Cancel(token).IgnoreError();
      if (status.ok()) return;
    }
  } else if (recovered) {
    // It may have done its work.
    ProcessResult lost;
    lost.token = token;
    lost.lost = true;
    lost.result = TaskResult::kFailed;
    lost.message = std::string(status.message());
    lost.started_on = absl::InfinitePast();
    lost.finished_on = ports_.clock->Now();
    return OnFinished(lost);
  }
  Conclude(*strand, token, position, nullptr, v1::TASK_STATUS_FAILED, std::string(status.message()), true);
}

absl::StatusOr<ProcessRequest> Dispatcher::PrepareForTarget(Strand& strand, const TaskPosition& position,
                                                            const TargetPlaces& places) {
  absl::flat_hash_map<std::string, std::string> secrets;
  {
    absl::MutexLock lock(&mutex_);
    secrets = secrets_;
  }
  const TaskLauncher launcher =
      launcher_->At({places.data_directory, places.machine_name, places.environment});
  SLIPWAY_ASSIGN_OR_RETURN(TaskLaunch launch, launcher.Prepare(strand.state, position, secrets, /*for_host=*/false));
  launch.invocation.target = &places;
  SLIPWAY_ASSIGN_OR_RETURN(ProcessPlan plan, ports_.library->Plan(launch.invocation));
  TakePlan(std::move(plan), &launch);
  return std::move(launch.request);
}

}  // namespace slipway
