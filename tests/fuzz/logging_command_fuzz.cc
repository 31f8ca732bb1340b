// Any line of output: a command or none; its names are lower case and its values are not empty.
#include "runner/logging_command.h"

#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view line(reinterpret_cast<const char*>(data), size);
  slipway::LoggingCommand command;
  const slipway::CommandSyntax syntax = slipway::ParseLoggingCommand(line, &command);
  slipway::Require(slipway::UnescapeCommand(line).size() <= size, "unescaping never grows a text");
  if (syntax == slipway::CommandSyntax::kNone)
    slipway::Require(line.find("##vso[") == absl::string_view::npos, "##vso[ is seen");
  if (syntax != slipway::CommandSyntax::kCommand) return 0;
  slipway::Require(!command.area.empty() && !command.event.empty(), "a command has two names");
  slipway::Require(command.data.size() <= size, "data is part of the line");
  for (const auto& [key, value] : command.properties) {
    slipway::Require(!value.empty(), "properties have values");
    slipway::Require(command.Find(key) != nullptr, "a property is found by its key");
  }
  return 0;
}
