#include "engine/outbox.h"

#include <utility>

#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr absl::Duration kRedeliver = absl::Seconds(5);
constexpr int32_t kPage = 1000;

const std::string& NameOf(const ReleaseState& state, int32_t environment) {
  return state.plan->environment(environment).definition->name();
}

}  // namespace

absl::Status Outbox::Load(int64_t last_id) {
  last_id_ = last_id;
  if (host_ == nullptr) return absl::OkStatus();
  int64_t after = 0;
  while (true) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<OutboxPut> rows, store_->ListOutbox(after, kPage));
    for (const OutboxPut& row : rows) {
      Item item{row.id, {}};
      if (item.notification.ParseFromString(row.payload)) queue_.push_back(std::move(item));
      after = row.id;
    }
    if (static_cast<int32_t>(rows.size()) < kPage) return absl::OkStatus();
  }
}

void Outbox::Add(const ReleaseState& state, const v1::EventBatch& events, WriteBatch* batch) {
  if (host_ == nullptr) return;
  const auto add = [&](const char* kind, int32_t environment) {
    v1::HostNotification notification;
    notification.set_id(++last_id_);
    notification.set_release_id(state.id);
    notification.set_release_name(state.created.name());
    notification.set_kind(kind);
    if (environment >= 0) {
      notification.set_environment(NameOf(state, environment));
      notification.set_environment_status(state.environments[environment].status);
    }
    return notification;
  };
  const auto put = [&](v1::HostNotification notification) {
    batch->outbox_puts.push_back({notification.id(), state.id, notification.SerializeAsString()});
    const int64_t id = notification.id();
    added_.push_back({id, std::move(notification)});
  };
  for (const v1::Event& event : events.events()) {
    switch (event.kind_case()) {
      case v1::Event::kReleaseCreated:
        put(add("release-created", -1));
        break;
      case v1::Event::kReleaseAbandoned:
        put(add("release-abandoned", -1));
        break;
      case v1::Event::kReleaseDeleted:
        put(add("release-deleted", -1));
        break;
      case v1::Event::kReleaseUndeleted:
        put(add("release-undeleted", -1));
        break;
      case v1::Event::kDeploymentApproved:
        put(add("deployment-started", event.deployment_approved().environment()));
        break;
      case v1::Event::kDeploymentFinished: {
        v1::HostNotification notification = add("deployment-completed", event.deployment_finished().environment());
        notification.set_environment_status(event.deployment_finished().environment_status());
        put(std::move(notification));
        break;
      }
      case v1::Event::kApprovalsRequested:
        for (const v1::RequestedApproval& approval : event.approvals_requested().approvals()) {
          if (approval.is_automated()) continue;
          v1::HostNotification notification = add("approval-pending", event.approvals_requested().environment());
          notification.set_approval_id(approval.id());
          put(std::move(notification));
        }
        break;
      case v1::Event::kApprovalDecided: {
        v1::HostNotification notification = add("approval-completed", event.approval_decided().environment());
        notification.set_approval_id(event.approval_decided().approval_id());
        put(std::move(notification));
        break;
      }
      default:
        break;
    }
  }
}

void Outbox::Committed() {
  for (Item& item : added_) queue_.push_back(std::move(item));
  added_.clear();
}

void Outbox::TakenBack() { added_.clear(); }

void Outbox::Deliver(absl::Time now) {
  if (host_ == nullptr || now < not_before_) return;
  while (!queue_.empty()) {
    if (!host_->Notify(queue_.front().notification).ok()) {
      not_before_ = now + kRedeliver;
      return;
    }
    delivered_.push_back(queue_.front().id);
    queue_.pop_front();
  }
}

void Outbox::AddDeletes(WriteBatch* batch) {
  batch->outbox_deletes.insert(batch->outbox_deletes.end(), delivered_.begin(), delivered_.end());
  delivered_.clear();
}

}  // namespace slipway
