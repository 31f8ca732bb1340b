#include "adapters/group_queries.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace slipway {

absl::StatusOr<v1::UpdateApprovalRequest> GroupQueries::Resolve(const v1::UpdateApprovalRequest& request,
                                                                HostCallbacks* host) {
  if (host == nullptr || !host->OffersResolveGroups()) return request;
  if (request.actor().empty() || request.actor_groups_size() > 0 || request.actor_is_administrator()) return request;
  v1::HostGroupQuery query;
  query.set_actor(request.actor());
  query.set_release_id(request.release_id());
  query.set_approval_id(request.approval_id());
  {
    const absl::MutexLock lock(&mutex_);
    query.set_token(absl::StrCat("groups-", ++last_));
    open_[query.token()];
  }
  const absl::Status asked = host->ResolveGroups(query);
  std::vector<std::string> groups;
  {
    const absl::MutexLock lock(&mutex_);
    const auto answered = open_.find(query.token());
    groups = std::move(answered->second);
    open_.erase(answered);
  }
  if (!asked.ok()) {
    return absl::Status(asked.code(),
                        absl::StrCat("the groups of '", request.actor(),
                                     "' are not known, so nothing was decided: ", absl::string_view(asked.message())));
  }
  v1::UpdateApprovalRequest resolved = request;
  for (std::string& group : groups) resolved.add_actor_groups(std::move(group));
  return resolved;
}

absl::Status GroupQueries::Answer(const v1::AnswerGroupsRequest& request) {
  const absl::MutexLock lock(&mutex_);
  const auto asked = open_.find(request.token());
  if (asked == open_.end()) {
    return absl::NotFoundError(
        absl::StrCat("token: no query '", request.token(), "' is being asked; answer before resolve_groups returns"));
  }
  asked->second.assign(request.groups().begin(), request.groups().end());
  return absl::OkStatus();
}

}  // namespace slipway
