#!/usr/bin/env bash
# Runs examples/*/test.sh one after the other, each in a namespace of its own that admits only restricted Pods, and deletes
# that namespace afterwards.
# Expects: bash, kubectl, curl; a cluster in $KUBECONFIG whose kubelet runs Pods; the CRD applied and the operator running.
# Usage: e2e.sh [example...]     default: all of them. KEEP=1 keeps the namespaces.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v kubectl >/dev/null || die "kubectl is not on PATH; \`make tools\` prints where it put one"
kubectl get crd ollamaservers.ollakeep.dev >/dev/null 2>&1 ||
  die "no cluster in KUBECONFIG, or it does not know OllamaServer; run: kubectl apply -f crds/ollamaservers.ollakeep.dev-v1.yml, and start the operator"

namespace=
drop() {
  [ -z "$namespace" ] || [ -n "${KEEP-}" ] || kubectl delete namespace "$namespace" --wait=false >/dev/null
  namespace=
}
trap drop EXIT
trap 'exit 130' INT TERM

# run EXAMPLE: its output is indented below its name; the status is the test's.
run() {
  namespace=e2e-$1-$$
  kubectl create namespace "$namespace" >/dev/null || return 1
  kubectl label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted >/dev/null || return 1
  NAMESPACE=$namespace "$root/examples/$1/test.sh" 2>&1 </dev/null | sed 's/^/  /'
}

cd "$root/examples"
[ $# -gt 0 ] || set -- */
passed=0 failed=()
for example; do
  example=${example%/}
  [ -x "$root/examples/$example/test.sh" ] || die "there is no examples/$example/test.sh that can be executed"
  start=$SECONDS
  echo "$example"
  if run "$example"; then
    passed=$((passed + 1))
    echo "  ok, $(elapsed "$start")"
  else
    failed+=("$example")
    echo "  FAILED, $(elapsed "$start")"
  fi
  drop
done
[ ${#failed[@]} -eq 0 ] || say "failed: ${failed[*]}"
echo "$passed passed, ${#failed[@]} failed"
[ ${#failed[@]} -eq 0 ]
