import type { InstantFault } from "./fault.ts";

export const rotateKeys: InstantFault = {
  kind: "instant",
  name: "rotate_keys",
  summary: "new signing keys are used; tokens signed with the old keys stay valid",
  options: [],
  isForOneClient: false,
  async act({ provider }) {
    await provider.manage.keys.rotate();
    return "rotated the signing keys";
  },
};
