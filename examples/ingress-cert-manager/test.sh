#!/usr/bin/env bash
# Where the certificate cannot be issued yet, the condition says why, and the inside of the cluster works meanwhile.
. "$(dirname "$0")/../lib.sh"
k apply -f "$here/ollamaserver.yaml" >/dev/null
available() { [ "$(k get ollamaserver public -o jsonpath='{.status.conditions[?(@.type=="Available")].status}')" = True ]; }
until_ok "ollamaserver/public is not Available" available
endpoint public
expect 401 "$(status_of "$base/api/version")" "no credential"
expect 200 "$(as public-alice-credentials GET /api/version)" "Basic"
reason=$(k get ollamaserver public -o jsonpath='{.status.conditions[?(@.type=="CertificateReady")].reason}')
case $reason in
  CertManagerNotInstalled | IssuerNotFound | IssuerNotReady | Pending | IssuanceFailed) say "CertificateReady: $reason" ;;
  Issued)
    url=$(k get ollamaserver public -o jsonpath='{.status.url}')
    expect https://llm.example.com "$url" "status.url" ;;
  *) fail "CertificateReady has the reason '$reason'" ;;
esac
