#!/usr/bin/env bash
# The operator is upgraded and rolled back with unchanged values: no pod of a server is replaced, no container restarted, no
# request fails, and each operator carries out a rotation.
# PREVIOUS_CHART and PREVIOUS_IMAGE (NAME:TAG): a version to come from and to go back to. Without them only the operator's own
# pods are replaced.
. "$(dirname "$0")/../../examples/lib.sh"
. "$(dirname "$0")/../../examples/client.sh"
. "$(dirname "$0")/lib.sh"
k apply -f - >/dev/null <<'Y'
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: upgraded}
spec:
  storage: {size: 1Gi, onDelete: Delete}
  auth: {users: [{name: alice, role: User}, {name: bob, role: User, gracePeriod: 0s}]}
Y
ready upgraded
client application upgraded-alice-credentials
keep_asking application http://upgraded/api/tags
before=$(identity upgraded)
original=$(helm_ history "$RELEASE" | awk 'END {print $1}')

# checked WHAT HELM-ARGUMENTS...
checked() {
  local what=$1
  shift
  helm_ "$@" --wait --timeout 5m >"$scratch/helm" 2>&1 || fail "$what: $(cat "$scratch/helm")"
  works upgraded bob
  [ "$(identity upgraded)" = "$before" ] || fail "$what: pods were replaced or restarted: $(identity upgraded), before: $before"
  say "$what: the same pod, the same containers"
}

if [ -n "${PREVIOUS_CHART:-}" ]; then
  checked "the version before" upgrade "$RELEASE" "$PREVIOUS_CHART" --reset-then-reuse-values \
    --set "image.repository=${PREVIOUS_IMAGE%:*},image.tag=${PREVIOUS_IMAGE##*:}"
  checked "upgraded" upgrade "$RELEASE" "$CHART" --reset-then-reuse-values \
    --set "image.repository=${IMAGE%:*},image.tag=${IMAGE##*:}"
  checked "rolled back" rollback "$RELEASE"
else
  skipped "PREVIOUS_CHART and PREVIOUS_IMAGE name no version to come from"
  checked "other pods of the operator" upgrade "$RELEASE" "$CHART" --reset-then-reuse-values --set podAnnotations.e2e=upgrade
fi
checked "as it was at first" rollback "$RELEASE" "$original"
all_answered
