#!/usr/bin/env bash
# A server is deleted and at once made again: its volume and its model are there, the supplied password works, the generated
# secret is another one.
. "$(dirname "$0")/../lib.sh"
finish() {
  cleanup
  [ -n "${KEEP:-}" ] || k delete pvc kept-models --ignore-not-found --wait=false >/dev/null
}
trap finish EXIT
[ -n "$(kubectl get nodes -o name)" ] || skip "no node, and nobody who collects what a deleted server leaves"
start kept
endpoint kept
alice=kept-alice-credentials curator=kept-curator-credentials
if [ -n "${MODEL_FILE:-}" ]; then upload_model $curator; else skipped "no model: MODEL_FILE names none"; fi
volume() { k get pvc kept-models -o jsonpath='{.metadata.uid} {.spec.volumeName}'; }
claim=$(volume)
generated=$(key $curator basic-auth)
deployment=$(k get deployment kept -o jsonpath='{.metadata.uid}')

[ -z "$forward" ] || kill "$forward"
k delete ollamaserver kept >/dev/null
say "deleted"
start kept
is_new() { [ "$(k get deployment kept -o jsonpath='{.metadata.uid}')" != "$deployment" ]; }
until_ok "the deployment is still that of the deleted server" is_new
ready kept
endpoint kept
[ "$(volume)" = "$claim" ] || fail "the claim is another one: $(volume)"
say "the claim is the same"
expect 200 "$(as $alice GET /api/tags)" "alice's own password"
[ -z "${MODEL_FILE:-}" ] || expect 200 "$(as $alice POST /api/show '{"model":"tiny"}')" "the model"
[ "$(key $curator basic-auth)" != "$generated" ] || fail "the generated secret is the same"
expect 200 "$(as $curator GET /api/tags)" "the new generated secret"
expect 401 "$(status_of -K <(printf 'header = "Authorization: %s"\n' "$generated") "$base/api/tags")" "the generated secret of the deleted server"

k delete ollamaserver kept >/dev/null
gone() { [ -z "$(k get deployment,secret -l ollakeep.dev/server=kept -o name)" ]; }
until_ok "something of the server is left: $(k get deployment,secret -l ollakeep.dev/server=kept -o name)" gone
[ "$(volume)" = "$claim" ] || fail "the claim is gone"
say "without the server only the claim is left"
