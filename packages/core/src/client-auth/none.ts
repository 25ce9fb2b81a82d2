import type { ClientAuthMethod } from "./method.ts";

/** A public client names itself in the body (OAuth 2.1 section 3.2.2). An empty secret counts as none. */
export const none: ClientAuthMethod = {
  name: "none",
  proof: "none",
  read(request, form) {
    const clientId = form.get("client_id");
    const isAlone =
      request.authorization.length === 0 &&
      form.get("client_secret") === undefined &&
      form.get("client_assertion") === undefined;
    return clientId !== undefined && isAlone ? { clientId } : undefined;
  },
  whyUnproven: () => Promise.resolve(undefined),
};
