"""The task groups are what make.py writes, and import without a finding."""
import json
import subprocess
import sys

from templates_support import TEMPLATES, TemplateTest, main

sys.path.insert(0, str(TEMPLATES))
import make  # noqa: E402


class Groups(TemplateTest):
    def test_the_file_is_what_the_scripts_say(self):
        self.assertEqual((TEMPLATES / "task-groups.json").read_text(), make.text(), "run examples/templates/make.py")

    def test_every_group_is_listed_and_no_parameter_is_left_over(self):
        listed = self.ok("task-group", "list")
        for group in make.GROUPS:
            self.assertIn(group["name"], listed)
            (task,) = group["tasks"]
            used = json.dumps({name: value for name, value in task.items() if name != "inputs"})
            for parameter in group["inputs"]:
                self.assertIn(f"$({parameter['name']})", used, group["name"])

    def test_scripts_are_well_formed(self):
        for script in TEMPLATES.glob("*.sh"):
            subprocess.run(["bash", "-n", script], check=True)


if __name__ == "__main__":
    main()
