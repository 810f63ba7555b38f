#!/usr/bin/env bash
# Runs one script of the end-to-end run in a namespace of its own that admits only restricted Pods, and tells what was there when
# it failed. hack/e2e.sh calls it.
# Usage: e2e-scenario.sh SCRIPT     NAMESPACE names the namespace, E2E_RUN labels it. KEEP=1 keeps it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
script=$1

drop() {
  if [ -n "${KEEP-}" ]; then
    return
  elif [ "${E2E_WATCH-}" = own ]; then
    # With Roles in named namespaces the operator's watches would break with the namespace.
    kubectl --namespace "$NAMESPACE" delete ollamaservers --all --wait=false >/dev/null
  else
    end_pods "$NAMESPACE"
    kubectl delete namespace "$NAMESPACE" --wait=false >/dev/null
  fi
}

tell() {
  say "--- what was there"
  kubectl --namespace "$NAMESPACE" get ollamaservers,deployments,pods,ingresses 2>&1
  kubectl --namespace "$NAMESPACE" get ollamaservers \
    -o jsonpath='{range .items[*].status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\n"}{end}'
  kubectl --namespace "$NAMESPACE" get events --sort-by=.lastTimestamp | tail -25
  say "--- what the operator said about it"
  kubectl --namespace "$OPERATOR_NAMESPACE" logs --selector app.kubernetes.io/name=ollakeep --tail 400 --prefix |
    grep -F "$NAMESPACE" | tail -25
}

"$root/hack/e2e-namespace.sh" "$NAMESPACE"
status=0
# The namespace goes as a whole, after a look at what is in it.
KEEP=1 "$root/$script" || status=$?
case $status in
  0 | 77) ;;
  *) tell || true ;;
esac
drop
exit "$status"
