#include "engine/catalog.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/status_payload.h"
#include "engine/definition_triggers.h"
#include "engine/time_text.h"
#include "engine/zones.h"
#include "model/artifact_step.h"
#include "model/definition_import.h"
#include "model/definition_validate.h"
#include "model/task_group.h"
#include "model/task_stages.h"
#include "model/version_spec.h"
#include "slipway/v1/error.pb.h"

namespace slipway {
namespace {

constexpr size_t kRecentPlans = 64;
constexpr int32_t kAuditAdd = 1;
constexpr int32_t kAuditUpdate = 2;
constexpr int32_t kAuditDelete = 3;

v1::DefinitionSummary Summary(const DefinitionRow& row) {
  v1::DefinitionSummary summary;
  summary.set_id(row.id);
  summary.set_revision(row.revision);
  summary.set_name(row.name);
  summary.set_path(row.path);
  summary.set_created_on(TimeText(row.created_on));
  summary.set_modified_on(TimeText(row.modified_on));
  summary.set_is_deleted(row.is_deleted);
  return summary;
}

// What was accepted once is read again whatever today's limits are.
Limits StoredLimits() {
  Limits limits;
  limits.max_document_bytes = std::numeric_limits<int64_t>::max();
  limits.max_document_depth = 1000;
  limits.max_environments = limits.max_phases = limits.max_tasks = limits.max_variables =
      std::numeric_limits<int32_t>::max();
  limits.max_variable_bytes = std::numeric_limits<int64_t>::max();
  return limits;
}

// Every finding that is an error, one a line: what a person needs to mend the document. All findings are its detail, the
// path of the first error its path.
absl::Status BrokenDefinitions(const v1::ImportDefinitionResponse& response) {
  std::string text;
  v1::ErrorDetail detail;
  for (const v1::ImportedDefinition& definition : response.definitions()) {
    for (const v1::Finding& finding : definition.findings()) {
      *detail.add_findings() = finding;
      if (finding.severity() != v1::SEVERITY_ERROR) continue;
      if (text.empty()) detail.set_path(finding.path());
      absl::StrAppend(&text, text.empty() ? "" : "\n",
                      response.definitions_size() > 1 ? absl::StrCat(definition.name(), ": ") : "", finding.path(),
                      finding.path().empty() ? "" : ": ", finding.message());
    }
  }
  if (text.empty()) return absl::OkStatus();
  absl::Status broken = absl::InvalidArgumentError(absl::StrCat("nothing was imported:\n", text));
  broken.SetPayload(kDetailPayload, absl::Cord(detail.SerializeAsString()));
  return broken;
}

// Puts the sealed values back where the document has null.
void ApplySealed(const v1::SealedValues& sealed, v1::ReleaseDefinition* model) {
  const auto apply = [&](int environment, auto* variables) {
    for (auto& [name, value] : *variables) {
      const auto found = sealed.values().find(VariablePath(environment, name));
      if (found == sealed.values().end()) continue;
      value.set_sealed(found->second);
      value.set_is_secret(true);
    }
  };
  if (sealed.values().empty()) return;
  apply(-1, model->mutable_variables());
  for (int i = 0; i < model->environments_size(); ++i) {
    apply(i, model->mutable_environments(i)->mutable_variables());
  }
}

}  // namespace

absl::StatusOr<v1::ImportDefinitionResponse> Catalog::Import(const v1::ImportDefinitionRequest& request, absl::Time now,
                                                             int64_t* last_definition_id) {
  SLIPWAY_ASSIGN_OR_RETURN(std::vector<ImportedDefinition> imported, ImportDefinitions(request.document(), limits_));
  if (request.definition_id() != 0 && imported.size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("document: holds ", imported.size(), " definitions, but definitionId names one to replace"));
  }
  v1::ImportDefinitionResponse response;
  for (ImportedDefinition& definition : imported) {
    v1::ImportedDefinition* entry = response.add_definitions();
    entry->set_name(definition.model.name());
    for (v1::Finding& finding : definition.findings) *entry->add_findings() = std::move(finding);
    std::vector<v1::Finding> findings = Validate(definition.model, limits_);
    for (v1::Finding& finding : findings) *entry->add_findings() = std::move(finding);
    findings = ValidateTimeZones(definition.model, LoadZone);
    for (v1::Finding& finding : findings) *entry->add_findings() = std::move(finding);
  }
  if (request.validate_only()) return response;
  SLIPWAY_RETURN_IF_ERROR(BrokenDefinitions(response));

  WriteBatch batch;
  int64_t next_id = *last_definition_id;
  for (size_t i = 0; i < imported.size(); ++i) {
    const ImportedDefinition& definition = imported[i];
    const std::string path = definition.model.path().empty() ? "\\" : definition.model.path();
    DefinitionRow row;
    bool exists = false;
    if (request.definition_id() != 0) {
      SLIPWAY_ASSIGN_OR_RETURN(row, Find(request.definition_id(), "", ""));
      exists = true;
    } else if (request.upsert()) {
      absl::StatusOr<DefinitionRow> found = store_->FindDefinition(path, definition.model.name());
      if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
      exists = found.ok();
      if (exists) row = *std::move(found);
    }
    if (exists && request.expected_revision() != 0 && request.expected_revision() != row.revision) {
      return absl::AbortedError(absl::StrCat("expectedRevision: the definition is at revision ", row.revision, ", not ",
                                             request.expected_revision(),
                                             "; fetch it, apply the change again and retry"));
    }
    if (!exists) {
      row.id = ++next_id;
      row.created_on = now;
    }
    row.revision += 1;
    row.name = definition.model.name();
    row.path = path;
    row.is_deleted = false;
    row.modified_on = now;

    DefinitionRevisionRow revision;
    revision.definition_id = row.id;
    revision.revision = row.revision;
    revision.document = ExportDocument(definition.document, /*indent=*/-1);
    v1::SealedValues sealed;
    for (const auto& [where, value] : definition.secrets) {
      SLIPWAY_ASSIGN_OR_RETURN((*sealed.mutable_values())[where], secret_box_->Seal(value));
    }
    revision.sealed = sealed.SerializeAsString();
    revision.change_type = exists ? kAuditUpdate : kAuditAdd;
    revision.changed_by = request.actor();
    revision.comment = request.comment();
    revision.changed_on = now;
    AddTriggerRows(definition.model, row, exists, &batch);
    *response.mutable_definitions(static_cast<int>(i))->mutable_definition() = Summary(row);
    batch.definitions.push_back(std::move(row));
    batch.definition_revisions.push_back(std::move(revision));
  }
  SLIPWAY_RETURN_IF_ERROR(store_->Commit(batch, nullptr));
  *last_definition_id = next_id;
  return response;
}

absl::StatusOr<DefinitionRow> Catalog::Find(int64_t id, const std::string& path, const std::string& name) {
  if (id == 0 && !name.empty()) {
    absl::StatusOr<DefinitionRow> row = store_->FindDefinition(path.empty() ? "\\" : path, name);
    if (absl::IsNotFound(row.status())) {
      return absl::NotFoundError(absl::StrCat("name: there is no definition named '", name, "'"));
    }
    return row;
  }
  absl::StatusOr<DefinitionRow> row = store_->GetDefinition(id);
  if (absl::IsNotFound(row.status())) {
    return absl::NotFoundError(absl::StrCat("definitionId: there is no definition ", id));
  }
  return row;
}

absl::StatusOr<v1::ExportDefinitionResponse> Catalog::Export(const v1::ExportDefinitionRequest& request) {
  SLIPWAY_ASSIGN_OR_RETURN(const DefinitionRow row, Find(request.definition_id(), "", ""));
  absl::StatusOr<DefinitionRevisionRow> revision =
      store_->GetDefinitionRevision(row.id, request.revision() != 0 ? request.revision() : row.revision);
  if (absl::IsNotFound(revision.status())) {
    return absl::NotFoundError(absl::StrCat("revision: definition ", row.id, " has no revision ", request.revision(),
                                            "; the newest is ", row.revision));
  }
  SLIPWAY_RETURN_IF_ERROR(revision.status());
  SLIPWAY_ASSIGN_OR_RETURN(const Json document, ParseJson(revision->document, StoredLimits()));
  v1::ExportDefinitionResponse response;
  response.set_document(ExportDocument(document));
  return response;
}

absl::StatusOr<v1::ReleaseDefinition> Catalog::LoadModel(int64_t definition_id, int64_t revision) {
  absl::StatusOr<DefinitionRevisionRow> row = store_->GetDefinitionRevision(definition_id, revision);
  if (absl::IsNotFound(row.status())) {
    return absl::NotFoundError(absl::StrCat("definition ", definition_id, " has no revision ", revision));
  }
  SLIPWAY_RETURN_IF_ERROR(row.status());
  SLIPWAY_ASSIGN_OR_RETURN(Json document, ParseJson(row->document, StoredLimits()));
  SLIPWAY_ASSIGN_OR_RETURN(ImportedDefinition imported, ImportDefinition(std::move(document), StoredLimits()));
  v1::SealedValues sealed;
  if (!sealed.ParseFromString(row->sealed)) {
    return absl::DataLossError(
        absl::StrCat("definition ", definition_id, " revision ", revision, ": its sealed values cannot be read"));
  }
  ApplySealed(sealed, &imported.model);
  imported.model.set_id(definition_id);
  imported.model.set_revision(revision);
  return std::move(imported.model);
}

absl::StatusOr<v1::GetDefinitionResponse> Catalog::Get(const v1::GetDefinitionRequest& request) {
  SLIPWAY_ASSIGN_OR_RETURN(const DefinitionRow row, Find(request.definition_id(), request.path(), request.name()));
  v1::GetDefinitionResponse response;
  SLIPWAY_ASSIGN_OR_RETURN(*response.mutable_definition(),
                           LoadModel(row.id, request.revision() != 0 ? request.revision() : row.revision));
  response.mutable_definition()->set_is_deleted(row.is_deleted);
  for (v1::Finding& finding : Validate(response.definition(), limits_)) *response.add_findings() = std::move(finding);
  return response;
}

absl::StatusOr<v1::ListDefinitionsResponse> Catalog::List(const v1::ListDefinitionsRequest& request) {
  const int32_t limit = std::clamp(request.limit() == 0 ? 50 : request.limit(), 1, 1000);
  SLIPWAY_ASSIGN_OR_RETURN(
      const std::vector<DefinitionRow> rows,
      store_->ListDefinitions(request.search_text(), request.include_deleted(), request.after_id(), limit));
  v1::ListDefinitionsResponse response;
  for (const DefinitionRow& row : rows) *response.add_definitions() = Summary(row);
  if (static_cast<int32_t>(rows.size()) == limit) response.set_next_after(rows.back().id);
  return response;
}

absl::Status Catalog::Delete(const v1::DeleteDefinitionRequest& request, absl::Time now) {
  SLIPWAY_ASSIGN_OR_RETURN(DefinitionRow row, Find(request.definition_id(), "", ""));
  if (row.is_deleted) return absl::OkStatus();
  // Deleting is a revision too, so that history tells who did it; its document is the one before.
  SLIPWAY_ASSIGN_OR_RETURN(DefinitionRevisionRow revision, store_->GetDefinitionRevision(row.id, row.revision));
  row.revision += 1;
  row.is_deleted = true;
  row.modified_on = now;
  revision.revision = row.revision;
  revision.change_type = kAuditDelete;
  revision.changed_by = request.actor();
  revision.comment = request.comment();
  revision.changed_on = now;
  WriteBatch batch;
  AddTriggerRows(v1::ReleaseDefinition(), row, /*exists=*/true, &batch);
  batch.definitions.push_back(std::move(row));
  batch.definition_revisions.push_back(std::move(revision));
  return store_->Commit(batch, nullptr);
}

absl::Status Catalog::InsertPinned(const google::protobuf::RepeatedPtrField<v1::PinnedTaskGroup>& pins,
                                   v1::ReleaseDefinition* model) const {
  std::vector<v1::TaskGroup> groups;
  for (const v1::PinnedTaskGroup& pin : pins) {
    SLIPWAY_ASSIGN_OR_RETURN(groups.emplace_back(), resources_->GetTaskGroup(pin));
  }
  return InsertTaskGroups(model, [&](absl::string_view id, absl::string_view version) -> const v1::TaskGroup* {
    const absl::StatusOr<VersionSpec> spec = VersionSpec::Parse(version);
    for (const v1::TaskGroup& group : groups) {
      if (!absl::EqualsIgnoreCase(group.id(), id)) continue;
      if (!spec.ok() || spec->Accepts(group.major(), group.minor(), group.patch(), group.is_test())) return &group;
    }
    return nullptr;
  });
}

absl::StatusOr<std::shared_ptr<const DefinitionPlan>> Catalog::Plan(const v1::ReleaseCreated& created) {
  const int64_t definition_id = created.definition_id();
  int64_t revision = created.definition_revision();
  const auto& pins = created.task_groups();
  if (revision == 0) {
    SLIPWAY_ASSIGN_OR_RETURN(const DefinitionRow row, Find(definition_id, "", ""));
    if (row.is_deleted) {
      return absl::FailedPreconditionError(
          absl::StrCat("definitionId: definition ", definition_id, " ('", row.name, "') is deleted"));
    }
    revision = row.revision;
  }
  std::string pinned;
  for (const v1::PinnedTaskGroup& pin : pins) absl::StrAppend(&pinned, pin.id(), "/", pin.major(), "@", pin.revision(), " ");
  for (const v1::PinnedTask& task : created.tasks()) {
    if (!task.pre_job() && !task.post_job() && task.main()) continue;
    absl::StrAppend(&pinned, task.task_id(), " ", task.spec(), task.pre_job() ? " pre" : "", task.main() ? " main" : "",
                    task.post_job() ? " post" : "", ";");
  }
  for (const std::string& alias : created.downloads()) absl::StrAppend(&pinned, "\n", alias);
  const Key key(definition_id, revision, pinned);
  {
    absl::MutexLock lock(&mutex_);
    const auto found = plans_.find(key);
    if (found != plans_.end()) {
      if (std::shared_ptr<const DefinitionPlan> plan = found->second.lock()) return plan;
    }
  }
  SLIPWAY_ASSIGN_OR_RETURN(v1::ReleaseDefinition model, LoadModel(definition_id, revision));
  if (!pins.empty()) SLIPWAY_RETURN_IF_ERROR(InsertPinned(pins, &model));
  InsertTaskStages(created.tasks(), &model);
  if (created.downloads_size() > 0) InsertArtifactDownloads(created.downloads(), &model);
  SLIPWAY_ASSIGN_OR_RETURN(std::shared_ptr<const DefinitionPlan> plan, DefinitionPlan::Build(std::move(model), LoadZone));
  absl::MutexLock lock(&mutex_);
  plans_[key] = plan;
  recent_.push_front(plan);
  if (recent_.size() > kRecentPlans) {
    recent_.pop_back();
    absl::erase_if(plans_, [](const auto& entry) { return entry.second.expired(); });
  }
  return plan;
}

}  // namespace slipway
