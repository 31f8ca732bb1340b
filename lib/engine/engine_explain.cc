// Explanations are read from the log, not from memory: they hold for every release that ever was.
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "core/explain.h"
#include "engine/engine.h"

namespace slipway {

absl::StatusOr<v1::ExplainResponse> Engine::Explain(const v1::ExplainRequest& request) {
  absl::StatusOr<std::vector<Record>> records = ports_.store->ReadStream(request.release_id(), 0);
  if (absl::IsNotFound(records.status()) || (records.ok() && records->empty())) {
    return absl::NotFoundError(absl::StrCat("releaseId: there is no release ", request.release_id()));
  }
  SLIPWAY_RETURN_IF_ERROR(records.status());
  v1::EventBatch batch;
  if (!batch.ParseFromString(records->front().payload) || batch.events_size() == 0 ||
      !batch.events(0).has_release_created()) {
    return absl::DataLossError(absl::StrCat("release ", request.release_id(), ": its first record does not create it"));
  }
  const v1::ReleaseCreated& created = batch.events(0).release_created();
  SLIPWAY_ASSIGN_OR_RETURN(
      std::shared_ptr<const DefinitionPlan> plan,
      catalog_.Plan(created));
  const int32_t environment = plan->FindEnvironment(request.environment());
  if (environment < 0) {
    std::string known;
    for (const EnvironmentPlan& one : plan->environments()) {
      absl::StrAppend(&known, known.empty() ? "" : ", ", one.definition->name());
    }
    return absl::NotFoundError(
        absl::StrCat("environment: no environment named '", request.environment(), "'; there are: ", known));
  }
  Explainer explainer(std::move(plan), environment);
  for (const Record& record : *records) {
    if (!batch.ParseFromString(record.payload)) {
      return absl::DataLossError(
          absl::StrCat("release ", request.release_id(), ": record ", record.sequence, " cannot be read"));
    }
    explainer.Add(record.sequence, batch);
  }
  return explainer.Finish(ports_.clock->Now());
}

}  // namespace slipway
