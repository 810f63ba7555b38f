# shellcheck shell=bash
# What the scenarios that change the operator itself share; source it after examples/lib.sh and examples/client.sh. They expect
# what hack/e2e.sh exports: HELM, RELEASE, OPERATOR_NAMESPACE, CHART, IMAGE.
helm_() { "$HELM" --namespace "$OPERATOR_NAMESPACE" "$@"; }

numbers='{.containerID} {.restartCount}'
containers='{range .items[*]}{.metadata.uid}'
for kind in initContainerStatuses containerStatuses; do containers+="{range .status.${kind}[*]} $numbers{end}"; done
containers+='{"\n"}{end}'

# identity SERVER...: what changes when a pod or one of its containers is replaced or restarted.
identity() {
  local server
  for server; do
    k get pods -l "ollakeep.dev/server=$server" -o jsonpath="$containers"
  done
}

# works SERVER USER: the operator that runs now carries out a rotation of the user, whose gracePeriod is 0s.
works() {
  local secret=$1-$2-credentials before index
  before=$(key "$secret" basic-auth)
  index=$(k get ollamaserver "$1" -o jsonpath='{.spec.auth.users[*].name}' | tr ' ' '\n' | grep -nx "$2" | cut -d : -f 1)
  k patch ollamaserver "$1" --type=json \
    -p "[{\"op\": \"add\", \"path\": \"/spec/auth/users/$((index - 1))/requestId\", \"value\": \"$RANDOM$RANDOM\"}]" >/dev/null
  differs() { [ "$(key "$1" basic-auth)" != "$2" ]; }
  until_ok "the operator does not rotate $2" differs "$secret" "$before"
}

# none_failed: every answer since the last look was 200. look_away: what was answered until now is not judged any more.
judged=0
none_failed() {
  local failed
  failed=$(tail -n "+$((judged + 1))" "$scratch/answers" | grep -vx 200 || true)
  [ -z "$failed" ] || fail "requests failed: $(cat "$scratch/asking")"
  look_away
}
look_away() { judged=$(wc -l <"$scratch/answers"); }

# all_answered: stops asking; every answer that is judged was 200.
all_answered() {
  stop_asking
  none_failed
}
