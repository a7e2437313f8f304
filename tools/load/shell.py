"""What runs inside Django, in a process of its own: `manage.py shell`, what it is told
and what it answers is JSON."""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

import serving

CALL = """
import json, sys
sys.path.insert(0, "tools")
from load import {module}
print(json.dumps({module}.{function}(**json.load(sys.stdin))))
"""


def call(environment: Mapping[str, str], module: str, function: str, **arguments: Any) -> Any:
    """This will give what a function of a module of `load` answers."""
    code = CALL.format(module=module, function=function)
    command = [*serving.MANAGE, "shell", "--no-imports", "-c", code]
    told = subprocess.run(
        command, check=True, env=dict(environment), input=json.dumps(arguments), stdout=subprocess.PIPE, text=True
    )
    return json.loads(told.stdout.splitlines()[-1])
