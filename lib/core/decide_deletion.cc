// Deletion, undeletion and "keep forever" of a release (domain.md 12).
#include "absl/strings/str_cat.h"
#include "core/decider.h"

namespace slipway {

absl::Status Decider::On(const DeleteRelease& command) {
  if (state_.is_deleted) return absl::FailedPreconditionError("the release is deleted already");
  if (state_.keep_forever) {
    return absl::FailedPreconditionError("the release is kept forever; allow its deletion first (keepForever false)");
  }
  if (state_.active()) {
    return absl::FailedPreconditionError(absl::StrCat("environment '", NameOf(*state_.open_environments.begin()),
                                                      "' is queued, scheduled or in progress; cancel it first"));
  }
  Add()->mutable_release_deleted()->set_comment(command.comment);
  Apply();
  return absl::OkStatus();
}

absl::Status Decider::On(const UndeleteRelease& command) {
  if (!state_.is_deleted) return absl::FailedPreconditionError("the release is not deleted");
  Add()->mutable_release_undeleted()->set_comment(command.comment);
  Apply();
  return absl::OkStatus();
}

absl::Status Decider::On(const KeepRelease& command) {
  if (state_.keep_forever == command.keep_forever) return absl::OkStatus();
  v1::ReleaseKept* kept = Add()->mutable_release_kept();
  kept->set_keep_forever(command.keep_forever);
  kept->set_comment(command.comment);
  Apply();
  return absl::OkStatus();
}

}  // namespace slipway
