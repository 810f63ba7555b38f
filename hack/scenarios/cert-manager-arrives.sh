#!/usr/bin/env bash
# Without cert-manager a server says so and works inside the cluster; when cert-manager arrives, the operator notices by itself and
# asks for the certificate; when the issuer arrives, it is issued.
. "$(dirname "$0")/../../examples/lib.sh"
! kubectl get crd certificates.cert-manager.io >/dev/null 2>&1 || skip "cert-manager is in the cluster already"
k apply -f - >/dev/null <<'Y'
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: early}
spec:
  storage: {type: Ephemeral}
  auth: {users: [{name: alice, role: User}]}
  exposure: {type: Ingress, host: early.example.com}
  tls: {certManager: {issuerRef: {kind: Issuer, name: own-ca}}}
Y
k wait --for=condition=Available ollamaserver/early --timeout="$TIMEOUT" >/dev/null || fail "ollamaserver/early is not Available"
reason_is() { [ "$(condition early CertificateReady reason)" = "$1" ]; }
until_ok "CertificateReady is not CertManagerNotInstalled" reason_is CertManagerNotInstalled
expect False "$(condition early CertificateReady)" "CertificateReady without cert-manager"
say "$(condition early CertificateReady message)"
expect "" "$(k get ollamaserver early -o jsonpath='{.status.url}')" "status.url"
expect "" "$(k get ingress early --ignore-not-found -o name)" "Ingress"
endpoint early
expect 401 "$(status_of "$base/api/version")" "no credential"
expect 200 "$(as early-alice-credentials GET /api/version)" "Basic"
[ -n "${INSTALL_CERT_MANAGER:-}" ] || { skipped "cert-manager arrives: INSTALL_CERT_MANAGER is not set"; exit; }

$INSTALL_CERT_MANAGER >"$scratch/install" 2>&1 || fail "cert-manager could not be installed: $(cat "$scratch/install")"
say "cert-manager is installed"
begun=$SECONDS
# The operator asks the API server every two minutes.
PATIENCE=240 until_ok "the operator did not notice cert-manager" reason_is IssuerNotFound
say "noticed after $((SECONDS - begun)) s: $(condition early CertificateReady message)"
k apply -f - >/dev/null <<'Y'
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: self}
spec: {selfSigned: {}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: own-ca}
spec: {isCA: true, commonName: own-ca, secretName: own-ca, issuerRef: {name: self}, privateKey: {algorithm: ECDSA, size: 256}}
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: own-ca}
spec: {ca: {secretName: own-ca}}
Y
until_ok "the certificate was not issued" reason_is Issued
say "issued: $(condition early CertificateReady message)"
