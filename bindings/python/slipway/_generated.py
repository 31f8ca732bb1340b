"""Everything that is emitted.

Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
"""
from ._generated_commands import *
from ._generated_definition import *
from ._generated_error import *
from ._generated_events import *
from ._generated_release import *
from ._generated_engine import *
