#!/usr/bin/env bash
# Publishes the version that package.json names, unless it is published, and puts its built code on the tags v1.2.3 and v1
# of origin. NPM_PUBLISH takes the place of the command that publishes.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(node -p 'require("./package.json").version')
tag="v$version"
if git ls-remote --exit-code --tags origin "refs/tags/$tag" > /dev/null; then
  echo "$tag is released."
  exit 0
fi

npm run --silent build
${NPM_PUBLISH:-npm publish --provenance --access public}

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
node scripts/release-tree.mjs "$tree"
export GIT_INDEX_FILE="$tree.index"
git --work-tree "$tree" add --all --force .
commit=$(git -c user.name=strictcall -c user.email=release@strictcall.dev \
  commit-tree "$(git write-tree)" -p HEAD -m "Release $tag, built")
rm "$GIT_INDEX_FILE"
git push origin "$commit:refs/tags/$tag" "+$commit:refs/tags/v${version%%.*}"
