import { clientProfiles as played } from "@sallyport/profiles";
import { describe, expect, it } from "vitest";
import { clientProfiles } from "./client-profiles.ts";

/** As a server compares loopback redirect URIs: whatever the port. */
function withoutLoopbackPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:localhost|127\.0\.0\.1))(?::\d+)?\//, "$1/");
}

describe("the clients that the wizard knows", () => {
  it.each(clientProfiles)("$name has the redirect URIs and the authentication that it is played with", (profile) => {
    const same = played.find(({ id }) => id === profile.id);
    const waitsAt = [same?.redirectUri, same?.document?.redirectUri].flatMap((uri) => uri ?? []);
    const registered = profile.redirectUris.map(withoutLoopbackPort);
    expect(same?.name).toBe(profile.name);
    expect(profile.secretMethod ?? "none").toBe(same?.byHand);
    expect(profile.comesByItself).toBe(same?.ways.some((way) => way !== "by hand"));
    expect(same?.ways).toContain("by hand");
    // Each connector of ChatGPT waits at a path of its own.
    if (profile.id !== "chatgpt")
      expect(registered).toContain(waitsAt.map(withoutLoopbackPort).find((uri) => registered.includes(uri)));
  });

  it("are all that people can be asked to enter, but for the SDKs", () => {
    const byHand = played.filter(({ ways }) => ways.includes("by hand")).map(({ id }) => id);
    const known = clientProfiles.map(({ id }) => id);
    expect(byHand.filter((id) => !known.includes(id) && !id.includes("sdk"))).toEqual([]);
  });
});
