#!/usr/bin/env bash
# The end-to-end run on the cluster of $KUBECONFIG: installs the chart with Helm, runs `helm test`, every examples/*/test.sh and
# hack/scenarios/*.sh (several at once), then hack/operator-scenarios/*.sh one after the other, uninstalls, and looks at what is
# left. Every namespace admits only restricted Pods. Whatever it made is removed, however it ends.
# Usage: e2e.sh [NAME...]     names of examples and scenarios (hello, 10-upgrade); default: all of them
# Expects: bash, kubectl, curl; Helm; a cluster whose kubelet runs Pods and reaches the images.
# Variables:
#   HELM              the program; else `helm` on PATH
#   IMAGE             the operator's image, NAME:TAG or NAME@DIGEST; else the chart's own
#   OLLAMA_IMAGE      Ollama's image; else the chart's default
#   PROXY_IMAGE       the proxy's image; else the chart's default
#   CLIENT_IMAGE      an image with a shell, wget and nc for clients inside the cluster; busybox:1.37
#   MODEL_FILE        a small model (GGUF) for the scenarios that generate; without it they are skipped
#   LOAD_SOURCE       addresses (CIDR) from which this machine reaches pods; with it one scenario rotates under load from here
#   SMALL_STORAGE_CLASS, SMALL_STORAGE_MIB   a storage class with volumes of that size and not more, for a scenario that fills one
#   HELM_ARGS         further arguments of `helm install`
#   E2E_OPERATOR=installed   use the operator that is there: no installing, no scenarios that change it, no uninstalling
#   E2E_WATCH=own     the operator looks after this run's namespaces only, by Roles there: for a cluster with another Ollakeep
#   E2E_PARALLEL      how many run at once; 3
#   E2E_LIMIT         seconds after which a scenario has failed; 600
#   E2E_OUT           where the outputs are kept; target/e2e
#   OPERATOR_NAMESPACE, RELEASE   ollakeep-e2e, and the same name
#   INSTALL_CERT_MANAGER   a command; with it a scenario shows what happens without cert-manager, and when it arrives
#   PREVIOUS_CHART, PREVIOUS_IMAGE   another version, to upgrade from and to go back to
#   KEEP=1            removes nothing
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$root/hack/e2e-pool.sh"
. "$root/hack/e2e-release.sh"
begun=$SECONDS
out=${E2E_OUT:-$root/target/e2e}
export E2E_RUN=${E2E_RUN:-$$} CHART=$root/helm/ollakeep
export OPERATOR_NAMESPACE=${OPERATOR_NAMESPACE:-ollakeep-e2e}
export RELEASE=${RELEASE:-$OPERATOR_NAMESPACE}
export MODEL_FILE=${MODEL_FILE-} CLIENT_IMAGE=${CLIENT_IMAGE:-busybox:1.37}
export IMAGE=${IMAGE-} OLLAMA_IMAGE=${OLLAMA_IMAGE-} PROXY_IMAGE=${PROXY_IMAGE-}
export E2E_WATCH=${E2E_WATCH-} INSTALL_CERT_MANAGER=${INSTALL_CERT_MANAGER-}
installed=${E2E_OPERATOR-}

# chosen GLOB NAME...: the scripts of the glob that bear one of the names; all of them without names.
chosen() {
  local script
  for script in $1; do
    [ -x "$script" ] || continue
    [ $# -eq 1 ] || [[ " ${*:2} " == *" $(name_of "$script") "* ]] || continue
    echo "$script"
  done
}

check_tools() {
  command -v kubectl >/dev/null || die "kubectl is not on PATH; \`make tools\` prints where it put one"
  command -v curl >/dev/null || die "curl is not on PATH"
  local said
  said=$(kubectl version 2>&1) || die "no cluster answers: set KUBECONFIG"$'\n'"$said"
  if [ "$installed" = installed ]; then
    kubectl get crd ollamaservers.ollakeep.dev >/dev/null 2>&1 || die "the cluster does not know OllamaServer; see docs/install.md"
    return
  fi
  HELM=${HELM:-$(command -v helm)} || die "Helm is not on PATH; set HELM to the program, 3.14 or newer"
  "$HELM" version >/dev/null 2>&1 || die "HELM=$HELM does not run"
  export HELM
}

finish() {
  local status=$?
  trap - EXIT INT TERM
  stop_running
  if [ -n "${KEEP-}" ]; then
    say "kept: release $RELEASE in $OPERATOR_NAMESPACE, namespaces with the label ollakeep.dev/e2e=$E2E_RUN"
  else
    remove_everything || { say "not everything could be removed"; status=1; }
  fi
  rm -rf "$work"
  exit "$status"
}

summary() {
  local failed=$((failures + ${#failed_names[@]}))
  [ ${#failed_names[@]} -eq 0 ] || say "failed: ${failed_names[*]}"
  echo "e2e: $passed passed, $skipped skipped, $parts_skipped parts skipped, $failed failed; $(elapsed "$begun")"
  [ $failed -eq 0 ]
}

# as_lines COMMAND...: fills the array `lines`; mapfile is newer than some bash.
as_lines() {
  local line
  lines=()
  while IFS= read -r line; do lines+=("$line"); done < <("$@")
}

cd "$root" || exit
check_tools
work=$(mktemp -d)
rm -rf "$out" && mkdir -p "$out"
trap finish EXIT
trap 'exit 130' INT TERM
as_lines chosen "examples/*/test.sh" "$@"; examples=("${lines[@]+"${lines[@]}"}")
as_lines chosen "hack/scenarios/*.sh" "$@"; scenarios=("${lines[@]+"${lines[@]}"}")
as_lines chosen "hack/operator-scenarios/*.sh" "$@"; alone=("${lines[@]+"${lines[@]}"}")
[ "$installed" != installed ] || alone=()
all=("${scenarios[@]+"${scenarios[@]}"}" "${examples[@]+"${examples[@]}"}")
[ $((${#all[@]} + ${#alone[@]})) -gt 0 ] || die "nothing is named ${*:-there}: see examples/ and hack/scenarios/"
failures=0

if [ "$installed" != installed ] && ! install_release "${all[@]+"${all[@]}"}" "${alone[@]+"${alone[@]}"}"; then
  failures=1
  summary
fi
run_pool "${E2E_PARALLEL:-3}" "${all[@]+"${all[@]}"}"
if [ "$installed" != installed ]; then
  operator_was_calm || failures=$((failures + 1))
  run_pool 1 "${alone[@]+"${alone[@]}"}"
  uninstall_release || failures=$((failures + 1))
fi
no_forwards_left || failures=$((failures + 1))
summary
