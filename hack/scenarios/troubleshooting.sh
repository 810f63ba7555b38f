#!/usr/bin/env bash
# What docs/troubleshooting.md quotes of controllers, a scheduler and a kubelet is what real ones say, within ten seconds of their
# saying it, and the commands of the page help. The other sections need none of them; make test runs them all.
. "$(dirname "$0")/../../examples/lib.sh"
page=$here/../../docs/troubleshooting.md

section() { awk -v title="### $1" '$0 == title { on = 1; next } /^##/ { on = 0 } on' "$page"; }
quoted() { section "$1" | sed -n 's/^> `\([^`]*\)`.*/\1/p'; }
# Where images come from elsewhere, the page's default image does too.
commands() { section "$1" | sed -n 's/^    //p' | sed "s|ollama/ollama:0.17.4|${OLLAMA_IMAGE:-&}|"; }

# A person's kubectl is set to the namespace, so that the commands run as they stand there.
kubectl config view --raw --minify --flatten >"$scratch/kubeconfig"
export KUBECONFIG=$scratch/kubeconfig
kubectl config set-context --current --namespace "$NAMESPACE" >/dev/null

conditions() {
  kubectl get ols "$1" -o jsonpath='{range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\n"}{end}'
}
says() { conditions "$1" | grep -qF "$2: "; }
is_ready() { says "$1" "Ready=True AllReady"; }
# The reasons that controllers, scheduler and kubelet give for the pods of a server.
pods_say() {
  kubectl get deployment "$1" -o jsonpath='{.status.conditions[*].reason}' | grep -qE "$2" ||
    kubectl get pods -l "ollakeep.dev/server=$1" -o jsonpath='{range .items[*].status}{.conditions[*].reason}{" "}
{.initContainerStatuses[*].state.waiting.reason}{" "}{end}' | grep -qE "$2"
}
edit() { kubectl patch ols hello --type=merge -p "{\"spec\":$1}" >/dev/null; }
# broken SPEC: a pod that serves would go on while its successor fails.
no_pods() { [ -z "$(kubectl get pods -l ollakeep.dev/server=hello -o name)" ]; }
broken() {
  edit '{"replicas": 0}'
  until_ok "the pods do not end" no_pods
  edit "$1"
  edit '{"replicas": 1}'
}

# recognised SERVER TITLE REASON-OF-THE-POD
recognised() {
  until_ok "no pod of $1 says $3" pods_say "$1" "$3"
  local begin=$SECONDS
  PATIENCE=10 until_ok "$2: $(conditions "$1")" says "$1" "$(quoted "$2")"
  say "$2: '$(quoted "$2")' after $((SECONDS - begin)) s: $(conditions "$1" | grep -m1 '^Available')"
}

mended() {
  commands "$1" >"$scratch/commands"
  bash -euo pipefail "$scratch/commands" >/dev/null || fail "$1: the commands fail"
  until_ok "$1 is not over: $(conditions hello)" is_ready hello
  say "$1: over"
}

kubectl apply -f - >/dev/null <<'Y'
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: hello}
spec:
  storage: {type: Ephemeral}
  auth: {users: [{name: alice, role: User}]}
  resources: {requests: {memory: 60Ti}}
---
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: stored}
spec:
  storage: {size: 1Gi, storageClassName: there-is-none}
  auth: {users: [{name: alice, role: User}]}
Y
recognised hello "No node has room" Unschedulable
recognised stored "No storage for the models" Unschedulable
mended "No node has room"

image=${OLLAMA_IMAGE:-ollama/ollama:0.17.4}
broken '{"resources": {"requests": null}, "image": "'"${image%:*}"':0.99.0"}'
recognised hello "The image cannot be pulled" 'ErrImagePull|ImagePullBackOff'
mended "The image cannot be pulled"

broken '{"resources": {"limits": {"memory": "12Mi"}}}'
recognised hello "Ollama ends again and again" CrashLoopBackOff
mended "Ollama ends again and again"

broken '{"resources": {"limits": null}, "scheduling": {"runtimeClassName": "there-is-none"}}'
recognised hello "The RuntimeClass does not exist" FailedCreate
mended "The RuntimeClass does not exist"

# No node has this directory, so the volume cannot be mounted.
volume=e2e-$NAMESPACE
remove_volume() { kubectl delete persistentvolume "$volume" --ignore-not-found --wait=false >/dev/null; cleanup; }
trap remove_volume EXIT
kubectl apply -f - >/dev/null <<Y
apiVersion: v1
kind: PersistentVolume
metadata: {name: $volume}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  storageClassName: there-is-none
  claimRef: {namespace: $NAMESPACE, name: mounted-models}
  hostPath: {path: /there-is-no-such-directory, type: Directory}
---
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: mounted}
spec:
  storage: {size: 1Gi, storageClassName: there-is-none}
  auth: {users: [{name: alice, role: User}]}
Y
recognised mounted "The volume cannot be attached" PodInitializing
