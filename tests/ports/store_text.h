// Rows of a store as text, so that two stores can be compared and a difference can be read.
#ifndef SLIPWAY_TESTS_PORTS_STORE_TEXT_H_
#define SLIPWAY_TESTS_PORTS_STORE_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ports/store.h"

namespace slipway {

inline std::string TimeText(absl::Time time) {
  return time == absl::InfinitePast()     ? "never"
         : time == absl::InfiniteFuture() ? "forever"
                                          : absl::StrCat(absl::ToUnixMicros(time));
}

template <typename... Values>
std::string Fields(const Values&... fields) {
  std::string text;
  (absl::StrAppend(&text, fields, "|"), ...);
  return text;
}

inline std::string ToText(const Record& r) { return Fields(r.sequence, r.position, TimeText(r.time), r.payload); }
inline std::string ToText(const Store::LogEntry& e) { return Fields(e.stream, ToText(e.record)); }
inline std::string ToText(const DefinitionRow& r) {
  return Fields(r.id, r.revision, r.name, r.path, r.is_deleted, TimeText(r.created_on), TimeText(r.modified_on));
}
inline std::string ToText(const DefinitionRevisionRow& r) {
  return Fields(r.definition_id, r.revision, r.document, r.sealed, r.change_type, r.changed_by, r.comment,
                TimeText(r.changed_on));
}
inline std::string ToText(const ResourceRow& r) {
  return Fields(r.kind, r.id, r.revision, r.name, r.payload, r.is_deleted, r.changed_by, TimeText(r.changed_on));
}
inline std::string ToText(const ReleaseRow& r) {
  return Fields(r.id, r.definition_id, r.definition_revision, r.name, r.description, r.created_by, r.idempotency_key,
                r.status, r.reason, TimeText(r.created_on), TimeText(r.modified_on), r.is_deleted, r.keep_forever);
}
inline std::string ToText(const EnvironmentRow& r) {
  return Fields(r.release_id, r.index, r.definition_id, r.definition_environment_id, r.name, r.status, r.attempt,
                TimeText(r.modified_on));
}
inline std::string ToText(const DeploymentRow& r) {
  return Fields(r.id, r.release_id, r.definition_id, r.environment_index, r.definition_environment_id, r.attempt,
                r.reason, r.status, r.operation_status, r.requested_by, TimeText(r.queued_on), TimeText(r.started_on),
                TimeText(r.completed_on));
}
inline std::string ToText(const ApprovalRow& r) {
  return Fields(r.id, r.release_id, r.environment_index, r.attempt, r.type, r.status, r.rank, r.is_automated,
                r.approver, r.approved_by, r.comments, TimeText(r.created_on), TimeText(r.modified_on));
}
inline std::string ToText(const OutboxPut& r) { return Fields(r.id, r.stream, r.payload); }
inline std::string ToText(int64_t number) { return absl::StrCat(number); }
inline std::string ToText(const Counters& c) {
  return Fields(c.definition, c.release, c.deployment, c.approval, c.outbox);
}

template <typename Row>
std::string ToText(const std::vector<Row>& rows) {
  return absl::StrJoin(rows, "\n", [](std::string* out, const Row& row) { out->append(ToText(row)); });
}

inline std::string ToText(const LoadedStream& s) {
  return Fields(s.stream, s.version, s.active, s.snapshot_version, s.snapshot, "\n", ToText(s.records));
}

// An answer or its error's code, printable.
template <typename T>
std::string ToText(const absl::StatusOr<T>& answer) {
  return absl::CHexEscape(answer.ok() ? ToText(*answer) : absl::StatusCodeToString(answer.status().code()));
}

}  // namespace slipway

#endif  // SLIPWAY_TESTS_PORTS_STORE_TEXT_H_
