#!/usr/bin/env bash
# Two pods, both closed and both open to the same credential; scaled by kubectl scale.
. "$(dirname "$0")/../lib.sh"
start replicas
two() { [ "$(k get ollamaserver replicas -o jsonpath='{.status.readyReplicas}')" = 2 ]; }
until_ok "two replicas" two
k scale ollamaserver replicas --replicas=3 >/dev/null
three() { [ "$(k get ollamaserver replicas -o jsonpath='{.status.readyReplicas}')" = 3 ]; }
until_ok "three replicas" three
endpoint replicas
expect 401 "$(status_of "$base/api/version")" "no credential"
expect 200 "$(as replicas-alice-credentials GET /api/version)" "Basic"
