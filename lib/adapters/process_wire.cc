#include "adapters/process_wire.h"

#include <algorithm>

#include "absl/time/time.h"

namespace slipway {
namespace {

absl::Time FromMicros(int64_t micros) { return micros == 0 ? absl::InfinitePast() : absl::FromUnixMicros(micros); }

int64_t ToMillis(absl::Duration duration) { return std::max<int64_t>(0, absl::ToInt64Milliseconds(duration)); }

}  // namespace

void ToWire(const ProcessRequest& from, runner::Request* to) {
  to->set_token(from.token);
  for (const std::string& argument : from.argv) to->add_argv(argument);
  for (const auto& [name, value] : from.environment) {
    runner::EnvironmentEntry* entry = to->add_environment();
    entry->set_name(name);
    entry->set_value(value);
  }
  to->set_working_directory(from.working_directory);
  to->set_temp_directory(from.temp_directory);
  for (const ProcessFile& file : from.files) {
    runner::File* added = to->add_files();
    added->set_path(file.path);
    added->set_content(file.content);
    added->set_mode(static_cast<uint32_t>(file.mode));
  }
  to->set_log_path(from.log_path);
  for (const std::string& line : from.log_header) to->add_log_header(line);
  for (const std::string& secret : from.secrets) to->add_secrets(secret);
  to->set_seal_public_key(from.seal_public_key);
  to->set_step_reference_name(from.step_reference_name);
  to->set_debug(from.debug);
  to->set_fail_on_stderr(from.fail_on_stderr);
  to->set_restricted_commands(from.restricted_commands);
  to->set_attachments_directory(from.attachments_directory);
  for (const std::string& id : from.endpoint_ids) to->add_endpoint_ids(id);
  to->set_restrict_variables(from.restricts_variables);
  for (const std::string& glob : from.settable_variables) to->add_settable_variables(glob);
  for (const std::string& name : from.output_variables) to->add_output_variables(name);
  to->set_allow_multiline_secrets(from.allow_multiline_secrets);
  to->set_job(from.job);
  to->set_sigint_grace_ms(ToMillis(from.sigint_grace));
  to->set_sigterm_grace_ms(ToMillis(from.sigterm_grace));
}

ProcessResult FromWire(const runner::Result& from) {
  ProcessResult to;
  to.token = from.token();
  to.lost = from.lost();
  to.result = static_cast<TaskResult>(std::clamp(from.result(), 0, 5));
  to.exit_code = from.exit_code();
  to.canceled = from.canceled();
  to.started_on = FromMicros(from.started_on_us());
  to.finished_on = FromMicros(from.finished_on_us());
  for (const runner::Variable& variable : from.variables()) {
    to.variables.push_back({.name = variable.name(),
                            .value = variable.value(),
                            .is_secret = variable.is_secret(),
                            .is_output = variable.is_output(),
                            .is_read_only = variable.is_read_only(),
                            .scope = variable.scope()});
  }
  for (const runner::Issue& issue : from.issues()) {
    to.issues.push_back({.is_error = issue.is_error(), .message = issue.message()});
  }
  for (const runner::Command& command : from.commands()) {
    TaskCommand& added = to.commands.emplace_back();
    added.name = command.name();
    for (const runner::EnvironmentEntry& property : command.properties()) {
      added.properties.emplace_back(property.name(), property.value());
    }
    added.data = command.data();
    added.file = command.file();
  }
  for (const runner::TestRun& run : from.test_runs()) to.test_runs.push_back(FromWire(run));
  to.error_count = from.error_count();
  to.warning_count = from.warning_count();
  to.message = from.message();
  to.log_lines = from.log_lines();
  return to;
}

v1::TestRun FromWire(const runner::TestRun& from) {
  v1::TestRun to;
  to.set_title(from.title());
  to.set_type(from.type());
  to.set_total(from.total());
  to.set_passed(from.passed());
  to.set_failed(from.failed());
  to.set_skipped(from.skipped());
  to.set_duration_ms(from.duration_ms());
  to.set_platform(from.platform());
  to.set_configuration(from.configuration());
  for (const runner::TestResult& one : from.results()) {
    v1::TestResult* result = to.add_results();
    result->set_name(one.name());
    result->set_suite(one.suite());
    result->set_outcome(one.outcome());
    result->set_duration_ms(one.duration_ms());
    result->set_message(one.message());
  }
  return to;
}

}  // namespace slipway
