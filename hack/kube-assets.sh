#!/usr/bin/env bash
# Gets etcd, kube-apiserver and kubectl for the tests and the demo into the cache, unless they are there.
# Order: $OLLAKEEP_KUBE_ASSETS; the cache; kube-api-test's own cache; its download site; built from Go modules.
# Usage: kube-assets.sh [--build]     --build: skip the download and build
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
oldest=1.31
series='1.36.*'                            # what is downloaded; what is built is pinned by kube-assets/go.mod
connect_ms=5000 read_ms=20000 overall=300  # of the download; overall in seconds

# newest_in DIRECTORY: prints the folder of its newest complete, supported version.
newest_in() {
  local folder newest=
  while IFS= read -r folder; do
    [ -x "$folder/etcd" ] && [ -x "$folder/kube-apiserver" ] && [ -x "$folder/kubectl" ] || continue
    at_least "$(basename "$folder" "-$platform")" $oldest && newest=$folder
  done < <(find "$1/k8s" -mindepth 1 -maxdepth 1 -name "*-$platform" 2>/dev/null | sort -V)
  [ -n "$newest" ] && echo "$newest"
}

# keep FOLDER: moves a finished k8s/VERSION-PLATFORM folder into the cache, in one step.
keep() {
  "$1/kube-apiserver" --version >/dev/null && "$1/etcd" --version >/dev/null && "$1/kubectl" version --client >/dev/null ||
    return 1
  mkdir -p "$cache/kube/k8s"
  rm -rf "${cache:?}/kube/k8s/$(basename "$1")"
  mv "$1" "$cache/kube/k8s/"
}

# The address of the download site is knowledge of the library, not of this project.
download() {
  local work=$1
  command -v java >/dev/null || return 1
  (cd "$root" && ./mvnw -q -B -ntp -pl testing compile dependency:build-classpath -Dmdep.outputFile="$work/classpath") >&2 || return 1
  timeout "$overall" java -Dsun.net.client.defaultConnectTimeout=$connect_ms -Dsun.net.client.defaultReadTimeout=$read_ms \
    -cp "$root/testing/target/classes:$(cat "$work/classpath")" dev.ollakeep.testing.KubeAssetsDownload "$work" "$series" >&2 || return 1
  keep "$(newest_in "$work")"
}

build() {
  local work=$1 log=$1/build.log version flags path
  command -v go >/dev/null || die "no download site is reachable and Go is not installed; install Go" \
    "$(sed -n 's/^go //p' "$root/hack/kube-assets/go.mod") or newer, or set OLLAKEEP_KUBE_ASSETS, then run: make tools"
  cd "$root/hack/kube-assets"
  export CGO_ENABLED=0 GO111MODULE=on GOWORK=off GOFLAGS=-mod=readonly
  { go list -deps tool >"$work/packages"; } 2>&1 | tee "$log" | progress "Go modules fetched" "$(grep -c 'v[^/]* h1:' go.sum)" ||
    die "fetching Go modules failed:"$'\n'"$(tail -5 "$log")"
  version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
  flags='-s -w'
  for path in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $path.gitVersion=$version -X $path.gitMajor=1 -X $path.gitMinor=$(cut -d. -f2 <<<"$version")"
  done
  mkdir -p "$work/out"
  go build -v -trimpath -buildvcs=false -ldflags "$flags" -o "$work/out/" tool 2>&1 | tee "$log" |
    progress "packages compiled" "$(wc -l <"$work/packages")" || die "the build failed:"$'\n'"$(grep ' ' "$log" | tail -20)"
  path=$work/k8s/${version#v}-$platform
  mkdir -p "$work/k8s"
  mv "$work/out/server" "$work/out/etcd"
  mv "$work/out" "$path"
  keep "$path" || die "the programs built in $path do not run"
}

if [ -n "${OLLAKEEP_KUBE_ASSETS-}" ]; then
  newest_in "$OLLAKEEP_KUBE_ASSETS" ||
    die "OLLAKEEP_KUBE_ASSETS=$OLLAKEEP_KUBE_ASSETS holds no k8s/<version>-$platform/{etcd,kube-apiserver,kubectl}"
  exit
fi
newest_in "$cache/kube" || newest_in "$HOME/.kubeapitest" && exit
lock kube-assets
newest_in "$cache/kube" && exit   # another run was faster
work=$(scratch kube-assets)
trap 'rm -rf "$work"' EXIT
start=$SECONDS
if [ "${1-}" != --build ]; then
  say "downloading etcd, kube-apiserver and kubectl $series (at most $overall s)"
  download "$work" || say "  not reachable; building from Go modules instead: once, about five minutes on two idle cores"
fi
newest_in "$cache/kube" >/dev/null || build "$work"
newest_in "$cache/kube"
say "  etcd, kube-apiserver and kubectl: done, $(elapsed "$start")"
