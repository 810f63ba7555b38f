#!/usr/bin/env bash
# Each role reaches what it includes and nothing above it; suspension and demotion count within seconds.
. "$(dirname "$0")/../lib.sh"
start roles
endpoint roles
for user in dashboard app curator root contractor; do
  expect 200 "$(as "roles-$user-credentials" GET /api/tags)" "$user lists the models"
done
expect 403 "$(as roles-dashboard-credentials POST /api/show '{"model":"tiny"}')" "dashboard asks for a model's details"
expect 403 "$(as roles-dashboard-credentials POST /api/generate '{"model":"tiny"}')" "dashboard generates"
expect 403 "$(as roles-app-credentials DELETE /api/delete '{"model":"nope"}')" "app deletes a model"
expect 404 "$(as roles-curator-credentials DELETE /api/delete '{"model":"nope"}')" "curator deletes an absent model"
expect 403 "$(as roles-curator-credentials POST /api/push '{"model":"nope"}')" "curator pushes"
expect 403 "$(as roles-root-credentials POST /api/signout)" "even root signs nobody out"
expect 403 "$(as roles-root-credentials GET /api/codex/_health)" "even root reaches no relay to other hosts"

k patch ollamaserver roles --type=json -p '[{"op":"replace","path":"/spec/auth/users/2/role","value":"Viewer"}]' >/dev/null
demoted() { [ "$(as roles-curator-credentials DELETE /api/delete '{"model":"nope"}')" = 403 ]; }
until_ok "the demoted curator may still delete" demoted
say "the demoted curator is refused"

k patch ollamaserver roles --type=merge -p '{"spec":{"auth":{"lockdown":true}}}' >/dev/null
locked() { [ "$(as roles-app-credentials GET /api/tags)" = 401 ]; }
until_ok "lockdown did not refuse app" locked
k patch ollamaserver roles --type=merge -p '{"spec":{"auth":{"lockdown":false}}}' >/dev/null
unlocked() { [ "$(as roles-app-credentials GET /api/tags)" = 200 ]; }
until_ok "the end of the lockdown did not let app in again" unlocked
say "lockdown refused everybody, and its end let the same secrets in again"
