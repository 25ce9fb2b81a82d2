const platformFields = ["os", "cpu", "libc"];

/** The Node binary packages write `"os": "linux"`; pnpm picks by platform only from lists. */
function readPackage(manifest) {
  for (const field of platformFields) {
    if (typeof manifest[field] === "string") manifest[field] = [manifest[field]];
  }
  return manifest;
}

export const hooks = { readPackage };
