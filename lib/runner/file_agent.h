// What a host asks a target about its files: logs brought back, task packages brought over. `slipway-runner --files`.
#ifndef SLIPWAY_RUNNER_FILE_AGENT_H_
#define SLIPWAY_RUNNER_FILE_AGENT_H_

#include "runner/wire.pb.h"

namespace slipway {

// Largest content of one ReadPart's answer, in bytes, whatever was asked for.
inline constexpr int64_t kMaxPart = 4 << 20;

// One request. Problems are the reply's `error`, with the path and the errno text; nothing is fatal.
runner::FileReply AnswerFileRequest(const runner::FileRequest& request);

// Frames from `in`, answers to `out`, until the end of file. The exit code.
int ServeFiles(int in, int out);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_FILE_AGENT_H_
