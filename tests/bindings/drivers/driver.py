"""The driver over the Python package; ../README.md says what it does. Requests and responses go through the typed
messages."""
import json
import sys
import threading

import slipway
from slipway import SlipwayError


def succeed(task):
    task.log("message: " + task.inputs["message"])


def secret(task):
    task.log("secret: " + task.secrets["Password"])


def output(task):
    task.set_variable("Answer", "42", output=True)


def warn(task):
    task.log("##vso[task.logissue type=warning;]careful")


def fail(task):
    raise slipway.TaskFailed("told to fail")


def throw(task):
    raise RuntimeError("told to throw")


def wait(task):
    task.log("waiting")
    task.wait_canceled()
    task.check()


def ignore(task):
    threading.Event().wait()


BEHAVIOURS = {function.__name__: function for function in (succeed, secret, output, warn, fail, throw, wait, ignore)}


def touched(message):
    """The same message after every field of it was read, so that its conversions are tried too."""
    for name in message._fields_:
        value = getattr(message, name)
        for item in value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]:
            if isinstance(item, slipway.Message):
                touched(item)
    return message


def arguments(rpc, request):
    """A request as keyword arguments."""
    type_ = getattr(slipway, "".join(word.capitalize() for word in rpc.split("_")) + "Request")
    message = type_.from_dict(request)
    known = type_()
    return {name: getattr(message, name) for name in type_._fields_ if getattr(message, name) != getattr(known, name)}


class Driver:
    def __init__(self):
        self.engine = None
        self.streams = {}
        self.groups = {}

    def hello(self):
        return {"language": "python", "version": slipway.version()}

    def open(self, options):
        given = slipway.OpenOptions.from_dict(json.loads(options))
        more = {name: getattr(given, name) for name in given._fields_ if name != "database" and getattr(given, name)}
        self.groups = {}
        self.engine = slipway.Engine(given.database, on_resolve_groups=self.resolve_groups, **more)

    def directory(self, actor, group):
        self.groups.setdefault(actor, []).append(group)

    def resolve_groups(self, query):
        if "unreachable" in self.groups.get(query.actor, ()):
            self.engine.get_release(release_id=999)  # raises, as a directory does that is out of reach
        self.engine.answer_groups(token=query.token, groups=self.groups.get(query.actor, ()))

    def close(self):
        if self.engine is not None:
            self.engine.close()

    def call(self, rpc, request):
        return touched(getattr(self.engine, rpc)(**arguments(rpc, json.loads(request)))).to_dict()

    def stream(self, name, rpc, request):
        self.streams[name] = getattr(self.engine, rpc)(**arguments(rpc, json.loads(request)))

    def next(self, name, timeout_ms):
        message = self.streams[name].next(int(timeout_ms) / 1000)
        return "end" if message is None else touched(message).to_dict()

    def end(self, name):
        self.streams.pop(name).close()

    def task(self, task_id, behaviour):
        self.engine.task(task_id)(BEHAVIOURS[behaviour])


WORDS = {"hello": 0, "open": 1, "close": 0, "call": 2, "stream": 3, "next": 2, "end": 1, "task": 2, "directory": 2}


def answer(driver, line):
    verb, _, rest = line.rstrip("\n").partition(" ")
    if verb not in WORDS:
        return "unsupported"
    try:
        result = getattr(driver, verb)(*(rest.split(" ", WORDS[verb] - 1) if WORDS[verb] else ()))
    except SlipwayError as error:
        detail = {"message": error.message, "path": error.path}
        if error.findings:
            detail["findings"] = [finding.to_dict() for finding in error.findings]
        return f"error {error.code.name} {json.dumps(detail)}"
    return "end" if result == "end" else "ok" if result is None else "ok " + json.dumps(result)


def main():
    driver = Driver()
    for line in sys.stdin:
        print(answer(driver, line), flush=True)


main()
