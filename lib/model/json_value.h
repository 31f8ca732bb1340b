// JSON documents as values of the condition language: `root` of server tasks.
#ifndef SLIPWAY_MODEL_JSON_VALUE_H_
#define SLIPWAY_MODEL_JSON_VALUE_H_

#include "model/expression_value.h"
#include "model/json_text.h"

namespace slipway {

// Numbers of more than 28 digits become texts. Recursion follows the depth that ParseJson has limited.
Value ValueFromJson(const Json& json);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_JSON_VALUE_H_
