import { testPassword } from "@sallyport/fixtures";
import { QueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, expectTypeOf, it } from "vitest";
import { createAdminClient, isSallyportError } from "../src/index.ts";
import { AdminProvider, createAdminQueries, isWorthRetrying, useAdmin, useAdminClient } from "../src/tanstack.ts";
import { start } from "./start.ts";

function clientFor(url: string) {
  return createAdminClient({ url, credentials: { email: "operator@example.com", password: testPassword } });
}

describe("with TanStack Query", () => {
  it("makes options and keys for queries, with the server's types", async () => {
    await using started = await start();
    const queryClient = new QueryClient();
    const admin = createAdminQueries({ client: clientFor(started.adminUrl), queryClient });
    const page = await queryClient.fetchQuery(admin.clients.list.queryOptions({ limit: 1 }));
    expect(page.items).toHaveLength(1);
    expectTypeOf(page.items[0]?.createdAt).toEqualTypeOf<Date | undefined>();
    expect(queryClient.getQueryData(admin.clients.list.queryKey({ limit: 1 }))).toBe(page);
    // @ts-expect-error -- The server knows no such member.
    admin.clients.list.queryOptions({ size: 1 });
  });

  it("goes from page to page by the cursor", async () => {
    await using started = await start();
    const queryClient = new QueryClient();
    const admin = createAdminQueries({ client: clientFor(started.adminUrl), queryClient });
    const { pages } = await queryClient.fetchInfiniteQuery({
      ...admin.clients.list.infiniteQueryOptions({ limit: 1 }, { getNextPageParam: ({ nextCursor }) => nextCursor }),
      pages: 2,
    });
    const { pub, bas } = started.test;
    expect(pages.flatMap(({ items }) => items.map(({ clientId }) => clientId))).toEqual([bas.id, pub.id]);
  });

  it("hands queries and client to the components of a page", async () => {
    await using started = await start();
    const queryClient = new QueryClient();
    const trpcClient = clientFor(started.adminUrl);
    await queryClient.prefetchQuery(createAdminQueries({ client: trpcClient, queryClient }).session.me.queryOptions());
    function Page() {
      expect(useAdminClient()).toBe(trpcClient);
      const { data } = useSuspenseQuery(useAdmin().session.me.queryOptions(), queryClient);
      return createElement("p", null, data.email);
    }
    const page = createElement(AdminProvider, { queryClient, trpcClient, children: createElement(Page) });
    expect(renderToString(page)).toBe("<p>operator@example.com</p>");
  });

  it("is not worth retrying what the server refused, and twice worth it where nobody answered", async () => {
    await using started = await start();
    const error: unknown = await createAdminClient({ url: started.adminUrl })
      .clients.list.query()
      .catch((cause: unknown) => cause);
    expect(isSallyportError(error)).toBe(true);
    expect(isWorthRetrying(0, error)).toBe(false);
    const noAnswer = new Error("connection refused");
    expect([0, 1, 2].map((failures) => isWorthRetrying(failures, noAnswer))).toEqual([true, true, false]);
    const unavailable = Object.assign(new Error(), { data: { sallyportCode: "unavailable", httpStatus: 503 } });
    expect(isWorthRetrying(0, unavailable)).toBe(true);
  });
});
