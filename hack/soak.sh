#!/usr/bin/env bash
# The long campaigns, one after the other; a failed one does not keep the next from running. Expects: `make tools` before.
# Usage: soak.sh [NAME...]     NAME: load, kills, proxies, swaps, floods, faults, transitions; without names all of them, in two hours
# What each counted is printed at the end, with the seed, and kept in operator/target/soak.
# Variables:
#   SEED                 repeats what a campaign drew
#   ROTATIONS, REQUESTS  of load: 1000 rotations while a million requests are answered; several shorter runs add up
#   KILLS                of the operator: 100
#   PROXIES              rotations while proxies are killed: 20
#   SWAPS                of the auth volume: 5000 while a million requests are answered (SWAP_REQUESTS)
#   HOP                  of swaps: FORMER shows what an auth hop lost that reads hash and role from two files
#   FLOOD_SECONDS        of each flood: 60
#   SEEDS                of faults: 1-3; a range may be continued later by the next one
#   TRANSITIONS          of the whole spec: 500, in CHAINS servers side by side: 6
#   PAIRS, TWINS         of faults: 70 random pairs of crashes for each seed, 20 runs of two operators
#   MAVEN                another Maven
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
read -ra maven <<<"${MAVEN:-./mvnw -B -ntp}"
# A test that is skipped because a tool is missing would prove nothing.
export OLLAKEEP_REQUIRE_TOOLS=true

# run_tests TESTS -Dname=value...
run_tests() {
  "${maven[@]}" -q -pl operator -am test -Dsurefire.failIfNoSpecifiedTests=false ${SEED:+"-Dsoak.seed=$SEED"} -Dtest="$1" "${@:2}"
}

load() { run_tests RotationUnderLoadTest "-Dsoak.rotations=${ROTATIONS:-1000}" "-Dsoak.requests=${REQUESTS:-1000000}"; }

kills() { run_tests KillStormTest "-Dsoak.kills=${KILLS:-100}"; }

proxies() { run_tests ProxyKilledTest "-Dsoak.proxies=${PROXIES:-20}"; }

# Secrets and roles change together, and the layout of the volume, under clients that try the secrets of before and after.
swaps() {
  run_tests SecretAndRoleTest "-Dsoak.swaps=${SWAPS:-5000}" "-Dsoak.swap.requests=${SWAP_REQUESTS:-1000000}" ${HOP:+"-Dsoak.hop=$HOP"}
}

floods() { run_tests FloodTableTest "-Dsoak.floods=${FLOOD_SECONDS:-60}"; }

# The operator dies at every write and in random pairs, the API server fails it, two work at once, the clock jumps.
faults() {
  local result=0
  run_tests 'CrashPointsTest,ApiFaultsTest,TwoOperatorsTest,ClockJumpTest' \
    "-Dchaos.seeds=${SEEDS:-1-3}" "-Dchaos.pairs=${PAIRS:-70}" "-Dchaos.twins=${TWINS:-20}" || result=$?
  grep -hE '^(crash|API)' operator/target/surefire-reports/*chaos*-output.txt || true
  return "$result"
}

# Random specs, each from the one before it, must end as a server that was created with them.
transitions() { run_tests TransitionsTest "-Dsoak.transitions=${TRANSITIONS:-500}" "-Dsoak.chains=${CHAINS:-6}"; }

main() {
  local name failed=()
  [ $# -gt 0 ] || set -- load kills proxies swaps floods faults transitions
  for name; do
    case $name in
      load | kills | proxies | swaps | floods | faults | transitions) ;;
      *) die "there is no campaign $name: load, kills, proxies, swaps, floods, faults or transitions" ;;
    esac
  done
  for name; do
    say "== $name"
    "$name" || failed+=("$name")
  done
  ! compgen -G 'operator/target/soak/*.txt' >/dev/null || tail -n +1 operator/target/soak/*.txt
  [ ${#failed[@]} -eq 0 ] || die "failed: ${failed[*]}"
}

main "$@"
