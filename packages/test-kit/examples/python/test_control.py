"""A token, the clock, a fault and a request, by Python's standard library alone. Beside it runs: sallyport dev"""

import json
import os
import unittest
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

CONTROL = os.environ.get("SALLYPORT_ADMIN_URL", "http://localhost:4456") + "/dev/control"


def ask(procedure, **members):
    """Asks for something that changes nothing."""
    with urlopen(f"{CONTROL}/{procedure}?input={quote(json.dumps(members))}") as response:
        return json.load(response)["result"]["data"]


def do(procedure, **members):
    """Changes something."""
    headers = {"content-type": "application/json"}
    request = Request(f"{CONTROL}/{procedure}", json.dumps(members).encode(), headers)
    with urlopen(request) as response:
        return json.load(response)["result"]["data"]


def status_of(url, token=None):
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    try:
        with urlopen(Request(url, headers=headers)) as response:
            return response.status
    except HTTPError as refusal:
        return refusal.code


class ControlTest(unittest.TestCase):
    def setUp(self):
        do("reset")
        self.issuer = ask("server")["issuer"]
        self.userinfo = f"{self.issuer}/oauth/provider/userinfo"
        self.jwks = f"{self.issuer}/oauth/provider/jwks"

    def test_a_token_is_good_until_it_expires(self):
        token = do("tokens.issue", person="bob", scope="openid")["accessToken"]
        self.assertEqual(status_of(self.userinfo, token), 200)
        do("clock.advance", seconds=3600)
        self.assertEqual(status_of(self.userinfo, token), 401)

    def test_a_fault_spoils_one_request(self):
        do("faults.set", fault="server_error", route="jwks", status=503)
        self.assertEqual([status_of(self.jwks), status_of(self.jwks)], [503, 200])

    def test_a_request_is_waited_for(self):
        last = ask("requests.list")["last"]
        with ThreadPoolExecutor() as beside:
            received = beside.submit(ask, "requests.wait", route="jwks", after=last)
            status_of(self.jwks)
            self.assertEqual(received.result()["status"], 200)

    def test_the_api_describes_itself(self):
        with urlopen(f"{CONTROL}/openapi.json") as response:
            self.assertIn("/tokens.issue", json.load(response)["paths"])


if __name__ == "__main__":
    unittest.main()
