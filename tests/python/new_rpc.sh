#!/bin/bash
# Adds rpcs, messages and a callback to a copy of the .proto files: the package has them, with nothing written by hand.
# Arguments: interpreter, source tree, protoc, plugin, folder.
set -eu
python=$1 source=$2 protoc=$3 plugin=$4 folder=$5
rm -rf "$folder" && mkdir -p "$folder/out/bindings/python/slipway"
cp -r "$source/include" "$folder/include"
cat >>"$folder/include/slipway/v1/commands.proto" <<'PROTO'
enum Mood {
  MOOD_UNDEFINED = 0;
  // All is well.
  MOOD_GOOD = 1;
}
message AskMoodRequest {
  int64 release_id = 1;  // 0 = of all
  optional int32 depth = 2;
  map<int64, Mood> by_release = 3;
  repeated Mood except = 4;
  bytes seal = 5;
  double from = 6;
}
message AskMoodResponse { Mood mood = 1; AskMoodRequest asked = 2; }
message HostMood { Mood mood = 1; }
message HostMoodAccepted {}
PROTO
sed -i -e 's|^service Engine {|&\n  // How a release feels. NOT_FOUND.\n  rpc AskMood(AskMoodRequest) returns (AskMoodResponse) { option (since) = "9.9"; }\n  // Moods as they change.\n  rpc WatchMood(AskMoodRequest) returns (stream AskMoodResponse) { option (since) = "9.9"; }|' \
  -e 's|^service Host {|&\n  // The mood changed.\n  rpc MoodChanged(HostMood) returns (HostMoodAccepted) { option (since) = "9.9"; }|' \
  "$folder/include/slipway/v1/service.proto"
"$protoc" -I"$folder/include" --plugin=protoc-gen-slipway="$plugin" --slipway_opt=templates="$source/capi/gen" \
  --slipway_out="$folder/out" $(cd "$folder/include" && ls slipway/v1/*.proto)
cp "$source"/bindings/python/slipway/_[!g]*.py "$folder/out/bindings/python/slipway"
PYTHONPATH="$folder/out/bindings/python" PYTHONDONTWRITEBYTECODE=1 "$python" - <<'PYTHON'
import inspect

import slipway

for engine in (slipway.Engine, slipway.AsyncEngine):
    assert list(inspect.signature(engine.ask_mood).parameters) == [
        "self", "release_id", "depth", "by_release", "except_", "seal", "from_"], inspect.signature(engine.ask_mood)
    assert "How a release feels. NOT_FOUND." in engine.ask_mood.__doc__ and "Since 9.9." in engine.ask_mood.__doc__
    assert "release_id: 0 = of all" in engine.ask_mood.__doc__
    assert "on_mood_changed" in inspect.signature(engine).parameters
assert inspect.iscoroutinefunction(slipway.AsyncEngine.ask_mood)
assert inspect.signature(slipway.Engine.watch_mood).return_annotation == slipway.Stream[slipway.AskMoodResponse]
request = slipway.AskMoodRequest.from_dict({"releaseId": "7", "depth": 0, "byRelease": {"3": "MOOD_GOOD"}, "except": ["MOOD_GOOD"],
                                            "seal": "aGk=", "from": 2})
assert (request.release_id, request.depth, request.by_release, request.except_, request.seal, request.from_) == (
    7, 0, {3: slipway.Mood.GOOD}, [slipway.Mood.GOOD], b"hi", 2.0), request
assert slipway.AskMoodRequest(depth=0).to_dict() == {"depth": 0} and slipway.AskMoodRequest().depth is None
assert slipway.AskMoodResponse().asked == slipway.AskMoodRequest()
PYTHON
PYTHONPATH="$folder/out/bindings/python" "$python" - <<'PYTHON'
import json

from slipway import AskMoodRequest, Mood
from slipway._native import encode

sent = json.loads(encode(AskMoodRequest(by_release={3: Mood.GOOD}, except_=(Mood.GOOD,), seal=b"hi", from_=0.5)))
assert sent == {"byRelease": {"3": 1}, "except": [1], "seal": "aGk=", "from": 0.5}, sent
PYTHON
