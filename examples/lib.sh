# shellcheck shell=bash
# What the examples' tests and the scenarios of hack/ share. They need bash, kubectl and curl, a cluster in $KUBECONFIG, and the
# operator running.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
name=$(basename "${BASH_SOURCE[1]}" .sh)
[ "$name" != test ] || name=$(basename "$here")
NAMESPACE=${NAMESPACE:-default}
TIMEOUT=${TIMEOUT:-180s}
forward='' forwards=() scratch=$(mktemp -d)

k() { kubectl --namespace "$NAMESPACE" "$@"; }
say() { printf '%s: %s\n' "$name" "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }
# skipped WHY: tells that a part was left out; the runner counts such lines. skip WHY: leaves out the rest.
skipped() { say "SKIPPED: $*"; }
skip() { skipped "$@"; exit 77; }

cleanup() {
  [ "${#forwards[@]}" -eq 0 ] || kill "${forwards[@]}" 2>/dev/null || true
  rm -rf "$scratch"
  [ -n "${KEEP:-}" ] || [ ! -e "$here/ollamaserver.yaml" ] ||
    k delete -f "$here/ollamaserver.yaml" --ignore-not-found --wait=false >/dev/null
}
trap cleanup EXIT

# until_ok WHAT COMMAND...: waits until the command succeeds; at most two minutes, or $PATIENCE seconds.
until_ok() {
  local what=$1 end=$((SECONDS + ${PATIENCE:-120})); shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "$what"
    sleep 0.5
  done
}

# url_host ADDRESS: the address as URLs write it, one of IPv6 in brackets.
url_host() { case $1 in *:*) echo "[$1]" ;; *) echo "$1" ;; esac; }

# endpoint SERVER: sets $base to a URL of the server. DIRECT_POD_ACCESS=true where this machine reaches pod addresses.
endpoint() {
  if [ "${DIRECT_POD_ACCESS:-false}" = true ]; then
    base=http://$(url_host "$(k get pods -l "ollakeep.dev/server=$1" -o jsonpath='{.items[0].status.podIP}')"):8080
    return
  fi
  # kubectl chooses the port: one drawn here could be another test's. What an earlier one printed must be gone before this begins.
  : >"$scratch/forward"
  # Not by k: of a function in the background, $! would be a shell, and kubectl would outlive it.
  kubectl --namespace "$NAMESPACE" port-forward "service/$1" :80 >"$scratch/forward" 2>&1 &
  forward=$!
  forwards+=("$forward")
  forwarded() { base=$(sed -n 's|^Forwarding from \(127.0.0.1:[0-9]*\).*|http://\1|p' "$scratch/forward") && [ -n "$base" ]; }
  until_ok "port-forward to service/$1" forwarded
}

# key SECRET KEY: prints one value of a Secret.
key() { k get secret "$1" -o jsonpath="{.data['${2//./\\.}']}" | base64 -d; }

# status_of CURL-ARGUMENTS...: prints the HTTP status. Credentials come through a file descriptor, never the command line.
status_of() { curl -s -o /dev/null -w '%{http_code}' --max-time 20 "$@"; }

# as USER-SECRET METHOD PATH [BODY]: prints the HTTP status of a call with the user's Basic credential.
as() {
  local secret=$1 method=$2 path=$3 body=${4:-}
  if [ -n "$body" ]; then
    status_of -K <(printf 'header = "Authorization: %s"\n' "$(key "$secret" basic-auth)") -X "$method" -d "$body" "$base$path"
  else
    status_of -K <(printf 'header = "Authorization: %s"\n' "$(key "$secret" basic-auth)") -X "$method" "$base$path"
  fi
}

# with USER-SECRET CURL-ARGUMENTS...: curl with the user's Basic credential.
with() { curl -s -K <(printf 'header = "Authorization: %s"\n' "$(key "$1" basic-auth)") "${@:2}"; }

# upload_model USER-SECRET CURL-ARGUMENTS...: puts $MODEL_FILE on the server at $base as the model `tiny`; needs a ModelManager.
upload_model() {
  local secret=$1 digest
  shift
  digest=sha256:$({ sha256sum "$MODEL_FILE" 2>/dev/null || shasum -a 256 "$MODEL_FILE"; } | cut -d ' ' -f 1)
  expect 201 "$(with "$secret" "$@" -o /dev/null -w '%{http_code}' -X POST -T "$MODEL_FILE" "$base/api/blobs/$digest")" "upload"
  # One thread: on a busy machine two that wait for each other are a thousand times slower.
  with "$secret" "$@" -d '{"model": "tiny", "files": {"tiny.gguf": "'"$digest"'"}, "parameters": {"num_thread": 1}}' "$base/api/create" |
    grep '"status":"success"' >/dev/null || fail "the model could not be made"
}

# streams USER-SECRET TOKENS CURL-ARGUMENTS...: lets `tiny` generate, and sees that the answer arrives while it is being made.
streams() {
  local secret=$1 tokens=$2 early total client
  shift 2
  : >"$scratch/stream"
  with "$secret" "$@" -fN --max-time 120 -o "$scratch/stream" "$base/api/generate" \
    -d '{"model": "tiny", "prompt": "count ~", "options": {"num_predict": '"$tokens"'}}' &
  client=$!
  while [ ! -s "$scratch/stream" ] && kill -0 "$client" 2>/dev/null; do sleep 0.05; done
  early=$(wc -l <"$scratch/stream")
  wait "$client" || fail "the stream broke off"
  total=$(wc -l <"$scratch/stream")
  tail -1 "$scratch/stream" | grep '"done":true' >/dev/null || fail "the stream has no end: $(tail -1 "$scratch/stream")"
  [ "$early" -lt "$total" ] || fail "all $total lines came at once"
  say "a stream of $total lines, $early of them at first sight"
}

# expect WANTED GOT WHAT
expect() { [ "$1" = "$2" ] || fail "$3: expected $1, got $2"; say "$3: $2"; }

# condition SERVER TYPE [FIELD]: prints the status of a condition, or another field of it.
condition() { k get ollamaserver "$1" -o jsonpath="{.status.conditions[?(@.type==\"$2\")].${3:-status}}"; }

# ready SERVER: waits until it is ready.
ready() {
  local begun=$SECONDS
  k wait --for=condition=Ready "ollamaserver/$1" --timeout="$TIMEOUT" >/dev/null || {
    k get ollamaserver "$1" -o jsonpath='{range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\n"}{end}' >&2
    fail "ollamaserver/$1 is not Ready"
  }
  say "ollamaserver/$1 is Ready after $((SECONDS - begun)) s"
}

# start SERVER: applies the example and waits until it is ready.
start() {
  k apply -f "$here/ollamaserver.yaml" >/dev/null
  ready "$1"
}
