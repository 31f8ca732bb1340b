#!/usr/bin/env python3
"""Plays scenarios.json on a driver; README.md says how. Standard library only, Python 3.9."""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

DEADLINE = 60  # seconds for one answer: reached only by what hangs
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z")
PROCESS = re.compile(r"\bprocess \d+")
VOLATILE = {
    "token",
    "boot",
    "timeUs",
    "startedUs",
    "finishedUs",
    "dueUs",
    "untilUs",
    "timeoutUs",
    "stabilizedUs",
    "nextUs",
    "timeToDeploy",
    "position",
    "head",
    "sealed",
    "logPath",
    "workingDirectory",
}


class Wrong(Exception):
    """What a step gave is not what the scenario says."""


class Driver:
    """A driver process."""

    def __init__(self, command):
        self._command = command
        self._process = None

    def start(self):
        """Does nothing when it runs."""
        if self._process is not None:
            return
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
        )

    def kill(self):
        if self._process is not None:
            self._process.kill()
            self._process.stdin.close()
            self._process.stdout.close()
            self._process.wait()
            self._process = None

    def finish(self):
        """End of input: the driver is to leave by itself, with success."""
        self._process.stdin.close()
        code = self._process.wait(DEADLINE)
        self._process.stdout.close()
        self._process = None
        if code != 0:
            raise Wrong(f"the driver ended with {code}")

    def ask(self, *words):
        line = " ".join(word if isinstance(word, str) else json.dumps(word) for word in words)
        watchdog = threading.Timer(DEADLINE, self._process.kill)
        watchdog.start()
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            watchdog.cancel()
        if not answer.endswith("\n"):
            raise Wrong(f"the driver died, or gave no answer within {DEADLINE} s, at: {line[:500]}")
        word, _, rest = answer.rstrip("\n").partition(" ")
        if word == "ok":
            return {"ok": json.loads(rest) if rest else {}}
        if word == "error":
            code, _, detail = rest.partition(" ")
            return {"error": {"code": code, **json.loads(detail or "{}")}}
        if word == "end":
            return {"end": True}
        raise Wrong(f"the driver answered {answer.strip()[:200]!r} to: {line[:200]}")


def normal(value, folder, key=""):
    """Without defaults, with integers as text, and without what differs from run to run."""
    if isinstance(value, dict):
        # Keys are sorted: maps have no order.
        items = {name: normal(item, folder, name) for name, item in sorted(value.items())}
        return {name: item for name, item in items.items() if item not in (None, "", [], "0", False)}
    if isinstance(value, list):
        return [normal(item, folder) for item in value]
    if key in VOLATILE and value not in (0, "", "0"):
        return "<" + key + ">"
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() else "<number>"
    text = value.replace(str(folder), "${dir}")
    return PROCESS.sub("process <id>", TIME.sub("<time>", text))


def matches(pattern, value):
    """None, or where and why `value` is not what `pattern` says. Both are normal."""
    if isinstance(pattern, dict):
        if set(pattern) == {"~"}:
            found = isinstance(value, str) and re.search(pattern["~"], value)
            return None if found else f": {value!r} does not match /{pattern['~']}/"
        if set(pattern) == {"#"}:
            size = len(value) if isinstance(value, list) else 0
            return None if str(size) == str(pattern["#"]) else f": {size} elements, expected {pattern['#']}"
        if set(pattern) == {"any"}:
            if any(matches(pattern["any"], item) is None for item in value or []):
                return None
            return f": no element matches {pattern['any']}; there is {value!r}"
        if not isinstance(value, dict):
            return f": {value!r}, expected an object like {pattern}"
        for name, expected in pattern.items():
            why = matches(expected, value.get(name))
            if why:
                return f".{name}{why}"
        return None
    if isinstance(pattern, list):
        actual = value or []
        if len(actual) != len(pattern):
            return f": {len(actual)} elements, expected {len(pattern)}: {actual!r}"
        for i, (expected, item) in enumerate(zip(pattern, actual)):
            why = matches(expected, item)
            if why:
                return f"[{i}]{why}"
        return None
    expected = normal(pattern, "\0")
    if expected in (None, "", "0", False):
        expected = None
    return (
        None
        if (value if value not in ("", "0", False, []) else None) == expected
        else f": {value!r}, expected {pattern!r}"
    )


def lookup(value, path):
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        value = value[int(index)] if index else value[name]
    return value


class Play:
    """One scenario on one driver."""

    def __init__(self, driver, scenario, definitions, folder):
        self.driver, self.scenario, self.definitions, self.folder = driver, scenario, definitions, folder
        self.saved = {"dir": str(folder)}
        self.streams = 0
        self.transcript = []

    def filled(self, value):
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if not isinstance(value, str):
            return value
        whole = re.fullmatch(r"\$\{(\w+)\}", value)
        if whole:
            return self.saved[whole.group(1)]
        return re.sub(r"\$\{(\w+)\}", lambda found: str(self.saved[found.group(1)]), value)

    def run(self):
        self.driver.start()
        try:
            self.play()
            self.driver.ask("close")
        except BaseException:
            self.driver.kill()  # whatever state it is in, the next scenario has a fresh one
            raise

    def play(self):
        if self.scenario.get("open", True):
            self.step({"open": {}})
        for number, step in enumerate(self.scenario["steps"]):
            try:
                self.step(self.filled(step))
            except (Wrong, KeyError, IndexError, ValueError) as wrong:
                why = str(wrong) if isinstance(wrong, Wrong) else repr(wrong)
                raise Wrong(f"step {number} {json.dumps(step)[:300]}\n    {why}") from None

    def step(self, step):
        if "open" in step:
            return self.answer(step, self.driver.ask("open", {"database": f"{self.folder}/s.db", **step["open"]}))
        if "close" in step:
            return self.answer(step, self.driver.ask("close"))
        if "crash" in step:
            self.driver.kill()
            return self.driver.start()
        if "import" in step:
            request = {"document": json.dumps(self.definitions[step["import"]]), **step.get("request", {})}
            return self.answer(step, self.driver.ask("call", "import_definition", request))
        if "call" in step:
            return self.answer(step, self.driver.ask("call", step["call"], step.get("request", {})))
        if "task" in step:
            return self.answer(step, self.driver.ask("task", step["task"], step["behaviour"]))
        if "directory" in step:
            return self.answer(step, self.driver.ask("directory", step["directory"], step["group"]))
        if "until" in step:
            return self.until(step["release"], step["until"])
        if "idle" in step:
            return self.read("watch_events", {"releaseId": step["idle"], "untilIdle": True})
        if "stream" in step:
            return self.compare(step, self.read(step["stream"], step.get("request", {})))
        raise Wrong("unknown step")

    def open_stream(self, rpc, request):
        self.streams += 1
        name = f"s{self.streams}"
        answer = self.driver.ask("stream", name, rpc, request)
        if "ok" not in answer:
            raise Wrong(f"{rpc}: {answer}")
        return name

    def read(self, rpc, request):
        name = self.open_stream(rpc, request)
        messages = []
        while True:
            answer = self.driver.ask("next", name, str(DEADLINE * 1000 // 2))
            if "end" in answer:
                break
            if "ok" not in answer:
                raise Wrong(f"{rpc}: {answer}, after {messages[-1:]}")
            messages.append(normal(answer["ok"], self.folder))
        self.driver.ask("end", name)
        return messages

    def until(self, release, pattern):
        name = self.open_stream("watch_events", {"releaseId": release})
        seen = []
        while True:
            answer = self.driver.ask("next", name, str(DEADLINE * 1000 // 2))
            if "ok" not in answer:
                raise Wrong(f"no event matches {pattern}: {answer}; seen: {seen}")
            for event in normal(answer["ok"], self.folder)["batch"]["events"]:
                if matches(pattern, event) is None:
                    self.driver.ask("end", name)
                    return
                seen += event

    def compare(self, step, messages):
        if "count" in step and len(messages) < step["count"]:
            raise Wrong(f"{len(messages)} messages, expected at least {step['count']}")
        why = matches(step["messages"], messages) if "messages" in step else None
        if why:
            raise Wrong(f"messages{why}")

    def answer(self, step, answer):
        shown = normal(answer, self.folder)
        if "error" in step:
            why = matches(step["error"], shown.get("error")) if "error" in shown else f": no error, but {answer}"
            if why:
                raise Wrong(f"error{why}\n    answer: {json.dumps(shown)[:2000]}")
        elif "error" in answer:
            raise Wrong(f"{answer['error']}")
        elif "expect" in step:
            why = matches(step["expect"], shown.get("ok", {}))
            if why:
                raise Wrong(f"response{why}\n    answer: {json.dumps(shown)[:3000]}")
        for name, path in step.get("save", {}).items():
            self.saved[name] = lookup(answer["ok"], path)
        if not step.get("racy"):
            self.transcript.append(shown)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="run the scenario of this name")
    parser.add_argument("--transcript", help="write what was answered here")
    parser.add_argument("scenarios")
    parser.add_argument("driver", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    data = json.loads(pathlib.Path(arguments.scenarios).read_text(encoding="utf-8"))
    driver = Driver(arguments.driver)
    driver.start()
    print("driver:", driver.ask("hello")["ok"])
    transcript, failed = {}, []
    chosen = [scenario for scenario in data["scenarios"] if arguments.only in (None, scenario["name"])]
    for scenario in chosen:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-scenario-"))
        play = Play(driver, scenario, data["definitions"], folder)
        try:
            play.run()
            print(f"ok      {scenario['name']}")
        except Wrong as wrong:
            failed.append(scenario["name"])
            print(f"FAILED  {scenario['name']}: {wrong}")
        transcript[scenario["name"]] = play.transcript
        shutil.rmtree(folder, ignore_errors=True)
    driver.start()
    driver.finish()
    print(f"{len(chosen) - len(failed)} of {len(chosen)} scenarios passed")
    if arguments.transcript:
        pathlib.Path(arguments.transcript).write_text(
            json.dumps(transcript, indent=1, sort_keys=True), encoding="utf-8"
        )
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
