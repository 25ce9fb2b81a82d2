import type { Revocations } from "../port.ts";
import type { Engine } from "./engine.ts";
import { revocations } from "./schema.ts";
import { prepareInsert, prepareLookUp } from "./statements.ts";

export function createRevocations({ database, read, write }: Engine): Revocations {
  const insert = prepareInsert(database, revocations, "ignore");
  const byToken = prepareLookUp(database, revocations, revocations.jti);
  return {
    insert: (revocation) => write(() => void insert(revocation)),
    hasToken: (jti) => read(() => byToken(jti) !== undefined),
  };
}
