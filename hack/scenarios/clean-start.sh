#!/usr/bin/env bash
# A start that went well prints one line, which names the configuration that the ConfigMap holds, and then the requests; so whatever
# else a proxy prints is worth reading.
. "$(dirname "$0")/../../examples/lib.sh"
k apply -f - >/dev/null <<'Y'
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: clean}
spec:
  replicas: 2
  storage: {type: Ephemeral}
  auth: {users: [{name: alice, role: User}]}
Y
ready clean
# Ready it is with one pod of two.
k rollout status deployment/clean --timeout="$TIMEOUT" >/dev/null
endpoint clean
expect 200 "$(as clean-alice-credentials GET /api/version)" "alice"
version=$(k get configmap clean-proxy -o jsonpath='{.data.version}')
for pod in $(k get pods -l ollakeep.dev/server=clean -o name); do
  # Requests are lines of JSON.
  expect "ollakeep-proxy: configuration $version accepted" "$(k logs "$pod" -c proxy | grep -v '^{' || true)" "all else that $pod has printed"
  expect "0 0" "$(k get "$pod" -o jsonpath='{.status.containerStatuses[*].restartCount} {.status.initContainerStatuses[*].restartCount}')" \
    "its restarts"
done
