"""Tasks that mean harm, or do it by accident: what they start is ended, what they say is bounded and masked."""
import base64
import json
import os
import pathlib
import subprocess
import sys
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from targets_test import TargetTest, bash, definition, processes  # noqa: E402


def here(*tasks, **more):
    document = definition(*tasks, **more)
    phase = document["environments"][0]["deployPhases"][0]
    phase["phaseType"] = 1
    phase["deploymentInput"] = {"queueId": 1}
    return document


class Hostile(TargetTest):
    def task(self, number=0, release=1):
        return self.deployment(release)["phases"][0]["jobs"][0]["tasks"][number]

    def log(self, number=0):
        return pathlib.Path(self.task(number)["logPath"]).read_text()

    def left(self, mark):
        return [pid for pid, (_, command) in processes().items() if mark in command and "security_test" not in command]

    def test_a_thousand_children_end_with_their_task(self):
        mark = f"slipway-hostile-{os.getpid()}"
        self.addCleanup(lambda: [os.kill(pid, 9) for pid in self.left(mark)])
        fork = (f"for i in $(seq 1000); do (exec -a {mark} sleep 600) >/dev/null 2>&1 & done; "
                f'while [ "$(pgrep -fc "^{mark} 600")" -lt 1000 ]; do sleep 0.05; done; echo all up')
        self.run_definition(here(bash(fork), bash("echo the next step", name="next")))
        self.assertIn("all up", self.log())
        self.assertIn("the next step", self.log(1))
        self.wait("all are gone", lambda: not self.left(mark))

    def test_children_that_hold_the_output_do_not_hold_the_release(self):
        mark = f"slipway-holder-{os.getpid()}"
        self.addCleanup(lambda: [os.kill(pid, 9) for pid in self.left(mark)])
        self.run_definition(here(bash(f"for i in $(seq 50); do (exec -a {mark} sleep 600) & done; echo said")))
        self.assertIn("said", self.log())
        self.wait("all are gone", lambda: not self.left(mark))

    def test_a_logging_command_with_a_hundred_megabytes_fails_the_step_and_nothing_else(self):
        flood = bash('printf "##vso[task.setvariable variable=big]"; head -c 100000000 /dev/zero | tr "\\0" x; echo; echo afterwards')
        self.run_definition(here(flood, bash("echo the next step: ${#BIG}", name="next", condition="always()")), code=1)
        task = self.task()
        self.assertEqual(task["status"], "TASK_STATUS_FAILED")
        said = task["message"] + " ".join(issue["message"] for issue in task["issues"])
        self.assertIn("task.setvariable", said)
        self.assertLess(len(said), 4000, "no message repeats the data")
        self.assertIn("the next step: 0", self.log(1))
        self.assertLess(os.path.getsize(self.db), 20_000_000, "it is not in the database")

    def test_a_secret_is_hidden_in_pieces_and_in_every_spelling(self):
        secret = "s3cr3t/value+with signs"
        halves = bash('printf "halves: s3cr3t/va"; sleep 0.2; printf "lue+with signs\\n"')
        encoded = base64.b64encode(secret.encode()).decode()
        quoted = urllib.parse.quote(secret, safe="")
        spelled = bash(f'echo "base64 $(printf %s "$(password)" | base64 -w0)"; echo "uri {quoted}"; echo "plain $(password)" >&2')
        self.run_definition(here(halves, spelled, variables={"password": {"value": secret, "isSecret": True}}))
        self.assertIn("halves: ***", self.log())
        for word in (secret, encoded, quoted):
            self.assertNotIn(word, self.log(1))
        self.assertEqual(self.log(1).count("***"), 3 + self.log(1).split("Starting Command Output")[0].count("***"))
        data = str(self.db) + ".d"
        for word in (secret, encoded):
            self.assertEqual(subprocess.run(["grep", "-rlF", word, data, self.db], capture_output=True, text=True).stdout, "")


if __name__ == "__main__":
    unittest.main()
