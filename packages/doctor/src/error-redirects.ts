import type { KnownClientRequests } from "./evidence.ts";

/** The parameters of each refusal that came back to the client. */
export function errorRedirects(requests: KnownClientRequests): readonly URLSearchParams[] {
  const { withoutPkce, plainPkce, badResponseType } = requests;
  return [withoutPkce, plainPkce, badResponseType].flatMap(({ outcome }) =>
    outcome.kind === "sent-back" && outcome.parameters.has("error") ? [outcome.parameters] : [],
  );
}
