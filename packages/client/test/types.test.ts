import type { RpcErrorShape, SallyportCode as ServedCode } from "@sallyport/rpc";
import type { AccountRouter as ServedAccountRouter, AdminRouter as ServedAdminRouter } from "@sallyport/rpc";
import type { TRPCClientError } from "@trpc/client";
import { describe, expectTypeOf, it } from "vitest";
import {
  type AccountRouter,
  type AdminRouter,
  createAccountClient,
  createAdminClient,
  isSallyportError,
  type SallyportCode,
  type SallyportError,
} from "../src/index.ts";

const admin = createAdminClient({ url: "http://localhost:4456" });
const account = createAccountClient({ url: "https://auth.example" });

type InputOf<Call extends (input: never) => unknown> = Parameters<Call>[0];
type OutputOf<Call extends (input: never) => unknown> = Awaited<ReturnType<Call>>;

describe("types", () => {
  it("are those of the server's routers", () => {
    expectTypeOf<AdminRouter>().toEqualTypeOf<ServedAdminRouter>();
    expectTypeOf<AccountRouter>().toEqualTypeOf<ServedAccountRouter>();
  });

  it("hold inputs, with what may be left out", () => {
    type NewClient = InputOf<typeof admin.clients.create.mutate>;
    expectTypeOf<NewClient["clientName"]>().toEqualTypeOf<string>();
    expectTypeOf<NewClient["clientType"]>().toEqualTypeOf<"public" | "confidential" | undefined>();
    expectTypeOf<NewClient["redirectUris"]>().toEqualTypeOf<string[] | undefined>();
    expectTypeOf<InputOf<typeof admin.clients.list.query>>().extract<undefined>().toEqualTypeOf<undefined>();
    expectTypeOf<InputOf<typeof account.consents.revokeMine.mutate>>().toEqualTypeOf<{ clientId: string }>();
  });

  it("hold outputs, with dates as Date", () => {
    type Client = OutputOf<typeof admin.clients.list.query>["items"][number];
    expectTypeOf<Client["createdAt"]>().toEqualTypeOf<Date>();
    expectTypeOf<Client>().not.toHaveProperty("clientSecret");
    expectTypeOf<OutputOf<typeof admin.clients.create.mutate>["clientSecret"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<OutputOf<typeof admin.session.me.query>["expiresAt"]>().toEqualTypeOf<Date>();
    expectTypeOf<OutputOf<typeof admin.system.status.query>["now"]>().toEqualTypeOf<Date>();
    type Consent = OutputOf<typeof account.consents.listMine.query>["items"][number];
    expectTypeOf<Consent["grantedAt"]>().toEqualTypeOf<Date>();
    expectTypeOf<OutputOf<typeof account.profile.me.query>["createdAt"]>().toEqualTypeOf<Date>();
  });

  it("hold errors: the codes are the server's, no more and no fewer", () => {
    expectTypeOf<SallyportCode>().toEqualTypeOf<ServedCode>();
    expectTypeOf<NonNullable<TRPCClientError<AdminRouter>["data"]>>().toEqualTypeOf<RpcErrorShape["data"]>();
    expectTypeOf<RpcErrorShape["data"]>().toExtend<SallyportError["data"]>();
    const caught = (error: unknown) => (isSallyportError(error) ? error : undefined);
    expectTypeOf<NonNullable<ReturnType<typeof caught>>["data"]["sallyportCode"]>().toEqualTypeOf<SallyportCode>();
    expectTypeOf<NonNullable<ReturnType<typeof caught>>["data"]["field"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<NonNullable<ReturnType<typeof caught>>["data"]["requestId"]>().toEqualTypeOf<string | undefined>();
  });

  it("refuse what the server does not know", () => {
    const mistakes = [
      // @ts-expect-error -- There is no such procedure.
      () => admin.clients.destroy.mutate({ clientId: "x" }),
      // @ts-expect-error -- Nor such a noun.
      () => admin.tokens.list.query(),
      // @ts-expect-error -- A query is no mutation.
      () => admin.clients.list.mutate(),
      // @ts-expect-error -- It has a name.
      () => admin.clients.create.mutate({ redirectUris: [] }),
      // @ts-expect-error -- It is public or confidential.
      () => admin.clients.create.mutate({ clientName: "x", redirectUris: [], clientType: "secret" }),
      // @ts-expect-error -- Its id is not chosen.
      () => admin.clients.create.mutate({ clientName: "x", redirectUris: [], clientId: "x" }),
      // @ts-expect-error -- Administration is for administrators.
      () => account.clients.list.query(),
      // @ts-expect-error -- A client has an address.
      () => createAdminClient({}),
      // @ts-expect-error -- One is believed, so the other is a mistake.
      () => createAdminClient({ url: "/", apiKey: "sp_ak_x", credentials: { email: "a@example.com", password: "x" } }),
      // @ts-expect-error -- An e-mail address alone opens nothing.
      () => createAdminClient({ url: "http://localhost:4456", credentials: { email: "owner@example.com" } }),
    ];
    expectTypeOf(mistakes).toBeArray();
  });
});
