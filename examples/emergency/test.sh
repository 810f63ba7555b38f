#!/usr/bin/env bash
# Suspend and resume one user, replace a secret without grace, shut out everybody and let them in again; no pod is restarted.
. "$(dirname "$0")/../lib.sh"
start emergency
endpoint emergency
alice=emergency-alice-credentials
bob=emergency-bob-credentials
patch() { k patch ollamaserver emergency --type="$1" -p "$2" >/dev/null; }
answers() { [ "$(as "$1" GET /api/version)" = "$2" ]; }

patch json '[{"op": "add", "path": "/spec/auth/users/0/suspended", "value": true}]'
until_ok "alice is suspended and still gets in" answers $alice 401
expect 200 "$(as $bob GET /api/version)" "bob, while alice is suspended"
patch json '[{"op": "add", "path": "/spec/auth/users/0/suspended", "value": false}]'
until_ok "alice is resumed and does not get in" answers $alice 200
say "alice is back with the same secret"

old=$(key $alice basic-auth)
patch json '[{"op": "add", "path": "/spec/auth/users/0/gracePeriod", "value": "0s"},
  {"op": "add", "path": "/spec/auth/users/0/requestId", "value": "leaked-on-friday"}]'
refused() { [ "$(status_of -K <(printf 'header = "Authorization: %s"\n' "$old") "$base/api/version")" = 401 ]; }
until_ok "alice's old secret still works" refused
expect 200 "$(as $alice GET /api/version)" "alice's new secret"

patch merge '{"spec":{"auth":{"lockdown":true}}}'
until_ok "bob gets in during the lockdown" answers $bob 401
expect 401 "$(as $alice GET /api/version)" "alice in the lockdown"
patch merge '{"spec":{"auth":{"lockdown":false}}}'
until_ok "bob does not get in after the lockdown" answers $bob 200
expect 200 "$(as $alice GET /api/version)" "alice after the lockdown"

patch merge '{"spec":{"auth":{"lockdown":true}}}'
until_ok "bob gets in during the lockdown" answers $bob 401
leaked=$(key $bob basic-auth)
patch merge '{"spec":{"auth":{"lockdown":false,"rotation":{"gracePeriod":"0s","requestId":"leaked-on-friday"}}}}'
with_leaked() { status_of -K <(printf 'header = "Authorization: %s"\n' "$leaked") "$base/api/version"; }
replaced() { expect 401 "$(with_leaked)" "bob's old secret after the lockdown" >/dev/null; [ "$(key $bob basic-auth)" != "$leaked" ]; }
until_ok "bob's secret was not replaced" replaced
until_ok "bob's new secret does not work" answers $bob 200
expect 401 "$(with_leaked)" "bob's old secret after the lockdown"
restarts=$(k get pods -l ollakeep.dev/server=emergency -o jsonpath='{.items[*].status.containerStatuses[*].restartCount}')
expect 0 "$restarts" "restarts"
