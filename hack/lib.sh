# Shared by the scripts of this directory; sourced, never run.
set -euo pipefail
shopt -s inherit_errexit 2>/dev/null || true   # older than bash 4.4: a failure within $( ) is noticed later
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${OLLAKEEP_CACHE:-$HOME/.cache/ollakeep}
case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=amd64 ;; esac
platform=$(uname -s | tr '[:upper:]' '[:lower:]')-$arch

say() { echo "$*" >&2; }
die() {
  say "error: $*"
  exit 1
}

# at_least VERSION MINIMUM
at_least() { [ "$(printf '%s\n' "$2" "$1" | sort -V | head -1)" = "$2" ]; }

# lock NAME: one run at a time per NAME; the kernel releases it however the holder ends.
lock() {
  mkdir -p "$cache"
  command -v flock >/dev/null || return 0   # without it two runs do the work twice, which the final rename makes harmless
  exec 9>"$cache/$1.lock"
  flock -n 9 && return 0
  say "waiting for another run that fetches $1"
  flock 9
}

# scratch NAME: prints a fresh directory in the cache for unfinished work, after removing what killed runs left there.
# Call it while holding the lock. It is on the cache's file system, so that `mv` of the result is atomic.
scratch() {
  rm -rf "$cache/$1.tmp"
  mkdir -p "$cache/$1.tmp"
  echo "$cache/$1.tmp"
}

# end_pods NAMESPACE: before the namespace itself. One that ends with pods in it is looked at again only after half of their grace
# period, which are minutes for pods that may drain, however soon they are gone.
end_pods() { kubectl --namespace "$1" delete ollamaservers,deployments,pods --all --timeout 2m >/dev/null || true; }

elapsed() { printf '%dm%02ds' $(((SECONDS - $1) / 60)) $(((SECONDS - $1) % 60)); }

# progress WHAT TOTAL: counts the lines of its input; a moving line on a terminal, else a line every 15 seconds.
progress() {
  local what=$1 total=$2 start=$SECONDS shown=$SECONDS count=0 _
  while IFS= read -r _; do
    count=$((count + 1))
    if [ -t 2 ]; then
      printf '\r\033[K  %s: %d of %d, %s' "$what" "$count" "$total" "$(elapsed "$start")" >&2
    elif [ $((SECONDS - shown)) -ge 15 ]; then
      shown=$SECONDS
      say "  $what: $count of $total, $(elapsed "$start")"
    fi
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
  say "  $what: done, $(elapsed "$start")"
}
