#!/bin/sh
# A token, the clock, a fault and a request, by curl alone. Beside it runs: sallyport dev
set -eu
control="${SALLYPORT_ADMIN_URL:-http://localhost:4456}/dev/control"

call() {
  curl --silent --show-error --fail-with-body --header "content-type: application/json" --data "${2:-{\}}" "$control/$1"
}
# The first text of that name in a line of JSON. With jq: jq --raw-output .result.data.accessToken
text() {
  sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"
}

issuer=$(curl --silent --fail "$control/server" | text issuer)
status_of() {
  curl --silent --output /dev/null --write-out "%{http_code}" --header "authorization: Bearer $1" "$issuer/oauth/provider/userinfo"
}

token=$(call tokens.issue '{"person":"alice","scope":"openid"}' | text accessToken)
echo "with a token: $(status_of "$token")"

call clock.advance '{"seconds":3600}' >/dev/null
echo "an hour later: $(status_of "$token")"

call faults.set '{"fault":"server_error","route":"jwks","status":503}' >/dev/null
echo "the keys, with a fault: $(curl --silent --output /dev/null --write-out "%{http_code}" "$issuer/oauth/provider/jwks")"

# The input of a query is JSON in the address. This waits for the request, or finds it.
request=$(curl --silent --fail --get --data-urlencode 'input={"route":"jwks","after":0}' "$control/requests.wait")
echo "it was received: $(echo "$request" | text method) $(echo "$request" | text route)"

call reset >/dev/null
