import { assets } from "#assets";
import type { PasswordHashScheme } from "./scheme.ts";

/** 2^14 rounds take about a second. */
const maxCost = 14;

const pattern = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** bcrypt, as Auth0, Hydra and Python's passlib write it. It sees the first 72 bytes of a password. */
export const bcrypt: PasswordHashScheme = {
  prefixes: ["$2a$", "$2b$", "$2y$"],
  read(hash) {
    const cost = Number(pattern.exec(hash)?.[1]);
    if (!(cost >= 4 && cost <= maxCost)) return undefined;
    return async (password) => await (await assets.loadBcrypt()).verify(password, hash);
  },
};
