import { afterAll, describe, expect, it } from "vitest";
import { createLogoSource } from "./logos.ts";

const logos = createLogoSource({});

afterAll(() => logos.close());

describe("the logos of the program", () => {
  it.each([
    ["url_scheme", "http://client.example/logo.png"],
    ["url_scheme", "data:image/png;base64,AAAA"],
    ["url_address", "https://127.0.0.1/logo.png"],
    ["url_address", "https://169.254.169.254/latest/meta-data/"],
    ["url_host", "https://localhost/logo.png"],
    ["url_port", "https://client.example:22/logo.png"],
  ])("[attack:A159 mcp:C8] come through the guarded client: %s for %s", async (reason, url) => {
    expect(await logos.make(url)).toEqual({ kind: "failed", reason });
  });
});
