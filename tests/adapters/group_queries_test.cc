#include "adapters/group_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace slipway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A host whose directory answers as `resolve` says.
class Directory : public HostCallbacks {
 public:
  absl::Status RunTask(const v1::HostTask&) override { return absl::UnimplementedError(""); }
  bool OffersRunTask() const override { return false; }
  absl::Status CancelTask(const v1::HostCancelTask&) override { return absl::UnimplementedError(""); }
  bool OffersCancelTask() const override { return false; }
  absl::Status Notify(const v1::HostNotification&) override { return absl::UnimplementedError(""); }
  bool OffersNotify() const override { return false; }
  absl::Status ResolveGroups(const v1::HostGroupQuery& query) override {
    ++asked;
    return resolve(query);
  }
  bool OffersResolveGroups() const override { return resolve != nullptr; }

  std::function<absl::Status(const v1::HostGroupQuery&)> resolve;
  int asked = 0;
};

class GroupQueriesTest : public testing::Test {
 protected:
  absl::Status Answer(const std::string& token, const std::vector<std::string>& groups) {
    v1::AnswerGroupsRequest answer;
    answer.set_token(token);
    *answer.mutable_groups() = {groups.begin(), groups.end()};
    return queries.Answer(answer);
  }
  v1::UpdateApprovalRequest Request(const std::string& actor) {
    v1::UpdateApprovalRequest request;
    request.set_approval_id(7);
    request.set_actor(actor);
    return request;
  }

  GroupQueries queries;
  Directory directory;
};

TEST_F(GroupQueriesTest, WhatTheDirectorySaysGoesIntoTheRequest) {
  directory.resolve = [&](const v1::HostGroupQuery& query) {
    EXPECT_EQ(query.actor(), "carl");
    EXPECT_EQ(query.approval_id(), 7);
    EXPECT_TRUE(Answer(query.token(), {"overruled"}).ok());
    return Answer(query.token(), {"leads", "staff"});
  };
  const auto resolved = queries.Resolve(Request("carl"), &directory);
  ASSERT_TRUE(resolved.ok());
  EXPECT_THAT(resolved->actor_groups(), ElementsAre("leads", "staff"));
}

TEST_F(GroupQueriesTest, WithoutAnAnswerTheActorBelongsToNone) {
  directory.resolve = [](const v1::HostGroupQuery&) { return absl::OkStatus(); };
  const auto resolved = queries.Resolve(Request("carl"), &directory);
  ASSERT_TRUE(resolved.ok());
  EXPECT_THAT(resolved->actor_groups(), IsEmpty());
}

TEST_F(GroupQueriesTest, ADirectoryThatFailsLetsNobodyDecide) {
  directory.resolve = [](const v1::HostGroupQuery&) { return absl::UnavailableError("no LDAP"); };
  const auto resolved = queries.Resolve(Request("carl"), &directory);
  EXPECT_EQ(resolved.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(resolved.status().message()), HasSubstr("the groups of 'carl' are not known"));
  EXPECT_THAT(std::string(resolved.status().message()), HasSubstr("no LDAP"));
}

TEST_F(GroupQueriesTest, WhoKnowsAlreadyIsNotAsked) {
  directory.resolve = [](const v1::HostGroupQuery&) { return absl::UnavailableError(""); };
  v1::UpdateApprovalRequest with_groups = Request("carl");
  with_groups.add_actor_groups("leads");
  v1::UpdateApprovalRequest administrator = Request("root");
  administrator.set_actor_is_administrator(true);
  for (const v1::UpdateApprovalRequest& request : {with_groups, administrator, Request("")}) {
    EXPECT_TRUE(queries.Resolve(request, &directory).ok());
  }
  EXPECT_TRUE(queries.Resolve(Request("carl"), nullptr).ok());
  directory.resolve = nullptr;
  EXPECT_TRUE(queries.Resolve(Request("carl"), &directory).ok());
  EXPECT_EQ(directory.asked, 0);
}

TEST_F(GroupQueriesTest, AnAnswerThatComesTooLateIsRefused) {
  std::string token;
  directory.resolve = [&](const v1::HostGroupQuery& query) {
    token = query.token();
    return absl::OkStatus();
  };
  ASSERT_TRUE(queries.Resolve(Request("carl"), &directory).ok());
  EXPECT_EQ(Answer(token, {"leads"}).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Answer("", {"leads"}).code(), absl::StatusCode::kNotFound);
}

TEST_F(GroupQueriesTest, QueriesInsideQueriesDoNotMixTheirAnswers) {
  directory.resolve = [&](const v1::HostGroupQuery& outer) {
    if (outer.actor() == "inner") return Answer(outer.token(), {"inner-group"});
    const auto inner = queries.Resolve(Request("inner"), &directory);
    EXPECT_THAT(inner->actor_groups(), ElementsAre("inner-group"));
    return Answer(outer.token(), {"outer-group"});
  };
  const auto resolved = queries.Resolve(Request("outer"), &directory);
  ASSERT_TRUE(resolved.ok());
  EXPECT_THAT(resolved->actor_groups(), ElementsAre("outer-group"));
}

}  // namespace
}  // namespace slipway
