#!/usr/bin/env bash
# One user gets a new secret, the other keeps the old one; both of the first are accepted, the old one is marked, then refused.
. "$(dirname "$0")/../lib.sh"
start by-request
endpoint by-request
alice=by-request-alice-credentials
old=$(key $alice basic-auth)
bob=$(key by-request-bob-credentials basic-auth)
with_old() { status_of -K <(printf 'header = "Authorization: %s"\n' "$old") "$@" "$base/api/version"; }

k patch ollamaserver by-request --type=json \
  -p '[{"op": "add", "path": "/spec/auth/users/0/requestId", "value": "laptop-lost"}]' >/dev/null
changed() { [ "$(key $alice basic-auth)" != "$old" ]; }
until_ok "alice's Secret did not change" changed
expect 200 "$(as $alice GET /api/version)" "the new secret"
expect 200 "$(with_old)" "the old secret in its grace period"
mark=$(curl -s -o /dev/null -D - -K <(printf 'header = "Authorization: %s"\n' "$old") "$base/api/version" |
  tr -d '\r' | sed -n 's/^[Xx]-[Oo]llakeep-[Cc]redential: //p')
expect previous "$mark" "the mark on an answer to the old secret"
# The command of docs/rotation.md; pods that are only played have no logs.
if k logs -l ollakeep.dev/server=by-request -c proxy --tail=-1 --prefix >"$scratch/log" 2>/dev/null; then
  grep '"credential":"previous"' "$scratch/log" | grep -q '"user":"alice"' || fail "no log line tells who still uses the old secret"
  say "the proxy's log tells who still uses the old secret"
else
  skipped "the log line of the old secret: kubectl logs does not work here"
fi
[ "$(key by-request-bob-credentials basic-auth)" = "$bob" ] || fail "bob's Secret changed"
say "bob's Secret is the same"

refused() { [ "$(with_old)" = 401 ]; }
until_ok "the old secret still works" refused
say "the old secret is refused after its grace period"
k wait --for=condition=CredentialsRotated ollamaserver/by-request --timeout="$TIMEOUT" >/dev/null
say "no rotation is in flight"
