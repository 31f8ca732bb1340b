"""What a call costs in Python: ours against google.protobuf's own serialize and parse plus one bare ctypes call of the
same rpc.

    python_bench.py PROTOC_PYTHON_OUT     with SLIPWAY_LIBRARY and PYTHONPATH set; bench/run sets them

Prints google-benchmark's JSON. Each case is taken in rounds, ours and the peer alternating; the ratio is the median of
the rounds'. The peer's engine speaks protobuf, ours JSON: both ratios hold the codec's work on either side of the
boundary.
  ratio            ours / (build, serialize, bare call, parse)
  python_codec     the same with a protobuf codec in plain Python instead of google.protobuf: why ours is JSON
"""
import ctypes
import json
import statistics
import sys
import tempfile
import time

import slipway
from slipway import _native

slipway.__path__.append(sys.argv[1] + "/slipway")  # protoc's package is called slipway.v1
from google.protobuf.internal import api_implementation  # noqa: E402
from slipway.v1 import commands_pb2 as pb  # noqa: E402

ROUNDS = 15
ROUND_SECONDS = 0.05


class Answer(ctypes.Structure):
    """A slipway_buffer and an error: protobuf bytes may hold zeros, so that `data` is a pointer here."""

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("size", ctypes.c_size_t),
        ("owner", ctypes.c_void_p),
        ("error", ctypes.c_void_p),
    ]


class Bare:
    """An engine in the protobuf encoding, called with nothing around ctypes."""

    def __init__(self, database):
        self.library = _native.library()
        handle, error = ctypes.c_void_p(), ctypes.c_void_p()
        options = pb.OpenOptions(database=database).SerializeToString()
        code = self.library.open(
            _native._Request(options, len(options)), 0, None, ctypes.addressof(handle), ctypes.addressof(error)
        )
        assert code == 0, self.library.error(code, error.value)
        self.handle = handle.value

    def call(self, name, body):
        answer = Answer()
        at = ctypes.addressof(answer)
        code = self.library.unary[name](self.handle, body, len(body), at, at + _native._ERROR_OFFSET)
        assert code == 0, name
        data = ctypes.string_at(answer.data, answer.size)
        self.library.buffer_release(at)
        return data


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def encode(message):
    """A protobuf codec in plain Python, over (number, value) pairs: text, bool, int, or pairs again."""
    out = []
    for number, value in message:
        if isinstance(value, str):
            data = value.encode()
            out += (varint(number << 3 | 2), varint(len(data)), data)
        elif isinstance(value, list):
            data = encode(value)
            out += (varint(number << 3 | 2), varint(len(data)), data)
        else:
            out += (varint(number << 3), varint(int(value)))
    return b"".join(out)


def decode(data, descriptor):
    """As a dict by field name, all of it."""
    message, at, end = {}, 0, len(data)
    fields = descriptor.fields_by_number
    while at < end:
        tag = shift = 0
        while True:
            byte = data[at]
            at += 1
            tag |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
        number, kind = tag >> 3, tag & 7
        value = shift = 0
        if kind == 1:
            value, at = data[at : at + 8], at + 8
        elif kind == 5:
            value, at = data[at : at + 4], at + 4
        else:
            while True:
                byte = data[at]
                at += 1
                value |= (byte & 0x7F) << shift
                if byte < 0x80:
                    break
                shift += 7
        field = fields[number]
        if kind == 2:
            part = data[at : at + value]
            at += value
            value = part.decode() if field.type == field.TYPE_STRING else decode(part, field.message_type)
        if field.label == field.LABEL_REPEATED:
            message.setdefault(field.name, []).append(value)
        else:
            message[field.name] = value
    return message


def per_call(action, calls):
    start = time.perf_counter()
    for _ in range(calls):
        action()
    return (time.perf_counter() - start) / calls


def touch(message):
    """Reads every field of one of our messages, down to the leaves."""
    for name in message._fields_:
        value = getattr(message, name)
        if isinstance(value, slipway.Message):
            touch(value)
        elif value and isinstance(value, list) and isinstance(value[0], slipway.Message):
            for item in value:
                touch(item)


def touch_pb(message):
    for field in message.DESCRIPTOR.fields:
        value = getattr(message, field.name)
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        if field.label == field.LABEL_REPEATED:
            for item in value:
                touch_pb(item)
        elif message.HasField(field.name):
            touch_pb(value)


def main():
    folder = tempfile.mkdtemp(prefix="slipway-bench-")
    ours, bare = slipway.Engine(folder + "/json.db"), Bare(folder + "/proto.db")
    name = "a task with a name, which is long enough that the request has two hundred bytes: " + "x" * 67
    task_id = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c"
    secrets = {f"Variable.Name.{i:03}": f"value-{i:03}-0123456" for i in range(500)}
    environments = [
        {
            "id": rank,
            "name": f"Environment {rank}",
            "rank": rank,
            "conditions": [{"name": "ReleaseStarted", "conditionType": 1, "value": ""}],
            "preDeployApprovals": {"approvals": [{"rank": 1, "isAutomated": True}]},
            "postDeployApprovals": {"approvals": [{"rank": 1, "isAutomated": True}]},
            "retentionPolicy": {"daysToKeep": 30, "releasesToKeep": 3, "retainBuild": True},
            "deployPhases": [
                {
                    "rank": 1,
                    "phaseType": 1,
                    "name": "job",
                    "workflowTasks": [
                        {
                            "taskId": task_id,
                            "version": "1.*",
                            "name": f"step {i}",
                            "enabled": True,
                            "condition": "succeeded()",
                            "inputs": {"script": "echo deploying", "workingDirectory": "here"},
                        }
                        for i in range(15)
                    ],
                }
            ],
        }
        for rank in range(1, 9)
    ]
    document = json.dumps({"name": "Shop", "environments": environments})
    ours.import_definition(document=document)
    bare.call("slipway_import_definition", pb.ImportDefinitionRequest(document=document).SerializeToString())

    def peer(rpc, make, response, codec=None):
        symbol = "slipway_" + rpc
        if codec is not None:
            return lambda: decode(bare.call(symbol, encode(codec)), response.DESCRIPTOR)
        return lambda: response.FromString(bare.call(symbol, make().SerializeToString()))

    cases = [
        (
            "empty",
            ours.get_status,
            peer("get_status", pb.GetStatusRequest, pb.GetStatusResponse),
            peer("get_status", None, pb.GetStatusResponse, []),
        ),
        (
            "200_bytes",
            lambda: ours.register_task(task_id=task_id, version="1.0.0", name=name, idempotent=True, pull=True),
            peer(
                "register_task",
                lambda: pb.RegisterTaskRequest(task_id=task_id, version="1.0.0", name=name, idempotent=True, pull=True),
                pb.RegisterTaskResponse,
            ),
            peer(
                "register_task",
                None,
                pb.RegisterTaskResponse,
                [(1, task_id), (2, "1.0.0"), (3, name), (4, True), (5, True)],
            ),
        ),
        (
            "20_kB",
            lambda: ours.set_secrets(secrets=secrets),
            peer("set_secrets", lambda: pb.SetSecretsRequest(secrets=secrets), pb.SetSecretsResponse),
            peer(
                "set_secrets",
                None,
                pb.SetSecretsResponse,
                [(1, [(1, key), (2, value)]) for key, value in secrets.items()],
            ),
        ),
        (
            "20_kB_response",
            lambda: ours.get_definition(definition_id=1),
            peer("get_definition", lambda: pb.GetDefinitionRequest(definition_id=1), pb.GetDefinitionResponse),
            peer("get_definition", None, pb.GetDefinitionResponse, [(1, 1)]),
        ),
        (
            "20_kB_response_all_read",
            lambda: touch(ours.get_definition(definition_id=1)),
            lambda: touch_pb(
                peer("get_definition", lambda: pb.GetDefinitionRequest(definition_id=1), pb.GetDefinitionResponse)()
            ),
            peer("get_definition", None, pb.GetDefinitionResponse, [(1, 1)]),
        ),
    ]
    benchmarks = []
    for case, our_call, peer_call, codec_call in cases:
        calls = max(3, int(ROUND_SECONDS / per_call(our_call, 50)))
        rounds = [
            (per_call(our_call, calls), per_call(peer_call, calls), per_call(codec_call, max(3, calls // 4)))
            for _ in range(ROUNDS)
        ]
        benchmarks.append(
            {
                "name": f"python_call/{case}",
                "ratio": statistics.median(our / other for our, other, _ in rounds),
                "python_codec": statistics.median(codec / other for _, other, codec in rounds),
                "us": min(our for our, _, _ in rounds) * 1e6,
                "peer_us": min(other for _, other, _ in rounds) * 1e6,
                "codec_us": min(codec for _, _, codec in rounds) * 1e6,
            }
        )
    sizes = {
        "200_bytes": pb.RegisterTaskRequest(
            task_id=task_id, version="1.0.0", name=name, idempotent=True, pull=True
        ).ByteSize(),
        "20_kB": pb.SetSecretsRequest(secrets=secrets).ByteSize(),
        "20_kB_response": len(
            bare.call("slipway_get_definition", pb.GetDefinitionRequest(definition_id=1).SerializeToString())
        ),
    }
    print(
        json.dumps(
            {"context": {"google.protobuf": api_implementation.Type(), "bytes": sizes}, "benchmarks": benchmarks},
            indent=1,
        )
    )
    ours.close()
    bare.library.close(bare.handle)


main()
