# shellcheck shell=bash
# The operator's part of the end-to-end run: install, look after, uninstall. Sourced by hack/e2e.sh.
made_crd='' made_release=''

# objects_of_release: what bears the release's labels, of every kind, wherever it is.
objects_of_release() {
  local kinds
  kinds=$(kubectl api-resources --verbs=list -o name | grep -vE '^(events|componentstatuses|endpoints|pods\.metrics)' | paste -sd, -)
  kubectl get "$kinds" --all-namespaces --ignore-not-found -o name \
    --selector "app.kubernetes.io/name in (ollakeep, ollakeep-test), app.kubernetes.io/instance=$RELEASE"
}

# image_values: `--set` for the images that were named.
image_values() {
  case $IMAGE in
    '') ;;
    *@*) printf 'image.repository=%s,image.digest=%s,' "${IMAGE%@*}" "${IMAGE#*@}" ;;
    *) printf 'image.repository=%s,image.tag=%s,' "${IMAGE%:*}" "${IMAGE##*:}" ;;
  esac
  [ -z "$OLLAMA_IMAGE" ] || printf 'servers.ollamaImage=%s,' "$OLLAMA_IMAGE"
  [ -z "$PROXY_IMAGE" ] || printf 'servers.proxyImage=%s,' "$PROXY_IMAGE"
  printf 'log.format=text'
}

# own_namespaces SCRIPT...: with E2E_WATCH=own, makes the scenarios' namespaces, since Roles need them first; prints `--set`.
own_namespaces() {
  local script names=''
  [ "$E2E_WATCH" = own ] || return 0
  for script; do
    "$root/hack/e2e-namespace.sh" "$(namespace_of "$script")" || return 1
    names+=,$(namespace_of "$script")
  done
  echo "--set=watchNamespaces={${names#,}}"
}

apply_crd() {
  local file=$CHART/crds/ollamaservers.ollakeep.dev-v1.yml
  if ! kubectl get crd ollamaservers.ollakeep.dev >/dev/null 2>&1; then
    made_crd=yes
  elif [ "$E2E_WATCH" = own ]; then
    say "the CRD is there already and stays as it is, for the sake of the other operator"
  else
    # Helm never changes a CRD that is there.
    kubectl apply --server-side --force-conflicts -f "$file" >/dev/null
  fi
}

# install_release SCRIPT...: status 1 when the chart could not be installed or its test fails; says why.
install_release() {
  local start watch
  apply_crd && "$root/hack/e2e-namespace.sh" "$OPERATOR_NAMESPACE" && watch=$(own_namespaces "$@") || return 1
  made_release=yes start=$SECONDS
  # shellcheck disable=SC2086
  "$HELM" install "$RELEASE" "$CHART" --namespace "$OPERATOR_NAMESPACE" --wait --timeout 5m --set "$(image_values)" $watch ${HELM_ARGS-} \
    >"$out/helm-install.log" 2>&1 || { not_installed "helm install" "$out/helm-install.log"; return 1; }
  echo "helm install: ok, $((SECONDS - start)) s"
  start=$SECONDS
  "$HELM" test "$RELEASE" --namespace "$OPERATOR_NAMESPACE" --timeout 5m --logs >"$out/helm-test.log" 2>&1 ||
    { not_installed "helm test" "$out/helm-test.log"; return 1; }
  echo "helm test: ok, $((SECONDS - start)) s"
  # Before a scenario upgrades or uninstalls: what hack/verbs-used.py compares with the audit log.
  kubectl get clusterroles,roles,clusterrolebindings,rolebindings --all-namespaces -o json >"$out/granted.json"
}

not_installed() {
  echo "$1: FAILED"
  sed 's/^/  /' "$2"
  kubectl --namespace "$OPERATOR_NAMESPACE" get pods,events 2>&1 | sed 's/^/  /'
  operator_logs 2>&1 | tail -40 | sed 's/^/  /'
}

operator_logs() {
  kubectl --namespace "$OPERATOR_NAMESPACE" logs --selector "app.kubernetes.io/name=ollakeep,app.kubernetes.io/instance=$RELEASE" \
    --tail 100000 --prefix "$@"
}

# operator_was_calm: no scenario made it end.
operator_was_calm() {
  local restarts
  operator_logs >"$out/operator.log" 2>&1
  restarts=$(kubectl --namespace "$OPERATOR_NAMESPACE" get pods \
    --selector "app.kubernetes.io/name=ollakeep,app.kubernetes.io/instance=$RELEASE" \
    -o jsonpath='{.items[*].status.containerStatuses[*].restartCount}')
  [[ ! "$restarts" =~ [1-9] ]] && return
  echo "operator: FAILED: it was restarted ($restarts)"
  operator_logs --previous | tail -40 | sed 's/^/  /'
  return 1
}

# uninstall_release: as a user would; the CRD stays, and so does the Lease, which the operator made.
uninstall_release() {
  local left
  if "$HELM" status "$RELEASE" --namespace "$OPERATOR_NAMESPACE" >/dev/null 2>&1; then
    "$HELM" uninstall "$RELEASE" --namespace "$OPERATOR_NAMESPACE" --wait --timeout 2m >/dev/null ||
      { echo "helm uninstall: FAILED"; return 1; }
  fi
  made_release=''
  # Helm does not wait for the pods of a Deployment that is gone.
  kubectl --namespace "$OPERATOR_NAMESPACE" wait --for=delete pods --timeout=90s >/dev/null \
    --selector "app.kubernetes.io/name=ollakeep,app.kubernetes.io/instance=$RELEASE" || true
  left=$(objects_of_release)
  [ -z "$left" ] || { printf 'helm uninstall: FAILED, left behind:\n%s\n' "$left"; return 1; }
  kubectl get crd ollamaservers.ollakeep.dev >/dev/null ||
    { echo "helm uninstall: FAILED, the CRD is gone, and every server with it"; return 1; }
  echo "helm uninstall: ok, nothing of the release is left; the CRD is"
}

# remove_everything: what this run made, finished or not.
remove_everything() {
  local status=0 namespace
  [ -z "$made_release" ] ||
    "$HELM" uninstall "$RELEASE" --namespace "$OPERATOR_NAMESPACE" --ignore-not-found --wait --timeout 2m >/dev/null || status=1
  for namespace in $(kubectl get namespaces --selector "ollakeep.dev/e2e=$E2E_RUN" -o name); do
    end_pods "${namespace#namespace/}"
  done
  kubectl delete namespaces --selector "ollakeep.dev/e2e=$E2E_RUN" --ignore-not-found --timeout 6m >/dev/null || status=1
  [ -z "$made_crd" ] || kubectl delete crd ollamaservers.ollakeep.dev --ignore-not-found --timeout 2m >/dev/null || status=1
  return "$status"
}
