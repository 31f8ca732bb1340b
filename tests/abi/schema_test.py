#!/usr/bin/env python3
"""The schema gate itself: each way to break the schema is refused, each addition asks to be recorded.  schema_test.py PROTOC INCLUDE"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
PROTOC, INCLUDE = sys.argv[1:3]


class Gate(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        (self.root / "slipway").mkdir()
        shutil.copytree(pathlib.Path(INCLUDE) / "slipway/v1", self.root / "slipway/v1")
        self.baseline = self.root / "baseline.txtpb"
        self.assertEqual(self.run_gate("record").returncode, 0)

    def run_gate(self, mode):
        return subprocess.run([sys.executable, HERE / "schema.py", mode, PROTOC, self.root, self.baseline],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def change(self, file, old, new):
        path = self.root / "slipway/v1" / file
        text = path.read_text()
        self.assertEqual(text.count(old), 1, f"{old!r} is not once in {file}: mend this test")
        path.write_text(text.replace(old, new))

    def refused(self, words):
        for mode in "check", "record":
            answer = self.run_gate(mode)
            self.assertEqual(answer.returncode, 1, answer.stdout)
            self.assertIn(words, answer.stdout)
            self.assertIn("Put it back", answer.stdout)

    def test_given_nothing_changed_then_it_passes(self):
        self.assertEqual(self.run_gate("check").returncode, 0)

    def test_given_a_removed_field_then_it_is_refused_even_when_reserved(self):
        self.change("commands.proto", "  bool pull = 5;  ", "  reserved 5;  ")
        self.refused("field slipway.v1.RegisterTaskRequest.pull is gone")

    def test_given_a_renumbered_field_then_it_is_refused(self):
        self.change("commands.proto", "  bool pull = 5;  ", "  bool pull = 6;  ")
        self.refused("field slipway.v1.RegisterTaskRequest.pull was: number 5")

    def test_given_a_retyped_field_then_it_is_refused(self):
        self.change("commands.proto", "  bool pull = 5;  ", "  int32 pull = 5;  ")
        self.refused("is now: field, number 5, optional int32")

    def test_given_a_field_made_repeated_then_it_is_refused(self):
        self.change("commands.proto", "  bool pull = 5;  ", "  repeated bool pull = 5;  ")
        self.refused("repeated bool")

    def test_given_a_removed_rpc_then_it_is_refused(self):
        self.change("service.proto", '  rpc SetSecrets(SetSecretsRequest) returns (SetSecretsResponse) { option (since) = "0.1"; }', "")
        self.refused("rpc slipway.v1.Engine.SetSecrets is gone")

    def test_given_an_rpc_that_became_a_stream_then_it_is_refused(self):
        self.change("service.proto", "returns (SetSecretsResponse)", "returns (stream SetSecretsResponse)")
        self.refused("rpc slipway.v1.Engine.SetSecrets was")

    def test_given_a_renumbered_enum_value_then_it_is_refused(self):
        self.change("release.proto", "TASK_STATUS_SUCCEEDED = 7;", "TASK_STATUS_SUCCEEDED = 77;")
        self.refused("enum value slipway.v1.TaskStatus.TASK_STATUS_SUCCEEDED was: number 7")

    def test_given_an_addition_then_it_is_to_be_recorded_and_then_promised(self):
        self.change("commands.proto", "  bool pull = 5;  ", "  bool pull = 5; string color = 99;  ")
        answer = self.run_gate("check")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("field slipway.v1.RegisterTaskRequest.color: number 99", answer.stdout)
        self.assertIn("record_abi", answer.stdout)
        self.assertEqual(self.run_gate("record").returncode, 0)
        self.assertEqual(self.run_gate("check").returncode, 0)
        self.change("commands.proto", " string color = 99;", "")
        self.refused("RegisterTaskRequest.color is gone")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
