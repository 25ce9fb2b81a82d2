import { describe, expect, it } from "vitest";
import type { Answer } from "./answer.ts";
import { isRefusal, readOutcome } from "./outcome.ts";

const redirectUri = "http://127.0.0.1:1/callback";

function answer(status: number, location?: string): Answer {
  const headers = new Headers();
  return {
    method: "GET",
    url: "https://as/",
    status,
    failure: undefined,
    headers,
    text: "",
    json: undefined,
    location,
  };
}

describe("readOutcome", () => {
  it.each([
    ["a redirect with an error", answer(302, `${redirectUri}?error=invalid_request&state=s`), "sent-back"],
    ["an error in the fragment", answer(302, `${redirectUri}#error=invalid_request`), "sent-back"],
    ["a code", answer(302, `${redirectUri}?code=c`), "sent-back"],
    ["the sign-in page of another host", answer(302, "https://login/?client_id=c"), "goes-on"],
    ["another port", answer(302, "http://127.0.0.1:2/callback?error=x"), "refused"],
    ["a longer path", answer(302, `${redirectUri}/more`), "goes-on"],
    ["an error page behind a redirect", answer(302, "https://as/error?error=invalid_client"), "refused"],
    ["a page", answer(200), "goes-on"],
    ["a 400", answer(400), "refused"],
    ["a 500", answer(500), "broken"],
    ["no answer", answer(0), "broken"],
  ])("reads %s", (_, seen, kind) => {
    expect(readOutcome(seen, redirectUri).kind).toBe(kind);
  });

  it("takes errors for refusals, and codes and pages not", () => {
    expect(isRefusal(readOutcome(answer(302, `${redirectUri}?error=x`), redirectUri))).toBe(true);
    expect(isRefusal(readOutcome(answer(400), redirectUri))).toBe(true);
    expect(isRefusal(readOutcome(answer(302, `${redirectUri}?code=c`), redirectUri))).toBe(false);
    expect(isRefusal(readOutcome(answer(200), redirectUri))).toBe(false);
  });
});
