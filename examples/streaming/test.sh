#!/usr/bin/env bash
# A ModelManager brings a model; a User may not, and streams from it, token by token, in three dialects.
. "$(dirname "$0")/../lib.sh"
[ -n "${MODEL_FILE:-}" ] || skip "MODEL_FILE names no model (a GGUF file, as small as possible)"
start streaming
endpoint streaming
alice=streaming-alice-credentials

expect 403 "$(as $alice POST /api/create '{"model":"tiny","from":"nothing"}')" "alice makes a model"
upload_model streaming-curator-credentials
expect 200 "$(as $alice POST /api/show '{"model":"tiny"}')" "alice looks at it"
streams $alice 4000
question='{"model": "tiny", "max_tokens": 200, "stream": true, "messages": [{"role": "user", "content": "count ~"}]}'
with $alice -fN --max-time 60 -d "$question" "$base/v1/chat/completions" >"$scratch/openai" || fail "OpenAI's dialect"
[ "$(grep -c '^data: ' "$scratch/openai")" -gt 10 ] || fail "OpenAI's stream is too short"
grep '^data: \[DONE\]' "$scratch/openai" >/dev/null || fail "OpenAI's stream has no end"
say "OpenAI's dialect: $(grep -c '^data: ' "$scratch/openai") events"
with $alice -fN --max-time 60 -d "$question" "$base/v1/messages" >"$scratch/anthropic" || fail "Anthropic's dialect"
grep '^event: message_stop' "$scratch/anthropic" >/dev/null || fail "Anthropic's stream has no end"
say "Anthropic's dialect: $(grep -c '^event: ' "$scratch/anthropic") events"
