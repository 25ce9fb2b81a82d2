import { describe, expect, it } from "vitest";
import { violations } from "./boundaries.mjs";

const core = "packages/core/src";

describe("package boundaries", () => {
  it.each([
    ["packages/http/src/server/app.ts", 'import { provider } from "@sallyport/core"'],
    ["packages/http/src/server/app.test.ts", 'import { openMemory } from "@sallyport/core/stores/memory"'],
    ["packages/client/src/index.ts", 'import type { Router } from "@sallyport/rpc"'],
    ["packages/resource/src/audience.ts", 'import { isSame } from "@sallyport/core/resource-uri"'],
    ["apps/sallyport/src/server/wire.ts", 'import { openStore } from "@sallyport/core/stores/sqlite"'],
    [`${core}/endpoints/token.ts`, 'import { grants } from "../grants/all.ts"'],
    [`${core}/grants/all.ts`, 'import { code } from "./authorization-code.ts"'],
    [`${core}/grants/code.ts`, 'import type { Grant } from "./grant-type.ts"'],
    [`${core}/rules/scope.ts`, 'import type { Client } from "../ports/store.ts"'],
    [`${core}/stores/sqlite/index.ts`, 'import { ageOf } from "../shared/row-id.ts"'],
    ["packages/http/src/oauth/authorize.ts", 'import type { Site } from "../request/site.ts"'],
    ["packages/rpc/src/admin/explain/get.ts", 'import { facts } from "./facts.ts"'],
    ["packages/rpc/src/admin/users/get.ts", 'import { adminProcedure } from "../trpc.ts"'],
    ["apps/sallyport/src/commands/serve.ts", 'import { start } from "../server/start.ts"'],
    [`${core}/stores/sqlite/index.ts`, 'import { table } from "./schema.ts"; import { join } from "node:path"'],
    [`${core}/tokens/jwt.ts`, 'import { SignJWT } from "jose"'],
    [`${core}/rules/scope.test.ts`, 'import { fakeClock } from "@sallyport/fixtures"'],
  ])("lets %s import %s", (file, source) => {
    expect(violations(file, source)).toEqual([]);
  });

  it.each([
    ["packages/http/src/server/app.ts", 'import { openMemory } from "@sallyport/core/stores/memory"'],
    ["packages/http/src/server/app.ts", 'import { router } from "@sallyport/rpc"'],
    ["packages/http/src/server/app.ts", 'import { clock } from "@sallyport/fixtures"'],
    ["packages/rpc/src/router.ts", 'import express from "express"'],
    ["packages/client/src/index.ts", 'import { router } from "@sallyport/rpc"'],
    ["packages/resource/src/index.ts", 'export * from "@sallyport/core"'],
    ["packages/resource/src/index.ts", 'import { x } from "../../core/src/rules/resource-uri.ts"'],
    ["tests/conformance/test/a.test.ts", 'import { createProvider } from "@sallyport/core"'],
    ["packages/unknown/src/index.ts", 'import { z } from "zod"'],
    [`${core}/rules/scope.ts`, 'import { issue } from "../tokens/issue.ts"'],
    [`${core}/grants/code.ts`, 'import { refresh } from "./refresh-token.ts"'],
    [`${core}/grants/code.ts`, 'import { basic } from "../client-auth/basic.ts"'],
    [`${core}/grants/code.ts`, 'const token = await import("../endpoints/token.ts")'],
    [`${core}/tokens/issue.ts`, 'export { find } from "../clients/find.ts"'],
    [`${core}/rules/scope.ts`, 'import type { Context } from "../context.ts"'],
    ["packages/http/src/request/site.ts", 'import { routes } from "../server/routes.ts"'],
    ["packages/http/src/oauth/authorize.ts", 'import { account } from "../account/account.ts"'],
    ["packages/rpc/src/admin/users/get.ts", 'import { facts } from "../explain/facts.ts"'],
    ["packages/rpc/src/account/password/change.ts", 'import type { Me } from "../profile/me.ts"'],
    ["packages/rpc/src/views/page.ts", 'import { trpc } from "../admin/trpc.ts"'],
    ["packages/resource/src/claims.ts", 'import type { TokenCheck } from "./token-check.ts"'],
    ["apps/sallyport/src/server/wire.ts", 'import type { DevServer } from "../dev/dev-server.ts"'],
    [`${core}/provider.ts`, 'import { Context } from "./context.ts"'],
    [`${core}/rules/scope.ts`, 'import { Client } from "../ports/store.ts"'],
    [`${core}/stores/sqlite/index.ts`, 'import { maps } from "../memory/index.ts"'],
    [`${core}/stores/sqlite/index.ts`, 'type Issue = import("../../tokens/issue.ts").Issue'],
    [`${core}/tokens/id-token.ts`, 'import { SignJWT } from "jose"'],
    [`${core}/clients/find.ts`, 'import { eq } from "drizzle-orm"'],
    [`${core}/clients/find.ts`, 'import { readFileSync } from "node:fs"'],
    [`${core}/utils.ts`, 'import { after } from "./time.ts"'],
  ])("reports that %s imports: %s", (file, source) => {
    const [, wanted] = /"(.*)"/.exec(source);
    expect(violations(file, source)).toEqual([
      expect.stringMatching(`^${RegExp.escape(`${file} imports ${wanted}: not allowed: `)}.+`),
    ]);
  });
});
