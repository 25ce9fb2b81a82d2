import { ManagementError, type Provider } from "@sallyport/core";
import { type Page, pageAnswer } from "@sallyport/http";
import type { Request, RequestHandler } from "express";

/** Where the explanations of refusals are; the error id follows. */
export function errorPages(adminUrl: string): string {
  return `${adminUrl}/dev/errors/`;
}

/**
 * Why the request with the error id of the path was refused, for the developer at this machine: nobody signs in. A link
 * of another page may lead here; what a page of another origin asks for beside that is refused before anything is read.
 */
export function showErrorPage(provider: () => Provider): RequestHandler<{ id: string }> {
  return async (request, response) => {
    if (isOfAnotherPage(request)) return void response.status(403).json({ error: "forbidden" });
    const [status, page] = await readPage(provider(), request.params.id);
    const { headers, body } = await pageAnswer(status, page, {});
    response.status(status).set(headers as Record<string, string>);
    response.send(body);
  };
}

/** Who follows a link sends no `Origin`, and is no script, frame or image; programs send none of these headers. */
function isOfAnotherPage({ headers }: Request<{ id: string }>): boolean {
  const { origin, "sec-fetch-site": site = "none", "sec-fetch-dest": destination = "document" } = headers;
  return origin !== undefined || (destination !== "document" && site !== "none" && site !== "same-origin");
}

async function readPage({ manage }: Provider, errorId: string): Promise<[status: number, page: Page]> {
  const { explanationContent, unknownContent } = await import("./error-page-content.ts");
  try {
    const content = explanationContent(await manage.incidents.explain(errorId));
    return [200, { title: "Why this request was refused", content, isWide: true }];
  } catch (error) {
    if (!(error instanceof ManagementError) || error.code !== "not_found") throw error;
    return [404, { title: "Not known", content: unknownContent(error.message) }];
  }
}
