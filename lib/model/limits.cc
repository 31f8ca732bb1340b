#include "model/limits.h"

namespace slipway {
namespace {

template <typename T>
void TakeIfGiven(T given, T* limit) {
  if (given > 0) *limit = given;
}

}  // namespace

Limits Limits::FromProto(const v1::Limits& limits) {
  Limits result;
  TakeIfGiven<int64_t>(limits.max_document_bytes(), &result.max_document_bytes);
  TakeIfGiven<int32_t>(limits.max_document_depth(), &result.max_document_depth);
  TakeIfGiven<int32_t>(limits.max_environments(), &result.max_environments);
  TakeIfGiven<int32_t>(limits.max_phases(), &result.max_phases);
  TakeIfGiven<int32_t>(limits.max_tasks(), &result.max_tasks);
  TakeIfGiven<int32_t>(limits.max_variables(), &result.max_variables);
  TakeIfGiven<int64_t>(limits.max_variable_bytes(), &result.max_variable_bytes);
  return result;
}

}  // namespace slipway
