#!/usr/bin/env bash
# The status tells the next rotation; a longer interval moves it, none removes it, one below two grace periods is refused.
. "$(dirname "$0")/../lib.sh"
start by-schedule
endpoint by-schedule
expect 200 "$(as by-schedule-alice-credentials GET /api/version)" "alice's secret"

next() { k get ollamaserver by-schedule -o jsonpath='{.status.auth.nextRotationTime}'; }
interval() { k patch ollamaserver by-schedule --type=merge -p "{\"spec\":{\"auth\":{\"rotation\":{\"interval\":$1}}}}"; }
first=$(next)
[[ "$first" > "$(k get ollamaserver by-schedule -o jsonpath='{.status.auth.lastRotationTime}')" ]] || fail "no next rotation: '$first'"
say "the next rotation: $first"

interval '"1440h"' >/dev/null
later() { [[ "$(next)" > "$first" ]]; }
until_ok "a longer interval did not move the next rotation" later
say "with twice the interval: $(next)"

refusal=$(interval '"47h"' 2>&1) && fail "an interval below two grace periods was accepted"
[[ "$refusal" == *"interval must be at least twice gracePeriod"* ]] || fail "the refusal does not tell the remedy: $refusal"
say "an interval below two grace periods is refused"

interval null >/dev/null
never() { [ -z "$(next)" ]; }
until_ok "without an interval there is still a next rotation" never
expect 200 "$(as by-schedule-alice-credentials GET /api/version)" "the secret after all of this"
