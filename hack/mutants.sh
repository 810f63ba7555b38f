#!/usr/bin/env bash
# Breaks one promise of the operator after the other, in a copy of the sources, and expects a named test to notice.
# Each mutant is a file NAME.patch in operator/src/test/mutants: what it breaks, which tests (package.Class or
# package.Class#method) must turn red, and the change.
# Usage: mutants.sh [NAME...]; without names all. Expects: `make tools` before. MAVEN may name another Maven.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
mutants=$root/operator/src/test/mutants
read -ra maven <<<"${MAVEN:-./mvnw -B -ntp}"
# A test that is skipped because a tool is missing would let its mutant live.
export OLLAKEEP_REQUIRE_TOOLS=true
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

# What would be committed, changes that are not yet included.
copy_sources() {
  (cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 sh -c \
    'for file; do [ ! -e "$file" ] || printf "%s\0" "$file"; done' sh | tar --null -T - -cf -) | tar -xf - -C "$copy"
  # git apply looks for the top of a repository.
  git -C "$copy" init -q
}

field() { sed -n "s/^$1: *//p" "$mutants/$2.patch"; }

# run_tests CLASS,...: what the tests say is in their reports, also when Maven fails for another reason.
run_tests() {
  rm -rf "$copy/operator/target/surefire-reports"
  (cd "$copy" && "${maven[@]}" -q -pl operator -am test -Dtest="$1" -Dsurefire.failIfNoSpecifiedTests=false \
    -Dsurefire.timeout=900) >"$copy/log" 2>&1
}

# Names of the test classes that have run and failed.
red() {
  grep -lE '<(failure|error)' "$copy"/operator/target/surefire-reports/TEST-*.xml 2>/dev/null | sed 's/\.xml$//; s/.*\.//' || true
}

# As Maven wants them named.
tests_of() { for name; do field Tests "$name"; done | tr -d ' ' | tr ',' '\n' | sed 's/.*\.//' | sort -u | paste -sd,; }

# Only tests that are green without it can tell that a mutant turned them red.
check_unchanged() {
  local tests
  tests=$(tests_of "$@")
  say "without any mutant: $tests"
  run_tests "$tests" || { tail -50 "$copy/log" >&2; die "the tests are not green on the sources as they are"; }
}

# kill_mutant NAME: whether a test notices; the sources are as before when it returns.
kill_mutant() {
  local tests found
  tests=$(tests_of "$1")
  git -C "$copy" apply "$mutants/$1.patch" || die "$1 does not apply any more: change $mutants/$1.patch with the sources"
  run_tests "$tests" || true
  found=$(red | sort -u | paste -sd,)
  git -C "$copy" apply -R "$mutants/$1.patch" || die "the copy of the sources is not what it was"
  if [ -z "$found" ]; then
    tail -20 "$copy/log" >&2
    say "ALIVE   $1: $tests did not notice, or did not run. $(field What "$1")"
    return 1
  fi
  say "killed  $1 by $found"
}

main() {
  local names=("$@") alive=0 name
  if [ $# -eq 0 ]; then
    mapfile -t names < <(cd "$mutants" && for file in *.patch; do echo "${file%.patch}"; done)
  fi
  copy_sources
  check_unchanged "${names[@]}"
  for name in "${names[@]}"; do
    kill_mutant "$name" || alive=$((alive + 1))
  done
  [ "$alive" -eq 0 ] || die "$alive of ${#names[@]} mutants live"
  say "all ${#names[@]} mutants were noticed"
}

main "$@"
