#!/usr/bin/env bash
# The supplied password works; a new one replaces it with a grace period; a weak one is refused and changes nothing.
. "$(dirname "$0")/../lib.sh"
start own-password
endpoint own-password
alice=own-password-alice-credentials
[ "$(key $alice password)" = "Fjord-candle-73-velvet-orbit" ] || fail "the published password is not the supplied one"
expect 200 "$(as $alice GET /api/version)" "the supplied password"

k patch secret alice-password --type=merge -p '{"stringData":{"password":"short"}}' >/dev/null
weak() { [ "$(condition own-password CredentialsReady reason)" = WeakPassword ]; }
until_ok "the weak password was not reported" weak
expect 200 "$(as $alice GET /api/version)" "the last good password still works"

k patch secret alice-password --type=merge -p '{"stringData":{"password":"Granite-lantern-58-copper-meadow"}}' >/dev/null
published() { [ "$(key $alice password)" = "Granite-lantern-58-copper-meadow" ]; }
until_ok "the new password was not published" published
expect 200 "$(as $alice GET /api/version)" "the new password"
