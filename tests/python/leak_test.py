"""Memory stays where it is, however often something is done.

    leak_test.py [CALLS]     each kind of call CALLS times (default 20,000); `leak_test.py 1000000` is the long run

Each kind is done until memory is warm, then CALLS times; what the process has grown by meanwhile must stay below a few
bytes a call.
"""
import gc
import json
import sys
import tempfile
import time

import slipway
from support import GREET, definition, environment, task

PAGE = 4096
# Python's and malloc's arenas come in pieces of up to 1 MiB: that much may come and go with no leak.
SLACK_BYTES = 1 << 20
BYTES_A_CALL = 4


def resident():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * PAGE


def measure(name, action, calls, warm=None, slack=SLACK_BYTES):
    for _ in range(warm or max(calls // 4, 1)):
        action()
    before, start = resident(), time.monotonic()
    for _ in range(calls):
        action()
    seconds = time.monotonic() - start
    grown = resident() - before
    allowed = slack + BYTES_A_CALL * calls
    print(
        f"{name:24} {calls:9,} calls  {grown / 1024:8.0f} KiB grown  {seconds / calls * 1e6:8.1f} us a call"
        f"{'' if grown <= allowed else '   LEAKS'}",
        flush=True,
    )
    return grown <= allowed


def refused(call, error):
    def action():
        try:
            call()
        except error:
            return
        raise AssertionError("it was not refused")

    return action


def open_and_close(folder):
    def action():
        with slipway.Engine(folder + "/reopened.db") as engine:
            engine.events()

    return action


def stream_and_drop(engine):
    def action():
        stream = engine.events(release=1)
        stream.next()

    return action


def host_task(engine):
    def action():
        release = engine.create_release(definition_id=1).release
        for _ in engine.events(release=release.id, until_idle=True):
            pass

    return action


def main():
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    long_run = calls >= 100_000
    folder = tempfile.mkdtemp(prefix="slipway-leak-")
    engine = slipway.Engine(folder + "/s.db")
    engine.task(GREET)(lambda context: context.log("hello"))
    engine.import_definition(document=definition(environment(tasks=[task()])))
    engine.create_release(definition_id=1)
    for _ in engine.events(release=1, until_idle=True):
        pass
    secrets = {f"name{i}": f"value {i} of some length" for i in range(7)}
    document = json.loads(definition())
    kinds = [
        ("empty", engine.get_status, calls),
        ("200 bytes in", lambda: engine.set_secrets(secrets=secrets), calls),
        ("a tree out", lambda: repr(engine.get_release(release_id=1)), calls // 10),
        (
            "20 kB in and out",
            lambda: engine.lint_definition(document=json.dumps({**document, "description": "x" * 20_000})),
            calls // 100,
        ),
        ("refused, NOT_FOUND", refused(lambda: engine.get_release(release_id=99), slipway.NotFoundError), calls),
        (
            "refused, with findings",
            refused(lambda: engine.import_definition(document="{}"), slipway.InvalidArgumentError),
            calls // 10,
        ),
        ("refused, TypeError", refused(lambda: engine.create_release(description=object()), TypeError), calls),
        ("stream opened, dropped", stream_and_drop(engine), calls // 4),
        # Each is a release of its own: caches and pages of the database fill for some thousands of them, then stay.
        (
            "host task run",
            host_task(engine),
            min(calls // 100, 2_000),
            *((5_000, SLACK_BYTES) if long_run else (None, 4 * SLACK_BYTES)),
        ),
        ("engine opened, closed", open_and_close(folder), min(calls // 200, 2_000)),
    ]
    good = [measure(*kind) for kind in kinds]
    engine.close()
    print(f"{sum(good)} of {len(good)} kinds stay within {BYTES_A_CALL} bytes a call")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
