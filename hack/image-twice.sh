#!/usr/bin/env bash
# Makes the image and its SBOM twice from nothing and compares them byte for byte.
# Usage: image-twice.sh     BASE_IMAGE as for `make image`
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

# made: prints the digests of a fresh build.
made() {
  make --no-print-directory clean >&2
  make --no-print-directory image ${BASE_IMAGE:+BASE_IMAGE="$BASE_IMAGE"} >&2
  (cd operator/target && sha256sum ollakeep-image.tar ollakeep-sbom.json)
}

first=$(made)
second=$(made)
[ "$first" = "$second" ] || die "two builds differ:
$first
$second"
say "two builds from nothing are the same:"
echo "$first"
