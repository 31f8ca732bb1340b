// Any patterns, tags and regular expressions against any branch. Lines: branch, default branch, tag, then filters of three lines each.
#include "model/branch_filter.h"

#include <deque>

#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace v1 = slipway::v1;
  slipway::FuzzInput input(data, size);
  v1::ArtifactVersion version;
  version.set_source_branch(std::string(input.Line()));
  const std::string default_branch(input.Line());
  version.add_tags(std::string(input.Line()));
  std::deque<v1::ArtifactFilter> filters;
  std::vector<const v1::ArtifactFilter*> pointers;
  while (!input.empty()) {
    v1::ArtifactFilter& filter = filters.emplace_back();
    filter.set_source_branch(std::string(input.Line()));
    filter.add_tags(std::string(input.Line()));
    filter.mutable_tag_filter()->set_pattern(std::string(input.Line()));
    filter.set_use_build_definition_branch(filters.size() % 3 == 0);
    pointers.push_back(&filter);
    (void)slipway::BranchMatches(filter.source_branch(), version.source_branch());
  }
  const auto set = slipway::ArtifactFilterSet::Compile(pointers);
  if (!set.ok()) {
    slipway::Require(!set.status().message().empty(), "a refused filter says why");
    return 0;
  }
  const std::string refusal = set->Refusal(version, default_branch);
  slipway::Require(refusal == set->Refusal(version, default_branch), "the same question has the same answer");
  slipway::Require(!pointers.empty() || refusal.empty(), "no filter refuses nothing");
  return 0;
}
