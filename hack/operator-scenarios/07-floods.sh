#!/usr/bin/env bash
# Every flood that needs no credential, against a proxy in its container with the default limits: its memory stays below 70 % of the
# limit, nobody who was let in is refused, no container is restarted. FLOOD_SECONDS: of each. Needs a JDK.
. "$(dirname "$0")/../../examples/lib.sh"
[ -n "${LOAD_SOURCE:-}" ] || skip "LOAD_SOURCE does not tell from which addresses (CIDR) this machine reaches pods"
k apply -f - >/dev/null <<Y
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: flooded}
spec:
  storage: {type: Ephemeral, size: 1Gi}
  auth: {users: [{name: alice, role: User}]}
  networkPolicy: {from: [{ipBlock: {cidr: $LOAD_SOURCE}}]}
Y
ready flooded
pod=$(k get pods -l ollakeep.dev/server=flooded -o jsonpath='{.items[0].metadata.name}')
address=$(k get pod "$pod" -o jsonpath='{.status.podIP}')
memory() { k exec "$pod" -c proxy -- cat "$1" 2>/dev/null; }
# What is in use now, and the most that ever was, in either version of control groups.
now='' peak=''
for files in "memory.current memory.peak" "memory/memory.usage_in_bytes memory/memory.max_usage_in_bytes"; do
  read -r current most <<<"$files"
  ! memory "/sys/fs/cgroup/$current" >/dev/null || { now=/sys/fs/cgroup/$current peak=/sys/fs/cgroup/$most; }
done
[ -n "$now" ] || skip "the container does not show its control group"
FLOOD_AUTHORIZATION=$(key flooded-alice-credentials basic-auth) \
  "$here/../bench.sh" dev.ollakeep.operator.proxy.flood.FloodProgram "$address" "${FLOOD_SECONDS:-3}" \
  kubectl --namespace "$NAMESPACE" exec "$pod" -c proxy -- cat "$now" || fail "a flood did harm"
most=$(memory "$peak" || echo 0)
say "at most $((most >> 20)) MiB of $(k get pod "$pod" -o jsonpath='{.spec.containers[?(@.name=="proxy")].resources.limits.memory}')"
[ "$most" -lt $((1024 * 1024 * 1024 * 7 / 10)) ] || fail "the proxy took $most bytes"
expect "0 0" "$(k get pod "$pod" -o jsonpath='{.status.containerStatuses[*].restartCount} {.status.initContainerStatuses[*].restartCount}')" "restarts"
