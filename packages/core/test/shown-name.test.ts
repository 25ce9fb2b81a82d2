import { describe, expect, it } from "vitest";
import { shownName } from "../src/rules/shown-name.ts";

describe("the shown name of a client", () => {
  it.each([
    "\u3164",
    "\u2800",
    "\uFE0F",
    "\u115F\u1160",
    "\uFFA0 \u2800",
    "\u{E0100}",
    "\u{1D159}",
    "\u0301",
    "\uE000",
  ])("[security:S13] is not made of invisible characters: %j", (name) => {
    expect(shownName(name)).toBe("Unnamed application");
  });

  it("[security:S13] leaves out invisible characters between visible ones", () => {
    expect(shownName("Ac\u3164me\u2800 \uFE0FDesk")).toBe("Acme Desk");
    expect(shownName("Zoë 東京 – 42 ☂")).toBe("Zoë 東京 – 42 ☂");
  });
});
