"""Run by wheel.sh with the interpreter of the clean environment: what is loaded comes from the wheel. Argument: the
environment."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

venv = pathlib.Path(sys.argv.pop(1)).resolve()

import slipway  # noqa: E402
from support import BASH, definition, environment, task  # noqa: E402

assert pathlib.Path(slipway.__file__).resolve().is_relative_to(venv), slipway.__file__
with tempfile.TemporaryDirectory(prefix="slipway-wheel-") as folder:
    with slipway.Engine(folder + "/s.db") as engine:
        script = {**task(BASH, targetType="inline", script="readlink /proc/$PPID/exe"), "version": "3.*"}
        engine.import_definition(document=definition(environment(tasks=[script])))
        release = engine.create_release(definition_id=1).release
        list(engine.events(release=release.id, until_idle=True))
        release = engine.get_release(release_id=release.id).release
        assert release.environments[0].status is slipway.EnvironmentStatus.SUCCEEDED, release
        log = engine.read_log(release_id=release.id, environment="Dev").text
        assert str(venv) in log and "slipway-runner" in log, "the runner is not that of the wheel: " + log
        loaded = {line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}
        ours = {pathlib.Path(path) for path in loaded if re.search("slipway|absl|protobuf|re2|sodium|sqlite", path)}
        assert len(ours) > 20 and all(path.is_relative_to(venv) for path in ours), sorted(map(str, ours))
# The programs too find everything in the wheel, and start.
lib = pathlib.Path(slipway.__file__).parent / "lib"
programs = sorted(path for path in lib.iterdir() if path.is_file() and ".so" not in path.name and not path.suffix)
assert [path.name for path in programs] == ["slipway-runner", "slipway-server-task"], programs
for program in programs:
    places = re.findall(
        r"=> (/\S+)", subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    )
    outside = {place for place in places if not pathlib.Path(place).resolve().is_relative_to(venv)}
    assert all(re.search(r"/lib(c|m|stdc\+\+|gcc_s|dl|rt|pthread)\.so", place) for place in outside), outside
    started = subprocess.run([program], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert started.returncode >= 0 and "error while loading" not in started.stderr, started.stderr
# For a Windows target the runner starts a script that lies beside it, in parts.
scripts = {path.name for path in lib.iterdir() if path.name.startswith("slipway_windows_")}
assert scripts == {"slipway_windows_task.ps1", "slipway_windows_task.py", "slipway_windows_winrm.py"}, scripts
print(f"slipway {slipway.version()} runs from {venv}: {len(ours)} libraries of its own; pid {os.getpid()}")
