#!/usr/bin/env bash
# Under a policy that denies everything, around the operator too, a server is made, reached by whom it names, and rotated.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../client.sh"
alice=guarded-alice-credentials
finish() {
  local file
  [ -z "${OPERATOR_NAMESPACE:-}" ] || kubectl --namespace "$OPERATOR_NAMESPACE" delete -f "$here/default-deny.yaml" --ignore-not-found >/dev/null
  for file in default-deny clients; do
    [ -n "${KEEP:-}" ] || k delete -f "$here/$file.yaml" --ignore-not-found >/dev/null
  done
  cleanup
}
trap finish EXIT

k apply -f "$here/default-deny.yaml" >/dev/null
if [ -n "${OPERATOR_NAMESPACE:-}" ]; then
  kubectl --namespace "$OPERATOR_NAMESPACE" apply -f "$here/default-deny.yaml" >/dev/null
  say "nothing goes into or out of the operator's namespace either"
fi
start guarded
expect AllProbesRefused "$(condition guarded SecurityVerified reason)" "the operator has attacked it"
client application $alice
address=$(k get pod "$(pods guarded)" -o jsonpath='{.status.podIP}')
expect "8080 silent;" "$(inside application "knock $address 8080")" "an application that may not go out"
k apply -f "$here/clients.yaml" >/dev/null
reached() { [ "$(inside application "ask http://guarded/api/version")" = 200 ]; }
until_ok "the application does not reach the server" reached
say "the application reaches the server by its name"
expect "8080 open;8081 silent;11434 silent;" "$(inside application "knock $address 8080 8081 11434")" "its ports"

before=$(key $alice basic-auth)
k patch ollamaserver guarded --type=merge -p '{"spec":{"auth":{"rotation":{"requestId":"1","gracePeriod":"0s"}}}}' >/dev/null
changed() { [ "$(key $alice basic-auth)" != "$before" ]; }
until_ok "the rotation does not get on: the operator does not reach the pod" changed
k wait --for=condition=CredentialsRotated ollamaserver/guarded --timeout="$TIMEOUT" >/dev/null || fail "the rotation does not end"
say "alice has a new secret, which the pod accepts"
