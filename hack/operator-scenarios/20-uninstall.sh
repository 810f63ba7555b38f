#!/usr/bin/env bash
# Uninstalled, the operator leaves servers running, their credentials and volumes; installed again it takes them over without a
# restart, and writes nothing but what is asked of it then.
. "$(dirname "$0")/../../examples/lib.sh"
. "$(dirname "$0")/../../examples/client.sh"
. "$(dirname "$0")/lib.sh"
k apply -f - >/dev/null <<'Y'
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: left}
spec:
  replicas: 2
  storage: {type: Ephemeral}
  auth: {users: [{name: alice, role: User}, {name: bob, role: User, gracePeriod: 0s}]}
---
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: volume}
spec:
  storage: {size: 1Gi, onDelete: Delete}
  auth: {users: [{name: alice, role: User}]}
Y

# written: which version of every object of the operator's there is, without those that a rotation of bob changes.
written() {
  k get deployments,configmaps,services,persistentvolumeclaims,networkpolicies,poddisruptionbudgets,secrets -l ollakeep.dev/server \
    -o jsonpath='{range .items[*]}{.kind}/{.metadata.name} {.metadata.uid} {.metadata.resourceVersion}{"\n"}{end}' |
    grep -vE '^Secret/left-(bob-credentials|proxy-auth|auth-next) '
}
# A status of a Deployment that still settles would look like a write.
settled() { [ "$(written)" = "$objects" ] || { objects=$(written); return 1; }; }
two_pods() {
  [ "$(k get deployment left -o jsonpath='{.status.readyReplicas}')" = 2 ] &&
    [ "$(k get pods -l ollakeep.dev/server=left -o name | wc -l)" = 2 ]
}
ready left
ready volume
until_ok "two replicas" two_pods
client application left-alice-credentials
keep_asking application http://left/api/tags

helm_ get values "$RELEASE" -o yaml >"$scratch/values"
helm_ uninstall "$RELEASE" --wait --timeout 2m >/dev/null || fail "helm uninstall"
gone() { [ -z "$(kubectl --namespace "$OPERATOR_NAMESPACE" get pods -l "app.kubernetes.io/instance=$RELEASE" -o name)" ]; }
until_ok "the operator's pods do not end" gone
say "no operator runs"
untouched=$(identity volume)
k delete pod "$(pods left | head -1)" >/dev/null
until_ok "a deleted pod is not replaced" two_pods
expect 200 "$(inside application "ask http://left/api/tags")" "alice, after a pod was replaced without an operator"
expect 200 "$(inside application "ask http://left/api/version")" "alice again"
[ "$(identity volume)" = "$untouched" ] || fail "the other server's pod was replaced or restarted"
objects=$(written)
until_ok "the objects do not settle" settled
all=$(identity left volume)

helm_ install "$RELEASE" "$CHART" -f "$scratch/values" --wait --timeout 5m >"$scratch/helm" 2>&1 ||
  fail "helm install: $(cat "$scratch/helm")"
works left bob
[ "$(identity left volume)" = "$all" ] || fail "pods were replaced or restarted"
say "installed again: the same pods, the same containers"
changed=$(diff <(echo "$objects") <(written)) || fail "written without a reason: $changed"
say "nothing was written but for bob's rotation"
all_answered
