#include "core/retention.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

constexpr int32_t kDeletedDays = 14;
// Stands for "was never deployed" among environment ids, which are positive.
constexpr int64_t kNowhere = 0;

RetentionPolicy Bounded(RetentionPolicy policy, const v1::EnvironmentRetentionPolicy& maximum) {
  if (maximum.days_to_keep() > 0) policy.days = std::min(policy.days, maximum.days_to_keep());
  if (maximum.releases_to_keep() > 0) policy.releases = std::min(policy.releases, maximum.releases_to_keep());
  return policy;
}

std::string Days(int64_t days) { return absl::StrCat(days, days == 1 ? " day" : " days"); }

RetentionVerdict Keep(std::string reason) { return {v1::RETENTION_ACTION_KEEP, std::move(reason)}; }

}  // namespace

const RetentionPolicy& RetentionRules::Of(int64_t environment) const {
  const auto found = environments.find(environment);
  return found == environments.end() ? fallback : found->second;
}

RetentionRules MakeRetentionRules(const v1::ReleaseDefinition& definition, const v1::RetentionSettings& settings) {
  RetentionRules rules;
  if (settings.default_policy().days_to_keep() > 0) rules.fallback.days = settings.default_policy().days_to_keep();
  if (settings.default_policy().releases_to_keep() > 0) {
    rules.fallback.releases = settings.default_policy().releases_to_keep();
  }
  rules.fallback = Bounded(rules.fallback, settings.maximum_policy());
  rules.deleted = absl::Hours(24) * (settings.days_to_keep_deleted_releases() > 0
                                         ? settings.days_to_keep_deleted_releases()
                                         : kDeletedDays);
  for (const v1::DefinitionEnvironment& environment : definition.environments()) {
    const v1::EnvironmentRetentionPolicy& policy = environment.retention_policy();
    rules.environments[environment.id()] =
        Bounded({policy.days_to_keep(), policy.releases_to_keep()}, settings.maximum_policy());
    rules.names[environment.id()] = environment.name();
  }
  return rules;
}

std::string RetentionJudge::NameOf(int64_t environment) const {
  const auto found = rules_.names.find(environment);
  return found == rules_.names.end() ? absl::StrCat("environment ", environment, ", which is gone")
                                     : absl::StrCat("'", found->second, "'");
}

RetentionVerdict RetentionJudge::Judge(const RetentionFacts& release) {
  const absl::Duration age = now_ - release.touched;
  if (release.is_deleted) {
    if (age < rules_.deleted) return Keep("deleted, and can be undeleted");
    return {v1::RETENTION_ACTION_PURGE,
            absl::StrCat("deleted more than ", Days(rules_.deleted / absl::Hours(24)), " ago")};
  }
  std::vector<int64_t> places = release.deployed_to;
  if (places.empty()) places.push_back(kNowhere);
  // Counted first, whatever keeps it: a release that is kept for another reason is still among the newest.
  int64_t among_newest_of = -1;
  int32_t days = 0;
  for (int64_t place : places) {
    if (newer_[place]++ < rules_.Of(place).releases) among_newest_of = place;
    days = std::max(days, rules_.Of(place).days);
  }
  if (release.in_progress) return Keep("in progress");
  if (release.keep_forever) return Keep("kept forever");
  if (!release.currently_in.empty()) {
    return Keep(absl::StrCat("it is what is deployed in ", NameOf(release.currently_in.front())));
  }
  if (age < absl::Hours(24) * days) return Keep(absl::StrCat("changed or deployed less than ", Days(days), " ago"));
  if (among_newest_of == kNowhere) {
    return Keep(absl::StrCat("among the newest ", rules_.fallback.releases, " that were never deployed"));
  }
  if (among_newest_of > 0) {
    return Keep(absl::StrCat("among the newest ", rules_.Of(among_newest_of).releases, " that were deployed to ",
                             NameOf(among_newest_of)));
  }
  return {v1::RETENTION_ACTION_DELETE,
          absl::StrCat("changed or deployed last ", Days(age / absl::Hours(24)), " ago; kept are ", Days(days),
                       " and the newest of each environment")};
}

}  // namespace slipway
