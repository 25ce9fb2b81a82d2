import { createServer } from "node:http";
import { createAdminClient } from "@sallyport/client";
import { freePort } from "@sallyport/fixtures/free-port";

/** The sign-in and consent of an organization that has its own, where somebody is signed in already. */
export interface ExternalPages extends AsyncDisposable {
  readonly url: string;
  /** Ids of the interactions that browsers brought. */
  readonly brought: readonly string[];
  /** Where it answers, as whom, and for whom. */
  connect(to: { adminUrl: string; apiKey: string; userId: string }): void;
}

export async function startExternalPages(): Promise<ExternalPages> {
  const brought: string[] = [];
  const connected = Promise.withResolvers<{ adminUrl: string; apiKey: string; userId: string }>();

  async function answer(interactionId: string): Promise<string> {
    const { adminUrl: url, apiKey, userId } = await connected.promise;
    const { interactions } = createAdminClient({ url, apiKey });
    const { scopes } = await interactions.get.query({ interactionId, userId });
    const allowed = scopes.map(({ name }) => name);
    const approval = { interactionId, userId, authenticatedAt: new Date(), scopes: allowed };
    return (await interactions.approve.mutate(approval)).continueUrl;
  }

  const port = await freePort();
  const url = `http://127.0.0.1:${port}/hello`;
  const server = createServer((request, response) => {
    const id = new URL(request.url ?? "", url).searchParams.get("interaction") ?? "";
    brought.push(id);
    answer(id).then(
      (location) => response.writeHead(303, { location }).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  return {
    url,
    brought,
    connect: connected.resolve,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
