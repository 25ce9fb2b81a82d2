import { and, asc, eq, getTableColumns, gt, gte, or, sql } from "drizzle-orm";
import type { Invitations, Keys, OnceOnly, Resources, System, SystemState } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { prepareCounts, prepareStorage } from "./extent.ts";
import { prepareNote } from "./revocations.ts";
import { invitations, onceOnly, resources, signingKeys, system } from "./schema.ts";
import { bound, prepareInsert, prepareLookUp, prepareUpdate, present } from "./statements.ts";

/** The key of a cache with one entry. */
const all = "all";
const row = 1;

export function createResources({ database, caches, readCached, write }: Engine): Resources {
  const insert = prepareInsert(database, resources, "ignore");
  const list = database.select().from(resources).orderBy(asc(resources.createdAt), asc(resources.number)).prepare();
  const remove = database
    .delete(resources)
    .where(eq(resources.canonical, bound(resources.canonical)))
    .prepare();
  const get = prepareLookUp(database, resources, resources.canonical);
  const { number: _number, createdAt: _createdAt, ...columns } = getTableColumns(resources);
  const replace = prepareUpdate(database, resources, { key: resources.canonical, columns: Object.entries(columns) });
  const forget = (): void => caches.resources.clear();

  return {
    insert: (resource) =>
      write(() => {
        if (insert(resource) === 0) return "exists";
        caches.announce();
        return "inserted";
      }, forget),
    async list() {
      const load = () => list.all().map((resource) => present(resource, "number"));
      return (await readCached(caches.resources, all, load)) ?? [];
    },
    update: (resource) =>
      write(() => {
        const known = get(resource.canonical);
        if (known?.version !== resource.version) return known === undefined ? "gone" : "conflict";
        replace(resource.canonical, { ...resource, version: known.version + 1 });
        caches.announce();
        return "updated";
      }, forget),
    delete: (canonical) =>
      write(() => {
        if (remove.run({ canonical }).changes === 0) return "gone";
        caches.announce();
        return "deleted";
      }, forget),
  };
}

export function createKeys(engine: Engine): Keys {
  const { caches, write } = engine;
  const statements = prepareKeyStatements(engine);
  const forget = (): void => caches.keys.clear();

  return {
    insert: (key, unlessMadeSince) =>
      write(() => {
        if (statements.rival.get({ alg: key.alg, createdAt: unlessMadeSince, kid: key.kid }) !== undefined)
          return "exists";
        statements.insert(key);
        caches.announce();
        return "inserted";
      }, forget),
    async list() {
      const load = () => statements.list.all().map((key) => present(key, "number"));
      return (await engine.readCached(caches.keys, all, load)) ?? [];
    },
    setRetiresAt: (kid, retiresAt) =>
      write(() => {
        if (statements.setRetiresAt.run({ kid, retiresAt }).changes === 0) return "gone";
        caches.announce();
        return "set";
      }, forget),
    delete: (kid) =>
      write(() => {
        if (statements.delete.run({ kid }).changes === 0) return "gone";
        caches.announce();
        return "deleted";
      }, forget),
  };
}

function prepareKeyStatements({ database }: Engine) {
  const { kid, alg, createdAt, retiresAt } = signingKeys;
  return {
    rival: database
      .select({ kid })
      .from(signingKeys)
      .where(or(eq(kid, bound(kid)), and(eq(alg, bound(alg)), gte(createdAt, bound(createdAt)))))
      .limit(1)
      .prepare(),
    insert: prepareInsert(database, signingKeys),
    list: database.select().from(signingKeys).orderBy(asc(createdAt), asc(signingKeys.number)).prepare(),
    setRetiresAt: database
      .update(signingKeys)
      .set({ retiresAt: bound(retiresAt) })
      .where(eq(kid, bound(kid)))
      .prepare(),
    delete: database
      .delete(signingKeys)
      .where(eq(kid, bound(kid)))
      .prepare(),
  };
}

export function createOnceOnly({ database, write }: Engine): OnceOnly {
  const insert = prepareInsert(database, onceOnly, "ignore");
  return {
    use: (hash, expiresAt) => write(() => (insert({ hash, expiresAt }) === 0 ? "used" : "first")),
  };
}

export function createInvitations({ database, write }: Engine): Invitations {
  const insert = prepareInsert(database, invitations);
  const { hash, expiresAt } = invitations;
  const take = database
    .delete(invitations)
    .where(and(eq(hash, bound(hash)), gt(expiresAt, bound(expiresAt, "now"))))
    .prepare();
  return {
    insert: (hashOf, until) => write(() => void insert({ hash: hashOf, expiresAt: until })),
    take: (hashOf, now) => write(() => (take.run({ hash: hashOf, now }).changes === 1 ? "taken" : "gone")),
  };
}

export function createSystem(engine: Engine): System {
  const { database, caches, read, readCached, write } = engine;
  const note = prepareNote(engine);
  const insert = prepareInsert(database, system, "ignore");
  const select = database.select({ issuer: system.issuer, epoch: system.epoch }).from(system).prepare();
  const bumpEpoch = database
    .update(system)
    .set({ epoch: sql`${system.epoch} + 1` })
    .prepare();
  const forget = (): void => caches.system.clear();
  const counts = prepareCounts(engine);
  const storage = prepareStorage(engine);

  return {
    claimIssuer: (issuer) =>
      write((): SystemState => {
        if (insert({ number: row, issuer, epoch: 0 }) === 1) caches.announce();
        return select.get() ?? { issuer, epoch: 0 };
      }, forget),
    get: () => readCached(caches.system, all, () => select.get()),
    bumpEpoch: (now) =>
      write(() => {
        bumpEpoch.run();
        note({}, now);
        caches.announce();
      }, forget),
    counts: () => read(counts),
    storage: () => read(storage),
  };
}
