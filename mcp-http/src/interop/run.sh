#!/bin/sh
# Runs foreign clients and the official conformance suite against the protocol layer and its transports.
# usage: run.sh BENCH TARGET CLASSPATH [SERVER COMMAND]
#   BENCH      folder of the black-box checks (behaviours.py, clients, conformance, mcp-tools)
#   TARGET     scratch folder
#   CLASSPATH  classes of the fixture server, and what they need
#   SERVER     command of a built Quire, with {store} for a fresh store; without it the Inspector,
#              which starts a process for each call, is left out
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$1/behaviours.py" ] || {
  echo "interop: no black-box checks in '$1'" >&2
  echo "try:     mvn verify -Pinterop -Dquire.bench=FOLDER" >&2
  exit 2
}
jvm=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$jvm" -version 2>&1 | grep -q '"25' || {
  echo "interop: $jvm is not Java 25" >&2
  echo "try:     JAVA_HOME=JDK25 mvn verify -Pinterop -Dquire.bench=FOLDER" >&2
  exit 2
}
rm -rf "$2"
mkdir -p "$2"
cp -R "$1" "$2/bench"
chmod -R u+w "$2/bench"
tools=$2/bench/mcp-tools
rm -rf "$tools/node_modules"
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$tools/"
"$tools/setup.sh"

java="$jvm -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp $3:$here/../../../mcp-adapter/target/test-classes"
heap="$java quire.mcp.HeapServer"
server=${4:-$heap}
failed=0
run() {
  echo "interop: $1"
  shift
  "$@" || failed=1
}

cd "$2/bench"
run "conformance suite, fixture server" \
  python3 conformance/run.py --server "$java quire.http.FixtureServer {port} {dir}/server" --profile fixture
run "conformance suite, memory server" python3 conformance/run.py --stdio "$server"
run "TypeScript clients 1.x and 2.x" \
  mcp-tools/node clients/ts-client.mjs --server "$server" --require-modern
if [ -n "${4:-}" ]; then
  run "MCP Inspector" \
    python3 clients/inspector.py --server "$server" --eras legacy,auto,modern
fi
exit $failed
