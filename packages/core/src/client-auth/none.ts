import type { ClientAuthMethod } from "./method.ts";

/** A public client names itself in the body (OAuth 2.1 section 3.2.2). An empty secret counts as none. */
export const none: ClientAuthMethod = {
  name: "none",
  usesSecret: false,
  read(request, form) {
    const clientId = form.get("client_id");
    const isAlone = request.authorization.length === 0 && form.get("client_secret") === undefined;
    return clientId !== undefined && isAlone ? { clientId } : undefined;
  },
};
