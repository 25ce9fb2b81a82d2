import { expect, it } from "vitest";
import { describeEnd } from "./holdings.ts";

it.each([
  [{ grants: 0, people: 0, isAtLeast: false }, "It holds nothing now: nobody loses anything."],
  [{ grants: 1, people: 1, isAtLeast: false }, "1 grant of 1 person stops working at once."],
  [{ grants: 3412, people: 87, isAtLeast: false }, "3,412 grants of 87 people stop working at once."],
  [{ grants: 10_000, people: 9, isAtLeast: true }, "At least 10,000 grants of 9 people stop working at once."],
])("says of %j what ends", (holdings, words) => {
  expect(describeEnd(holdings)).toBe(words);
});
