import { InvalidRedirectUriError, OAuthError, type Provider } from "@sallyport/core";
import { usageFailure } from "../../terminal/failure.ts";
import { type HostedDocument, writeDocument } from "./documents.ts";

/** @throws Failure naming the developer's file that no client could use as its document, and the member at fault */
export async function checkDocuments(provider: Provider, documents: readonly HostedDocument[]): Promise<void> {
  for (const document of documents) {
    if (document.file === undefined) continue;
    try {
      await provider.checkDocument(document.url, writeDocument(document));
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const member = error instanceof InvalidRedirectUriError ? "redirect_uris: " : "";
      throw usageFailure(`${document.file} cannot be a client's document: ${member}${error.message}`, "document");
    }
  }
}
