import { createHash } from "node:crypto";
import express, { type Express } from "express";
import { forever, sendFile, type StaticFile, type StaticFiles } from "./static-files.ts";

const securityHeaders = new Map([
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Referrer-Policy", "no-referrer"],
  ["X-Content-Type-Options", "nosniff"],
]);

/** The documentation for browsers: files, and nothing that could be changed or found out. */
export function createDocsApp(files: StaticFiles): Express {
  const app = express().disable("x-powered-by").disable("etag").set("query parser", false);
  app.use(async (request, response) => {
    response.setHeaders(securityHeaders);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.status(405).setHeader("Allow", "GET, HEAD").end();
      return;
    }
    const { path } = request;
    if (files.has(`${path}/index.html`)) return response.redirect(301, `${path}/`);
    const file = fileAt(files, path);
    const shown = file ?? files.get("/404.html");
    if (shown === undefined) return void response.status(404).end();
    response.status(file === undefined ? 404 : 200);
    response.setHeader("Cache-Control", path.startsWith("/assets/") && file !== undefined ? forever : "no-cache");
    if (shown.type.startsWith("text/html")) response.setHeader("Content-Security-Policy", policyFor(shown));
    await sendFile(request, response, shown);
  });
  return app;
}

/** Pages have no ending in their addresses. */
function fileAt(files: StaticFiles, path: string): StaticFile | undefined {
  return files.get(path.endsWith("/") ? `${path}index.html` : path) ?? files.get(`${path}.html`);
}

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g;

/** Scripts of the site and those two or three that stand in the page; colours of code are `style` attributes. */
function policyFor({ plain }: StaticFile): string {
  const hashes = [...plain.toString().matchAll(inlineScript)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(" "),
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
