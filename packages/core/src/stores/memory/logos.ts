import { isExpired } from "../../time.ts";
import { frozenCopy } from "../shared/frozen.ts";
import type { Logos } from "../../ports/store.ts";
import type { Run, Tables } from "./tables.ts";

export function createLogos({ logos }: Tables, run: Run): Logos {
  return {
    put: (logo, keep) =>
      run(() => {
        logos.delete(logo.clientId);
        logos.set(logo.clientId, frozenCopy(logo));
        for (const oldest of logos.keys()) if (logos.size > keep) logos.delete(oldest);
      }),
    find: (clientId, now) =>
      run(() => {
        const logo = logos.get(clientId);
        if (logo === undefined || isExpired(logo.expiresAt, now)) return undefined;
        const { png: _png, ...stated } = logo;
        return stated;
      }),
    get: (id, now) => run(() => [...logos.values()].find((logo) => logo.id === id && !isExpired(logo.expiresAt, now))),
  };
}
