import type { Context } from "../context.ts";
import { looksLikeDocumentId } from "../rules/client-id-url.ts";
import type { Client, ClientId } from "../ports/store.ts";
import { resolveDocumentClient } from "./document.ts";

/**
 * The client of that id, whatever its status: registered here or, when the id is the address of a metadata
 * document, described there. The stored copy of a document does, so that no leg after authorization
 * hangs on somebody else's server (`fresh` asks for a current one).
 * @throws TemporarilyUnavailableError when the document is needed and cannot be fetched
 * @throws InvalidClientMetadataError, InvalidRedirectUriError when the document is unusable
 */
export async function findClient(
  context: Context,
  id: ClientId,
  options: { fresh: boolean } = { fresh: false },
): Promise<Client | undefined> {
  const known = await context.store.clients.get(id);
  if (!looksLikeDocumentId(id) || (known !== undefined && known.provenance !== "document")) return known;
  return await resolveDocumentClient(context, id, { known, fresh: options.fresh });
}
