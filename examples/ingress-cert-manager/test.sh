#!/usr/bin/env bash
# HTTPS through the Ingress with cert-manager's certificate: roles count, streams flow, a renewal disturbs nobody. Without
# cert-manager the condition says so, and the inside of the cluster works meanwhile.
# After: cert-manager-arrives
. "$(dirname "$0")/../lib.sh"
alice=public-alice-credentials
issuer=${CLUSTER_ISSUER:-test-ca}
host=llm.$NAMESPACE.example.com
sed "s/llm\.example\.com/$host/; s/letsencrypt-prod/$issuer/" "$here/ollamaserver.yaml" | k apply -f - >/dev/null
k wait --for=condition=Available ollamaserver/public --timeout="$TIMEOUT" >/dev/null || fail "ollamaserver/public is not Available"
certificate() { condition public CertificateReady reason; }

if ! kubectl get crd certificates.cert-manager.io >/dev/null 2>&1; then
  expect CertManagerNotInstalled "$(certificate)" "CertificateReady"
  endpoint public
  expect 401 "$(status_of "$base/api/version")" "no credential"
  expect 200 "$(as $alice GET /api/version)" "Basic"
  skipped "HTTPS: the cluster has no cert-manager"
  exit
fi
kubectl get clusterissuer "$issuer" >/dev/null 2>&1 || skip "there is no ClusterIssuer $issuer; name one in CLUSTER_ISSUER"
kubectl get ingressclass traefik >/dev/null 2>&1 || skip "there is no IngressClass traefik"

# Towards the Ingress controller, trusting nobody but the issuer.
ready public
expect "https://$host" "$(k get ollamaserver public -o jsonpath='{.status.url}')" "status.url"
base=https://$host
address=$(k get ollamaserver public -o jsonpath='{.status.exposure.addresses[0]}')
key public-tls ca.crt >"$scratch/ca.crt"
to_ingress=(--connect-to "$host:443:$address:443" --connect-to "$host:80:$address:80" --cacert "$scratch/ca.crt" --noproxy '*')
code() { with "$1" "${to_ingress[@]}" -o /dev/null -w '%{http_code}' --max-time 20 "${@:2}"; }
# The controller takes up a new Ingress in its own time.
up() { [ "$(status_of "${to_ingress[@]}" "$base/api/version")" = 401 ]; }
until_ok "no 401 at $base through $address" up
say "no credential: 401"
expect 200 "$(code $alice "$base/api/version")" "Basic"
expect 403 "$(code $alice -d '{"model": "nope"}' "$base/api/pull")" "a User who pulls"
expect 404 "$(code public-curator-credentials -X DELETE -d '{"model": "nope"}' "$base/api/delete")" "a ModelManager who deletes"
plain=$(code $alice "http://$host/api/version" || true)
case $plain in
  404 | 30[1278]) say "plain HTTP: $plain" ;;
  *) fail "plain HTTP was answered with $plain" ;;
esac

if [ -n "${MODEL_FILE:-}" ]; then
  upload_model public-curator-credentials "${to_ingress[@]}"
  streams $alice 4000 "${to_ingress[@]}"
else
  skipped "streaming: MODEL_FILE names no model"
fi

# Renewal: requests go on all the while, one after the other, none may fail.
containers() { k get pods -l ollakeep.dev/server=public -o jsonpath='{.items[*].status.containerStatuses[*].containerID}'; }
served() {
  openssl s_client -connect "$address:443" -servername "$host" </dev/null 2>/dev/null | openssl x509 -noout -serial
}
(umask 077 && printf 'header = "Authorization: %s"\n' "$(key $alice basic-auth)" >"$scratch/alice")
keep_asking() {
  local answer status
  while [ -e "$scratch/renewing" ]; do
    status=0
    answer=$(status_of -S -K "$scratch/alice" "${to_ingress[@]}" "$base/api/version" 2>&1) || status=$?
    # 7 is curl's word for a refused connection: a controller that its own probes take out of service, not a certificate.
    case $status/$answer in
      0/200) echo ok >>"$scratch/asked" ;;
      7/*) echo "no connection" >>"$scratch/refused" ;;
      *) echo "$answer" >>"$scratch/failed" ;;
    esac
    sleep 0.1   # stays below limits.requestsPerSecond
  done
}
before=$(containers) serial=$(served)
[ -n "$serial" ] || fail "no certificate is served"
touch "$scratch/renewing" "$scratch/asked"
keep_asking &
client=$!
k patch certificate public --subresource=status --type=json -p '[{"op": "add", "path": "/status/conditions/-", "value":
  {"type": "Issuing", "status": "True", "reason": "ManuallyTriggered", "message": "renewed by a test"}}]' >/dev/null
renewed() {
  condition public CertificateReady >>"$scratch/ready" && echo >>"$scratch/ready"
  now=$(served)
  [ -n "$now" ] && [ "$now" != "$serial" ]
}
until_ok "the renewed certificate is not served" renewed
asked() { [ "$(wc -l <"$scratch/asked")" -gt "$1" ]; }
until_ok "no further request" asked $(($(wc -l <"$scratch/asked") + 20))
rm "$scratch/renewing"
wait "$client"
[ ! -e "$scratch/refused" ] || say "the controller took no connection $(wc -l <"$scratch/refused") times"
[ ! -e "$scratch/failed" ] || fail "requests failed during the renewal: $(sort "$scratch/failed" | uniq -c)"
expect True "$(sort -u "$scratch/ready")" "CertificateReady during the renewal"
expect "$before" "$(containers)" "containers after $(wc -l <"$scratch/asked") requests and a renewal"
