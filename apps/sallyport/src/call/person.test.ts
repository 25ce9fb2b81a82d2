import { describe, expect, it } from "vitest";
import { personAtBrowser } from "./person.ts";

const request = new URL("https://issuer.example/authorize?state=ours");

function open(timeoutMs = 30_000) {
  return personAtBrowser({ redirectUri: undefined, opens: false, timeoutMs, tell: () => undefined });
}

describe("a person at a browser", () => {
  it("brings the answer to the request, and to no other", async () => {
    await using person = await open();
    const answer = person.answer(request);
    expect((await fetch(`${person.redirectUri}?state=theirs&code=a`)).status).toBe(200);
    expect((await fetch(new URL("/favicon.ico", person.redirectUri))).status).toBe(404);
    await fetch(`${person.redirectUri}?state=ours&code=b`);
    expect((await answer).get("code")).toBe("b");
  });

  it("may never come", async () => {
    await using person = await open(1);
    await expect(person.answer(request)).rejects.toMatchObject({ code: "not_signed_in" });
  });

  it("comes to the port that was named, unless another program has it", async () => {
    await using person = await open();
    const again = { redirectUri: person.redirectUri, opens: false, timeoutMs: 1, tell: () => undefined };
    await expect(personAtBrowser(again)).rejects.toMatchObject({ code: "usage", field: "redirectUri" });
  });
});
