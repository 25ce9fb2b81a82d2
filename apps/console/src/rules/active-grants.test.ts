import { expect, it } from "vitest";
import { describeRevocation } from "./active-grants.ts";

it.each([
  [{ grants: 0, people: 0, isAtLeast: false }, "The client has no active grants."],
  [{ grants: 1, people: 1, isAtLeast: false }, "1 grant of 1 user is revoked immediately."],
  [{ grants: 3412, people: 87, isAtLeast: false }, "3,412 grants of 87 users are revoked immediately."],
  [{ grants: 10_000, people: 9, isAtLeast: true }, "At least 10,000 grants of 9 users are revoked immediately."],
])("describes the revocation of %j", (holdings, label) => {
  expect(describeRevocation(holdings)).toBe(label);
});
