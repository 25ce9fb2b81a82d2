import type { InstantFault } from "./fault.ts";

export const rotateKeys: InstantFault = {
  kind: "instant",
  name: "rotate_keys",
  summary: "other keys sign from now on; what the old ones signed stays good",
  options: [],
  isForOneClient: false,
  async act({ provider }) {
    await provider.manage.keys.rotate();
    return "rotated the signing keys";
  },
};
