#!/usr/bin/env bash
# The volume of the models is full: uploads fail with Ollama's own words and not halfway, while everybody logs in, the loaded model
# answers and a secret is rotated; a new pod starts on the full volume, and what nobody has needed for an hour is gone then.
# SMALL_STORAGE_CLASS: a storage class whose volumes hold about SMALL_STORAGE_MIB, and not more.
. "$(dirname "$0")/../../examples/lib.sh"
[ -n "${MODEL_FILE:-}" ] || skip "MODEL_FILE names no model (a GGUF file, as small as possible)"
[ -n "${SMALL_STORAGE_CLASS:-}" ] || skip "SMALL_STORAGE_CLASS names no class of volumes that are easily filled"
size=${SMALL_STORAGE_MIB:-1024}
alice=full-alice-credentials curator=full-curator-credentials
k apply -f - >/dev/null <<Y
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: full}
spec:
  drainTimeout: 10s
  storage: {size: ${size}Mi, storageClassName: $SMALL_STORAGE_CLASS, onDelete: Delete}
  auth: {users: [{name: alice, role: User, gracePeriod: 0s}, {name: curator, role: ModelManager}]}
Y
ready full
endpoint full
upload_model $curator
answer() { with $alice --max-time 60 -d '{"model": "tiny", "prompt": "hi", "stream": false}' "$base/api/generate"; }
[[ "$(answer)" == *'"done":true'* ]] || fail "tiny does not answer: $(answer)"

# fill: uploads blobs, each a quarter of the volume and another one than the last, until one does not fit; prints its answer.
fill() {
  local number digest status
  for number in 1 2 3 4 5 6 7 8; do
    { echo "$number"; head -c $((size * 1024 * 256)) /dev/zero; } >"$scratch/blob"
    digest=sha256:$({ sha256sum "$scratch/blob" 2>/dev/null || shasum -a 256 "$scratch/blob"; } | cut -d ' ' -f 1)
    status=$(with $curator -o "$scratch/answer" -w '%{http_code}' -X POST -T "$scratch/blob" "$base/api/blobs/$digest")
    [ "$status" = 201 ] || { echo "$number: $status $(cat "$scratch/answer")"; return; }
  done
  echo "nothing fills it"
}
filled=$(fill)
[[ "$filled" == *"500 "*"no space left on device"* ]] || fail "what does not fit: $filled"
say "upload $filled"
expect 200 "$(as $alice GET /api/tags)" "alice logs in"
[[ "$(answer)" == *'"done":true'* ]] || fail "tiny does not answer any more: $(answer)"
before=$(key $alice basic-auth)
k patch ollamaserver full --type=json -p '[{"op": "add", "path": "/spec/auth/users/0/requestId", "value": "1"}]' >/dev/null
changed() { [ "$(key $alice basic-auth)" != "$before" ]; }
until_ok "alice's secret is not rotated" changed
expect 200 "$(as $alice GET /api/tags)" "alice's new secret"

kill "$forward"
old=$(k get pods -l ollakeep.dev/server=full -o jsonpath='{.items[0].metadata.name}')
# Ollama takes away what belongs to no model when it starts, unless it is younger than an hour.
aged='touch=touch; command -v touch >/dev/null || touch="busybox touch"; $touch -t 202001010000 "$OLLAMA_MODELS"/blobs/*'
k exec "$old" -c ollama -- sh -c "$aged" || fail "the blobs could not be made older"
k delete pod "$old" >/dev/null
k rollout status deployment/full --timeout="$TIMEOUT" >/dev/null || fail "no new pod is ready"
endpoint full
[[ "$(answer)" == *'"done":true'* ]] || fail "tiny does not answer in the new pod: $(answer)"
say "a new pod starts on the volume, and tiny answers"
filled=$(fill)
[[ "$filled" != 1:* ]] || fail "blobs that belong to no model are still there: $filled"
say "blobs that belong to no model are gone"
