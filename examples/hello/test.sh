#!/usr/bin/env bash
# The smallest server: closed without a credential, open with each of the three forms, rotated on request.
. "$(dirname "$0")/../lib.sh"
start hello
endpoint hello
alice=hello-alice-credentials

expect 401 "$(status_of "$base/api/version")" "no credential"
expect 200 "$(as $alice GET /api/version)" "Basic"
expect 200 "$(status_of -K <(printf 'header = "Authorization: Bearer %s"\n' "$(key $alice OPENAI_API_KEY)") "$base/v1/models")" "Bearer"
expect 200 "$(status_of -K <(printf 'header = "x-api-key: %s"\n' "$(key $alice ANTHROPIC_AUTH_TOKEN)") "$base/api/tags")" "x-api-key"
expect 403 "$(as hello-monitor-credentials POST /api/pull '{"model":"tiny"}')" "a Viewer who pulls"

before=$(key $alice basic-auth)
k patch ollamaserver hello --type=merge -p '{"spec":{"auth":{"rotation":{"requestId":"example","gracePeriod":"5s"}}}}' >/dev/null
changed() { [ "$(key $alice basic-auth)" != "$before" ]; }
until_ok "the Secret did not change" changed
expect 200 "$(as $alice GET /api/version)" "the new secret"
old_status() { status_of -K <(printf 'header = "Authorization: %s"\n' "$before") "$base/api/version"; }
refused() { [ "$(old_status)" = 401 ]; }
until_ok "the old secret still works" refused
say "the old secret is refused after its grace period"
restarts=$(k get pods -l ollakeep.dev/server=hello -o jsonpath='{.items[*].status.containerStatuses[*].restartCount}')
expect 0 "$restarts" "restarts"
