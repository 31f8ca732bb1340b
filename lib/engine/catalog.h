// Definitions: imported, kept by revision, made ready to run once per revision.
#ifndef SLIPWAY_ENGINE_CATALOG_H_
#define SLIPWAY_ENGINE_CATALOG_H_

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "core/definition_plan.h"
#include "engine/resources.h"
#include "model/limits.h"
#include "ports/secret_box.h"
#include "ports/store.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Thread-safe. Import is called by one thread at a time (the loop), because it commits.
class Catalog {
 public:
  Catalog(Store* store, const SecretBox* secret_box, const Resources* resources, Limits limits)
      : store_(store), secret_box_(secret_box), resources_(resources), limits_(limits) {}

  // Stores every definition of the document in one commit, or none of them.
  absl::StatusOr<v1::ImportDefinitionResponse> Import(const v1::ImportDefinitionRequest& request, absl::Time now,
                                                      int64_t* last_definition_id);
  absl::StatusOr<v1::ExportDefinitionResponse> Export(const v1::ExportDefinitionRequest& request);
  absl::StatusOr<v1::GetDefinitionResponse> Get(const v1::GetDefinitionRequest& request);
  absl::StatusOr<v1::ListDefinitionsResponse> List(const v1::ListDefinitionsRequest& request);
  absl::Status Delete(const v1::DeleteDefinitionRequest& request, absl::Time now);

  // The revision ready to run; `revision` 0 = newest. Kept in memory while anybody uses it, and for a while after.
  absl::StatusOr<std::shared_ptr<const DefinitionPlan>> Plan(int64_t definition_id, int64_t revision) {
    v1::ReleaseCreated created;
    created.set_definition_id(definition_id);
    created.set_definition_revision(revision);
    return Plan(created);
  }
  // As a release was made: with the task groups it has pinned in place of the tasks that name them, and with the stages
  // of the installed tasks it has pinned, and the download of the artifacts that it downloads.
  absl::StatusOr<std::shared_ptr<const DefinitionPlan>> Plan(const v1::ReleaseCreated& created);

 private:
  absl::Status InsertPinned(const google::protobuf::RepeatedPtrField<v1::PinnedTaskGroup>& pins,
                            v1::ReleaseDefinition* model) const;
  absl::StatusOr<v1::ReleaseDefinition> LoadModel(int64_t definition_id, int64_t revision);
  absl::StatusOr<DefinitionRow> Find(int64_t id, const std::string& path, const std::string& name);

  Store* store_;
  const SecretBox* secret_box_;
  const Resources* resources_;
  const Limits limits_;

  using Key = std::tuple<int64_t, int64_t, std::string>;  // definition, revision, what is pinned
  absl::Mutex mutex_;
  absl::flat_hash_map<Key, std::weak_ptr<const DefinitionPlan>> plans_ ABSL_GUARDED_BY(mutex_);
  std::list<std::shared_ptr<const DefinitionPlan>> recent_ ABSL_GUARDED_BY(mutex_);  // newest first
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_CATALOG_H_
