#!/usr/bin/env bash
# A stream outlives the deletion of its pod while another pod serves new requests; and a change of the pods on a volume of one
# pod, where the new pod comes when the old one has finished: until then new requests are refused at once, and none gets half an
# answer. STREAM_SECONDS: how long each stream lasts at least.
. "$(dirname "$0")/../../examples/lib.sh"
. "$(dirname "$0")/../../examples/client.sh"
[ -n "${MODEL_FILE:-}" ] || skip "MODEL_FILE names no model (a GGUF file, as small as possible)"
seconds=${STREAM_SECONDS:-12}
alice=drain-alice-credentials

server() {
  k apply -f - >/dev/null <<Y
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: drain}
spec:
  drainTimeout: $((seconds * 3 + 60))s
  storage: {size: 1Gi, onDelete: Delete}
  resources: {requests: {cpu: $1}}
  auth: {users: [{name: alice, role: User}, {name: curator, role: ModelManager}]}
Y
}
server 10m
client talker $alice
client newcomer $alice
ready drain
endpoint drain
upload_model drain-curator-credentials

say "the pod is deleted"
old=$(pods drain)
slow_stream talker drain "$seconds"
k delete pod "$old" --wait=false >/dev/null
begun=$SECONDS
# The old pod serves newcomers for 5 s more: what counts is an answer once the new pod is the only one that may give it.
new_pod_serves() { is_ready "$(pods drain)" && [ "$(inside newcomer "ask http://drain/api/tags")" = 200 ]; }
is_ready() { [ "$(k get pod "$1" -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}' 2>/dev/null)" = True ]; }
until_ok "no other pod serves" new_pod_serves
say "another pod serves after $((SECONDS - begun)) s"
is_streaming || fail "the stream was too short to tell anything"
k get pod "$old" >/dev/null || fail "the old pod ended before its stream"
whole_stream
k wait --for=delete "pod/$old" --timeout="$TIMEOUT" >/dev/null || fail "the old pod did not end"
say "the old pod is gone"

say "the pods change"
old=$(pods drain)
slow_stream talker drain "$seconds"
keep_asking newcomer http://drain/api/tags
server 11m
changed() { [ -n "$(pods drain)" ] && [ "$(pods drain)" != "$old" ]; }
whole_stream
until_ok "no new pod was made" changed
k wait --for=condition=Ready "pod/$(pods drain)" --timeout="$TIMEOUT" >/dev/null || fail "the new pod is not Ready"
answered() { [ "$(tail -1 "$scratch/answers")" = 200 ]; }
until_ok "the new pod does not answer" answered
stop_asking
others=$(grep -vxE '200|none' "$scratch/answers" || true)
[ -z "$others" ] || fail "a newcomer was neither served nor refused: $others"
[ "$(k get pods -l ollakeep.dev/server=drain --no-headers | wc -l)" = 1 ] || fail "the old pod is still there"
ready drain
expect 200 "$(inside newcomer "ask --post-data '{\"model\": \"tiny\"}' http://drain/api/show")" "the model on the volume of the pod before"
