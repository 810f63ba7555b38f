#!/usr/bin/env bash
# A user breaks things: deletes credentials, the hashes and the proxy's configuration, kills the proxy, names a Secret that is not
# there, scales to nothing. Each heals, or says what to do, and whoever had a secret that worked keeps it.
. "$(dirname "$0")/../../examples/lib.sh"
. "$(dirname "$0")/../../examples/client.sh"
alice=repair-alice-credentials
users() {
  k apply -f - >/dev/null <<Y
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: repair}
spec:
  storage: {type: Ephemeral}
  auth: {users: [{name: alice, role: User}, {name: bob, role: User}$1]}
Y
}
users ''
ready repair
client application $alice
pod=$(pods repair)
bob=$(key repair-bob-credentials basic-auth)
answers() { [ "$(inside application "ask http://repair/api/tags")" = "$1" ]; }
exists() { k get "$1" >/dev/null 2>&1; }
version() { k get "$1" -o jsonpath='{.metadata.uid}' 2>/dev/null; }
renewed() { [ -n "$(version "$1")" ] && [ "$(version "$1")" != "$2" ]; }

# The application holds the secret as it was: for a day after its deletion, which is a rotation, it works beside the new one. The
# hashes go first, since those of a grace period are lost with them.
keep_asking application http://repair/api/tags
for object in {secret/repair-proxy-auth,secret/repair-operator,configmap/repair-proxy,service/repair,networkpolicy/repair,secret/$alice}; do
  before=$(version "$object")
  k delete "$object" >/dev/null
  until_ok "$object is not made again" renewed "$object" "$before"
  say "$object is there again"
done
ready repair
settled() { [ "$(condition repair ProxyConfigured)" = True ] && [ "$(condition repair CredentialsReady)" = True ]; }
until_ok "the server does not settle" settled
stop_asking
refused=$(grep -vxE '200|none' "$scratch/answers" || true)
[ -z "$refused" ] || fail "alice was refused meanwhile: $refused"
[ "$(key repair-bob-credentials basic-auth)" = "$bob" ] || fail "bob has another secret"
endpoint repair
expect 200 "$(as $alice GET /api/tags)" "alice's new secret"
expect 200 "$(as repair-bob-credentials GET /api/tags)" "bob's secret, which nobody deleted"
[ "$(pods repair)" = "$pod" ] || fail "the pod was replaced"

say "the proxy is killed"
restarts() { k get pod "$pod" -o jsonpath='{.status.containerStatuses[0].restartCount}'; }
expect 0 "$(restarts)" "restarts so far"
# The proxy's image need not have ps.
k exec "$pod" -c proxy -- sh -c 'for task in /proc/[0-9]*; do
  read -r command <"$task/comm" 2>/dev/null && [ "$command" = nginx ] && kill -9 "${task#/proc/}"; done; true'
restarted() { [ "$(restarts)" = 1 ]; }
until_ok "the proxy's container is not restarted" restarted
until_ok "the restarted proxy does not answer" answers 200
expect 200 "$(as $alice GET /api/tags)" "alice, after the proxy was killed"

say "a password from a Secret that is not there"
users ', {name: carol, role: User, passwordSecretRef: {name: carols}}'
missing() { [ "$(condition repair CredentialsReady reason)" = SourceSecretMissing ]; }
until_ok "the missing Secret is not reported" missing
say "$(condition repair CredentialsReady message)"
expect 200 "$(as $alice GET /api/tags)" "alice meanwhile"
k create secret generic carols --from-literal=password=Pebble-orchard-62-silent-canyon >/dev/null
k label secret carols ollakeep.dev/auth-source=true >/dev/null
until_ok "carol gets no credential" exists secret/repair-carol-credentials
expect 200 "$(as repair-carol-credentials GET /api/tags)" "carol, once the Secret is there"

refusal=$(users ', {name: Dave!, role: Root}' 2>&1) && fail "a user with an impossible name and role was accepted"
[[ "$refusal" == *"spec.auth.users"* ]] || fail "the refusal names no field: $refusal"
say "an impossible user is refused by the API server"

say "scaled to nothing and back"
kill "$forward"
k scale ollamaserver repair --replicas=0 >/dev/null
none() { [ -z "$(pods repair)" ] && [ "$(condition repair Ready reason)" = ScaledToZero ]; }
until_ok "it is not scaled to zero" none
k scale ollamaserver repair --replicas=1 >/dev/null
one() { [ "$(k get ollamaserver repair -o jsonpath='{.status.readyReplicas}')" = 1 ]; }
until_ok "it does not come back" one
ready repair
endpoint repair
each() { for user in alice bob carol; do as "repair-$user-credentials" GET /api/tags; echo; done | paste -sd " "; }
expect "200 200 200" "$(each)" "the same secrets"
