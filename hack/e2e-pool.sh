# shellcheck shell=bash
# Runs scripts, several at once, and prints the output of each whole when it has ended. Sourced by hack/e2e.sh, which sets $work,
# $out and $E2E_RUN.
passed=0 skipped=0 parts_skipped=0 failed_names=()
waiting=() running=()

# name_of SCRIPT: examples/hello/test.sh is hello, hack/scenarios/drain.sh is drain.
name_of() {
  local name
  name=$(basename "$1" .sh)
  [ "$name" != test ] || name=$(basename "$(dirname "$1")")
  echo "$name"
}

# namespace_of SCRIPT: a DNS label, so at most 63 characters.
namespace_of() { printf 'e2e-%.45s-%s' "$(name_of "$1")" "$E2E_RUN"; }

# awaited SCRIPT: the script names in its head another one (`# After: NAME`) that waits or runs.
awaited() {
  local before other
  before=$(sed -n '1,15s/^# After: //p' "$1")
  for other in "${waiting[@]+"${waiting[@]}"}" "${running[@]+"${running[@]}"}"; do
    [[ " $before " != *" $(name_of "$other") "* ]] || return 0
  done
  return 1
}

# launch SCRIPT: in a process group of its own, so that it can be ended with all it started.
launch() {
  local name
  name=$(name_of "$1")
  echo "$SECONDS" >"$work/$name.begun"
  set -m
  (
    status=0
    NAMESPACE=$(namespace_of "$1") "$root/hack/e2e-scenario.sh" "$1" >>"$out/$name.log" 2>&1 </dev/null || status=$?
    echo "$status" >"$work/$name.part" && mv "$work/$name.part" "$work/$name.status"
  ) &
  echo $! >"$work/$name.pid"
  set +m
}

stop() { kill -TERM -- "-$(cat "$work/$1.pid")" 2>/dev/null || true; }

# forwards_left: prints the port-forwards of this run that still go on.
forwards_left() { ps -A -o pid= -o args= | grep -E "[k]ubectl .*e2e-[^ ]*-$E2E_RUN port-forward " || true; }

# no_forwards_left: says which have outlived their scenario, and ends them.
no_forwards_left() {
  local left
  left=$(forwards_left)
  [ -n "$left" ] || return 0
  say "port-forwards were left behind:"$'\n'"$left"
  awk '{print $1}' <<<"$left" | xargs kill 2>/dev/null || true
  return 1
}

stop_running() {
  local script
  for script in "${running[@]+"${running[@]}"}"; do stop "$(name_of "$script")"; done
}

# ended NAME: it has a status, or gets 124 for having taken too long.
ended() {
  [ ! -e "$work/$1.status" ] || return 0
  [ $((SECONDS - $(cat "$work/$1.begun"))) -gt "${E2E_LIMIT:-600}" ] || return 1
  stop "$1"
  echo "did not end within ${E2E_LIMIT:-600} s" >>"$out/$1.log"
  echo 124 >"$work/$1.status"
}

report() {
  local name=$1 took status parts verdict
  took=$((SECONDS - $(cat "$work/$name.begun")))
  status=$(cat "$work/$name.status")
  parts=$(grep -c 'SKIPPED: ' "$out/$name.log" || true)
  case $status in
    0) verdict=ok passed=$((passed + 1)) parts_skipped=$((parts_skipped + parts)) ;;
    77) verdict=SKIPPED skipped=$((skipped + 1)) ;;
    *) verdict=FAILED failed_names+=("$name") ;;
  esac
  printf '%s: %s, %s s\n' "$name" "$verdict" "$took"
  sed 's/^/  /' "$out/$name.log"
  printf '%s %s %s\n' "$name" "$verdict" "$took" >>"$out/durations"
}

reap() {
  local script left=()
  for script in "${running[@]+"${running[@]}"}"; do
    if ended "$(name_of "$script")"; then report "$(name_of "$script")"; else left+=("$script"); fi
  done
  running=("${left[@]+"${left[@]}"}")
}

# fill LIMIT: starts what may start.
fill() {
  local script left=() candidates=("${waiting[@]+"${waiting[@]}"}")
  for script in "${candidates[@]+"${candidates[@]}"}"; do
    if [ ${#running[@]} -lt "$1" ] && ! awaited "$script"; then
      running+=("$script")
      launch "$script"
    else
      left+=("$script")
    fi
  done
  waiting=("${left[@]+"${left[@]}"}")
}

# run_pool LIMIT SCRIPT...
run_pool() {
  local limit=$1
  shift
  waiting=("$@") running=()
  while [ $((${#waiting[@]} + ${#running[@]})) -gt 0 ]; do
    reap
    fill "$limit"
    [ ${#running[@]} -gt 0 ] || [ ${#waiting[@]} -eq 0 ] || die "these wait for each other: ${waiting[*]}"
    sleep 0.2
  done
}
