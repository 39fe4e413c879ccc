#!/bin/sh
# Builds ../vendor.js, which is committed: whoever only runs the server needs neither Node nor this script.
# Needs Node 20 or newer. Two runs give the same bytes:
#   ./build.sh && git diff --exit-code ..
set -eu
cd "$(dirname "$0")"
npm ci
node build.mjs
