"""The README's samples do what it says: each is taken from there, built against the library as a user would, and run.

    readme_test.py SOURCE BINARY_FOLDER CC CXX
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

CXX, CC, BINARY, SOURCE = (sys.argv.pop() for _ in range(4))
LIBRARY = f"{BINARY}/lib"
README = (pathlib.Path(SOURCE) / "README.md").read_text(encoding="utf-8")
GREET = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c"
sys.dont_write_bytecode = True
sys.path.insert(0, f"{SOURCE}/examples/python")
import pipeline  # noqa: E402


def sample(language):
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)
    return text


class Samples(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-readme-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        definition = json.loads(pipeline.pipeline())
        task = {"taskId": GREET, "version": "1.*", "name": "greet", "enabled": True, "condition": "succeeded()", "inputs": {"name": "anna"}}
        definition["environments"][0]["deployPhases"][0]["workflowTasks"].append(task)
        self.host_task = json.dumps(definition)
        (self.folder / "pipeline.json").write_text(pipeline.pipeline(), encoding="utf-8")

    def run_in_folder(self, *command):
        environment = {**os.environ, "SLIPWAY_LIBRARY": f"{LIBRARY}/libslipway.so", "SLIPWAY_RUNNER": f"{BINARY}/bin/slipway-runner",
                       "PYTHONPATH": f"{SOURCE}/bindings/python", "PYTHONDONTWRITEBYTECODE": "1", "LD_LIBRARY_PATH": LIBRARY}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def import_definition(self):
        self.run_in_folder(f"{BINARY}/bin/slipway", "definition", "import", "pipeline.json", "--db", "releases.db")

    def compiled(self, compiler, standard, language, name):
        (self.folder / name).write_text(sample(language), encoding="utf-8")
        program = str(self.folder / "program")
        self.run_in_folder(compiler, f"-std={standard}", "-Wall", "-Wextra", "-Werror", f"-I{SOURCE}/include", name, "-o", program,
                           f"-L{LIBRARY}", "-lslipway", "-pthread")
        return self.run_in_folder(program)

    def test_c(self):
        self.assertIn("there is no definition 1", self.compiled(CC, "c11", "c", "sample.c"))
        self.import_definition()
        self.assertEqual(json.loads(self.run_in_folder(str(self.folder / "program")))["release"]["name"], "Shop-1")

    def test_cpp(self):
        self.import_definition()
        out = self.compiled(CXX, "c++17", "cpp", "sample.cc")
        self.assertIn('"name":"Shop-1"', out.splitlines()[0])
        self.assertIn("deploymentFinished", out.splitlines()[-1])

    def test_python(self):
        (self.folder / "pipeline.json").write_text(self.host_task, encoding="utf-8")
        (self.folder / "sample.py").write_text(sample("python"), encoding="utf-8")
        out = self.run_in_folder(sys.executable, "sample.py")
        self.assertIn("hello anna", out)
        self.assertIn("deploying Shop-1 to Prod", out)

    def test_files_that_it_names_exist(self):
        for path in re.findall(r"(?:bindings|docs|examples|include|packaging|tests|bench)/[\w./-]*[\w]", README):
            self.assertTrue((pathlib.Path(SOURCE) / path).exists(), path)


if __name__ == "__main__":
    unittest.main(verbosity=2)
