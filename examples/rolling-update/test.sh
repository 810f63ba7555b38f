#!/usr/bin/env bash
# While all pods are replaced a stream goes on to its end, and no request fails.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../client.sh"
[ -n "${MODEL_FILE:-}" ] || skip "MODEL_FILE names no model (a GGUF file, as small as possible)"
alice=rolling-alice-credentials
k apply -f "$here/ollamaserver.yaml" >/dev/null
client talker $alice
client newcomer $alice
start rolling
two() { [ "$(k get ollamaserver rolling -o jsonpath='{.status.readyReplicas}')" = 2 ]; }
until_ok "two replicas" two
endpoint rolling
upload_model rolling-curator-credentials
old=$(pods rolling)

slow_stream talker rolling "${STREAM_SECONDS:-15}"
keep_asking newcomer http://rolling/api/tags
k patch ollamaserver rolling --type=merge -p '{"spec":{"resources":{"requests":{"cpu":"11m"}}}}' >/dev/null
replaced() { [ -n "$(pods rolling)" ] && ! printf '%s\n' "$old" | grep -xF "$(pods rolling)" >/dev/null; }
until_ok "the pods are not replaced" replaced
say "all pods are new"
k rollout status deployment/rolling --timeout="$TIMEOUT" >/dev/null || fail "the rollout did not end"
is_streaming || fail "the stream was too short to tell anything"
whole_stream
gone() { [ "$(k get pods -l ollakeep.dev/server=rolling --no-headers | wc -l)" = 2 ]; }
until_ok "the old pods did not end" gone
stop_asking
failed=$(grep -vx 200 "$scratch/answers" || true)
[ -z "$failed" ] || fail "requests failed: $failed"
ready rolling
expect 200 "$(inside newcomer "ask --post-data '{\"model\": \"tiny\"}' http://rolling/api/show")" "the model on the shared volume"
