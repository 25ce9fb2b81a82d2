import { expect, it } from "vitest";
import { addressPrefix, callerAddress } from "./caller-address.ts";

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8::1", "2001:db8:0:0::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["64:ff9b::203.0.113.7", "64:ff9b:0:0::/64"],
  [undefined, "unknown"],
])("counts %s as %s", (address, prefix) => {
  expect(addressPrefix(address)).toBe(prefix);
});

it.each([
  [0, "1.2.3.4", "socket"],
  [1, undefined, "socket"],
  [1, "1.2.3.4, 5.6.7.8", "5.6.7.8"],
  [2, "1.2.3.4, 5.6.7.8", "1.2.3.4"],
  [3, "1.2.3.4, 5.6.7.8", "socket"],
  [1, "2001:db8::1", "2001:db8::1"],
  [1, "1.2.3.4, unknown", "socket"],
  [1, "256.1.1.1", "socket"],
  [1, "::1]/@evil", "socket"],
])("behind %s proxies that say %s it is %s", (hops, forwarded, address) => {
  const request = { socket: { remoteAddress: "socket" }, headers: { "x-forwarded-for": forwarded } };
  expect(callerAddress(request, hops)).toBe(address);
});
