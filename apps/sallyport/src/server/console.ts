import type { Request, RequestHandler } from "express";
import { forever, sendFile, type StaticFiles } from "./static-files.ts";

/** Scripts, styles and calls of this listener alone, but for the trial of a client, which calls the issuer. */
function contentSecurityPolicy(issuer: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(issuer).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const assets = "/assets/";
const entry = "/index.html";

interface Options {
  /** Asked once, when a browser first comes. */
  read: () => Promise<StaticFiles>;
  issuer: string;
}

/**
 * The console for browsers, at every address that nothing else has: its pages have addresses of their own.
 * Other programs go on to what comes after.
 */
export function serveConsole({ read, issuer }: Options): RequestHandler {
  const policy = contentSecurityPolicy(issuer);
  let files: Promise<StaticFiles> | undefined;
  return async (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    const isAsset = request.path.startsWith(assets);
    if (!isAsset && !wantsPage(request)) return next();
    const file = (await (files ??= read())).get(isAsset ? request.path : entry);
    if (file === undefined) return next();
    response.setHeader("Cache-Control", isAsset ? forever : "no-store");
    if (!isAsset) response.setHeader("Content-Security-Policy", policy);
    await sendFile(request, response, file);
  };
}

/** Programs accept anything, and get JSON. */
function wantsPage(request: Request): boolean {
  return request.accepts(["json", "html"]) === "html";
}
