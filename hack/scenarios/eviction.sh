#!/usr/bin/env bash
# Two replicas, each of which takes the same secrets; a drain of nodes may evict one pod at a time, and no request fails.
. "$(dirname "$0")/../../examples/lib.sh"
. "$(dirname "$0")/../../examples/client.sh"
k apply -f - >/dev/null <<'Y'
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: evicted}
spec:
  replicas: 2
  storage: {type: Ephemeral}
  auth: {users: [{name: alice, role: User}]}
Y
ready evicted
# The pods themselves, since the status may still tell of a pod that has been evicted.
ready_pods() {
  k get pods -l ollakeep.dev/server=evicted \
    -o jsonpath='{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}' | awk '$2 == "True" {print $1}'
}
two() { [ "$(pods evicted | wc -l)" = 2 ] && [ "$(pods evicted)" = "$(ready_pods)" ]; }
until_ok "two replicas" two
client application evicted-alice-credentials
every_pod() {
  local pod
  for pod in $(pods evicted); do
    inside application "ask http://$(url_host "$(k get pod "$pod" -o jsonpath='{.status.podIP}')"):8080/api/tags"
  done | paste -sd ' '
}
expect "200 200" "$(every_pod)" "alice at each pod"

allowed() { [ "$(k get poddisruptionbudget evicted -o jsonpath='{.status.disruptionsAllowed}')" = "$1" ]; }
until_ok "the budget allows no eviction" allowed 1
evict() {
  kubectl create --raw "/api/v1/namespaces/$NAMESPACE/pods/$1/eviction" -f - 2>&1 <<Y
{"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "$1", "namespace": "$NAMESPACE"}}
Y
}
keep_asking application http://evicted/api/tags
old=$(pods evicted)
first=$(head -1 <<<"$old") second=$(tail -1 <<<"$old")
evict "$first" >/dev/null || fail "the first pod may not be evicted"
refusal=$(evict "$second") && fail "the second pod may be evicted while the first is gone"
[[ "$refusal" == *"disruption budget"* ]] || fail "the second eviction was refused for another reason: $refusal"
say "the second eviction has to wait"
until_ok "the evicted pod is not replaced" two
allowed_now() { evict "$second" >/dev/null; }
until_ok "the second pod may never be evicted" allowed_now
renewed() { two && [[ "$(pods evicted)" != *"$first"* ]] && [[ "$(pods evicted)" != *"$second"* ]]; }
until_ok "the second pod is not replaced" renewed
stop_asking
failed=$(grep -vx 200 "$scratch/answers" || true)
[ -z "$failed" ] || fail "requests failed: $failed"
expect "200 200" "$(every_pod)" "alice at each of the new pods"

k scale ollamaserver evicted --replicas=1 >/dev/null
unbudgeted() { [ -z "$(k get poddisruptionbudget evicted --ignore-not-found -o name)" ]; }
until_ok "one replica still has a budget, which no drain would get past" unbudgeted
say "one replica has no budget"
