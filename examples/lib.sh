# What the examples' tests share. They need bash, kubectl and curl, a cluster in $KUBECONFIG, and the operator running.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
NAMESPACE=${NAMESPACE:-default}
TIMEOUT=${TIMEOUT:-180s}
forward=

k() { kubectl --namespace "$NAMESPACE" "$@"; }
say() { printf '%s: %s\n' "$(basename "$here")" "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

cleanup() {
  [ -z "$forward" ] || kill "$forward" 2>/dev/null || true
  [ -n "${KEEP:-}" ] || k delete -f "$here/ollamaserver.yaml" --ignore-not-found --wait=false >/dev/null
}
trap cleanup EXIT

# until_ok WHAT COMMAND...: waits until the command succeeds; at most two minutes.
until_ok() {
  local what=$1 end=$((SECONDS + 120)); shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "$what"
    sleep 0.5
  done
}

# endpoint SERVER: prints a base URL. DIRECT_POD_ACCESS=true where this machine reaches pod addresses.
endpoint() {
  local server=$1 port
  if [ "${DIRECT_POD_ACCESS:-false}" = true ]; then
    base=http://$(k get pods -l "ollakeep.dev/server=$server" -o jsonpath='{.items[0].status.podIP}'):8080
    return
  fi
  port=$((20000 + RANDOM % 20000))
  k port-forward "service/$server" "$port:80" >/dev/null 2>&1 &
  forward=$!
  base=http://127.0.0.1:$port
  until_ok "port-forward to service/$server" curl -s -o /dev/null "$base/api/version"
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

# expect WANTED GOT WHAT
expect() { [ "$1" = "$2" ] || fail "$3: expected $1, got $2"; say "$3: $2"; }

# start SERVER: applies the example and waits until it is ready.
start() {
  k apply -f "$here/ollamaserver.yaml" >/dev/null
  k wait --for=condition=Ready "ollamaserver/$1" --timeout="$TIMEOUT" >/dev/null || {
    k get ollamaserver "$1" -o yaml >&2
    fail "ollamaserver/$1 is not Ready"
  }
  say "ollamaserver/$1 is Ready"
}
