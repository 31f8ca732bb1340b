"""Imports a definition, creates a release, follows it to its end and prints it.

    hello.py DATABASE [DEFINITION.json]     without a definition: the small one of pipeline.py
"""
import sys

import slipway
from pipeline import pipeline


def main():
    document = open(sys.argv[2], encoding="utf-8").read() if len(sys.argv) > 2 else pipeline()
    with slipway.Engine(sys.argv[1], unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE) as engine:
        imported = engine.import_definition(document=document, upsert=True).definitions[0]
        release = engine.create_release(definition_id=imported.definition.id, actor="hello").release
        for part in engine.logs(release.id):
            print(part.text, end="")
        release = engine.get_release(release_id=release.id).release
        for environment in release.environments:
            print(f"{release.name} {environment.name}: {environment.status.name.lower()}")


main()
