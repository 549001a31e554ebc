"""Which patterns does the Rust crate `jsonschema` take? Reads one JSON string a line, writes one JSON object a line.

    python3 -m pip install jsonschema-rs==0.58.3
    {"pattern":"[^[]","jsonschema":false}
"""

import json
import sys

from jsonschema_rs import Draft202012Validator


def is_taken(pattern):
    try:
        Draft202012Validator({"type": "string", "pattern": pattern})
        return True
    except Exception as error:
        if 'is not a "regex"' in str(error):
            return False
        raise


for line in sys.stdin:
    pattern = json.loads(line)
    print(json.dumps({"pattern": pattern, "jsonschema": is_taken(pattern)}))
