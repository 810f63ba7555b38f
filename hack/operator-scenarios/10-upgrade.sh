#!/usr/bin/env bash
# The operator is upgraded and rolled back with unchanged values: no pod of a server is replaced, unless CHANGELOG.md says so under
# "Pods restart" of what is unreleased, no container restarted, no request fails, and each operator carries out a rotation.
# PREVIOUS_CHART and PREVIOUS_IMAGE (NAME:TAG): a version to come from and to go back to. Without them only the operator's own
# pods are replaced.
. "$(dirname "$0")/../../examples/lib.sh"
. "$(dirname "$0")/../../examples/client.sh"
. "$(dirname "$0")/lib.sh"
told='' storage='{size: 1Gi, onDelete: Delete}'
if [ -n "${PREVIOUS_CHART:-}" ] &&
  awk '/^## /{unreleased = /Unreleased/} unreleased' "$here/../../CHANGELOG.md" | grep '^### Pods restart' >/dev/null; then
  # Where pods may stand side by side, their replacement refuses nobody.
  told=yes storage='{type: Ephemeral, size: 1Gi}'
fi
k apply -f - >/dev/null <<Y
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: upgraded}
spec:
  storage: $storage
  auth: {users: [{name: alice, role: User}, {name: bob, role: User, gracePeriod: 0s}]}
Y
ready upgraded
client application upgraded-alice-credentials
keep_asking application http://upgraded/api/tags
before=$(identity upgraded)
original=$(helm_ history "$RELEASE" | awk 'END {print $1}')

# replaced POD...: the server has pods, and none of these.
replaced() {
  local now
  now=$(pods upgraded)
  [ -n "$now" ] && ! printf '%s\n' "$@" | grep -Fxf <(echo "$now") >/dev/null
}

rotated() { [ "$(condition upgraded CredentialsRotated)" = True ]; }

# checked VERSION WHAT HELM-ARGUMENTS...: VERSION is `previous` or `this`, the one that runs afterwards.
checked() {
  local version=$1 what=$2 old
  shift 2
  old=$(pods upgraded)
  helm_ "$@" --wait --timeout 5m >"$scratch/helm" 2>&1 || fail "$what: $(cat "$scratch/helm")"
  if [ -n "$told" ]; then
    # shellcheck disable=SC2086
    until_ok "$what: the pods were not replaced" replaced $old
    k rollout status deployment/upgraded --timeout="$TIMEOUT" >/dev/null || fail "$what: the new pods are not ready"
    ready upgraded
    # How proxies that this version replaces swap credentials is not its business; that they end well is.
    [ "$version" = this ] || none_failed
    works upgraded bob
    until_ok "$what: bob's old secret is not revoked" rotated
    [ "$version" = this ] || look_away
    local restarts='{.items[*].status.initContainerStatuses[*].restartCount} {.items[*].status.containerStatuses[*].restartCount}'
    [[ "$(k get pods -l ollakeep.dev/server=upgraded -o jsonpath="$restarts")" =~ ^[0\ ]+$ ]] || fail "$what: containers were restarted"
    say "$what: pods are replaced, as CHANGELOG.md says, and no container was restarted"
    return
  fi
  works upgraded bob
  [ "$(identity upgraded)" = "$before" ] || fail "$what: pods were replaced or restarted: $(identity upgraded), before: $before"
  say "$what: the same pod, the same containers"
}

if [ -n "${PREVIOUS_CHART:-}" ]; then
  checked previous "the version before" upgrade "$RELEASE" "$PREVIOUS_CHART" --reset-then-reuse-values \
    --set "image.repository=${PREVIOUS_IMAGE%:*},image.tag=${PREVIOUS_IMAGE##*:}"
  checked this "upgraded" upgrade "$RELEASE" "$CHART" --reset-then-reuse-values \
    --set "image.repository=${IMAGE%:*},image.tag=${IMAGE##*:}"
  checked previous "rolled back" rollback "$RELEASE"
else
  skipped "PREVIOUS_CHART and PREVIOUS_IMAGE name no version to come from"
  checked this "other pods of the operator" upgrade "$RELEASE" "$CHART" --reset-then-reuse-values --set podAnnotations.e2e=upgrade
fi
checked this "as it was at first" rollback "$RELEASE" "$original"
all_answered
