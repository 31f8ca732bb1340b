// Any variables and any text: expansion ends, within its bounds. Lines of name=value, then an empty line, then the text.
#include "model/macros.h"

#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  slipway::FuzzInput input(data, size);
  slipway::VariableMap originals;
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!input.empty()) {
    const absl::string_view line = input.Line();
    if (line.empty()) break;
    const size_t equals = line.find('=');
    const std::string name(line.substr(0, equals));
    const std::string value(equals == absl::string_view::npos ? absl::string_view() : line.substr(equals + 1));
    originals.Set(name, value);
    parameters.emplace_back(name, value);
    slipway::Require(originals.Find(name) != nullptr, "what was set is found");
  }
  const size_t count = originals.size();
  const slipway::ExpandedVariables expanded = slipway::ExpandVariables(std::move(originals));
  slipway::Require(expanded.variables.size() == count, "expansion keeps every variable");
  (void)slipway::ExpandMacros(input.Rest(), expanded.variables);
  (void)slipway::ExpandParameters(input.Rest(), parameters);
  (void)slipway::ExpandBracketed(input.Rest(), [](absl::string_view) { return std::nullopt; });
  return 0;
}
