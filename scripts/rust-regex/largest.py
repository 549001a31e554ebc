"""How far may a pattern count? Reads `{"pattern":"^.{0,N}$"}` a line, writes the largest N that is still taken."""

import json
import sys

from jsonschema_rs import Draft202012Validator


def is_taken(pattern):
    try:
        Draft202012Validator({"type": "string", "pattern": pattern})
        return True
    except Exception:
        return False


for line in sys.stdin:
    case = json.loads(line)
    taken, refused = 1, 1_000_000
    while refused - taken > 1:
        middle = (taken + refused) // 2
        if is_taken(case["pattern"].replace("N", str(middle))):
            taken = middle
        else:
            refused = middle
    print(json.dumps({"pattern": case["pattern"], "largest": taken}, ensure_ascii=False))
