#!/usr/bin/env bash
# Validates calls in shards with GNU parallel, and puts the parts together in whole.json:
#
#     parallel.sh tools.json calls.jsonl 8 [options of parallel, such as --sshlogin 4/ann@host]
#
# Over ssh, the folder is expected under the same name on every machine, as on a shared disk. A part is there as a whole or
# not at all, so what was killed runs again, and `--resume-failed` goes on where a run was stopped.
set -euo pipefail
tools=$1 calls=$2 shards=$3
shift 3

# A part with errors in it exits with 1 and is done; anything above is a failure, to be tried again.
seq "$shards" | parallel --joblog jobs.log --retries 3 --workdir . --env PATH "$@" \
  "strictcall validate --tools $tools $calls --shard {}/$shards --format report:part-{}.json || [ \$? -eq 1 ]"

parts=()
for ((i = 1; i <= shards; i++)); do parts+=("part-$i.json"); done
strictcall merge "${parts[@]}" --format json:whole.json --format text
