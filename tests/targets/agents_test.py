"""Agents of a pool on other machines: real sshd instances on loopback ports, driven by the slipway command."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from targets_test import TargetTest, bash, definition  # noqa: E402


def on_agents(*tasks, demands=(), **more):
    document = definition(*tasks)
    phase = document["environments"][0]["deployPhases"][0]
    phase["phaseType"] = 1
    phase["deploymentInput"] = {"queueId": 12, "demands": list(demands), **more}
    return document


class Agents(TargetTest):
    def pool(self, *options):
        arguments = []
        for name, target in self.targets.items():
            arguments += ["--agent", name, "--ssh", target.option()]
        return self.ok("agent-pool", "put", "Farm", "--id", 12, *arguments, *options)

    def jobs(self, release=1):
        return self.deployment(release)["phases"][0]["jobs"]

    def test_a_job_runs_on_the_agent_that_meets_its_demands(self):
        self.target("plain")
        able = self.target("able")
        self.pool("--capability", "able:java=17")
        self.run_definition(on_agents(bash('echo "as $AGENT_NAME in $PWD"'), demands=["java -gtVersion 11"]))
        job = self.jobs()[0]
        self.assertEqual(job["agent"], "able")
        log = pathlib.Path(job["tasks"][0]["logPath"]).read_text()
        self.assertIn(f"as able in {able.home}/.slipway/", log)
        self.assertFalse((self.targets["plain"].home / ".slipway").exists(), "the other one is not even connected to")

    def test_three_jobs_share_two_machines(self):
        self.target("a")
        self.target("b")
        self.pool()
        document = on_agents(bash('echo "$(color) as $AGENT_NAME"'), parallelExecution={
            "parallelExecutionType": "multiConfiguration", "multipliers": "color", "maxNumberOfAgents": 3})
        document["variables"]["color"] = {"value": "red,green,blue"}
        self.run_definition(document)
        self.assertEqual([job["status"] for job in self.jobs()], ["TASK_STATUS_SUCCEEDED"] * 3)
        self.assertEqual({job["agent"] for job in self.jobs()}, {"a", "b"})

    def test_after_kill_9_of_the_host_the_job_still_has_its_agent_and_ran_once(self):
        agent = self.target("a")
        self.pool()
        host = self.begin(on_agents(self.held(agent)))
        self.wait("the task runs", lambda: self.ran(agent) == 1)
        host.kill()
        host.wait()
        use = json.loads(self.ok("agent-pool", "list", "--json"))["use"]
        self.assertEqual([(one["agent"], one.get("running", 0)) for one in use], [("a", 1)])
        (agent.folder / "go").touch()
        self.ok("watch", "--until-idle")
        self.assertEqual(self.ran(agent), 1)
        self.assertEqual(self.jobs()[0]["status"], "TASK_STATUS_SUCCEEDED")


if __name__ == "__main__":
    unittest.main(verbosity=2)
