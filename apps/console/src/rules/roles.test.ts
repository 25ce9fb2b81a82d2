import { describe, expect, it } from "vitest";
import { mayAct } from "./roles.ts";

describe("a role", () => {
  it.each([
    ["owner", "viewer", true],
    ["operator", "operator", true],
    ["viewer", "operator", false],
    ["user", "viewer", false],
    ["", "viewer", false],
  ] as const)("%s may do what needs %s: %s", (role, least, expected) => {
    expect(mayAct(role, least)).toBe(expected);
  });
});
