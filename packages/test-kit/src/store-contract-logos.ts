import type { Logo, Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import { sampleClient, sampleNow } from "./store-samples.ts";

function sampleLogo(clientId: string, members: Partial<Logo> = {}): Logo {
  return {
    id: `logo of ${clientId}`,
    clientId,
    url: "https://client.example/logo.png",
    png: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 255),
    freshUntil: after(sampleNow, 10),
    expiresAt: after(sampleNow, 60),
    ...members,
  };
}

export function describeLogos(store: () => Store): void {
  const find = (clientId: string, now = sampleNow) => store().logos.find(clientId, now);
  const get = (id: string, now = sampleNow) => store().logos.get(id, now);

  describe("logos", () => {
    it("come back with every byte by their id, and without their picture by their client", async () => {
      const logo = sampleLogo("a");
      await store().logos.put(logo, 10);
      await store().logos.put(sampleLogo("b"), 10);
      const { png: _png, ...stated } = logo;
      await expect(get(logo.id)).resolves.toStrictEqual(logo);
      await expect(find("a")).resolves.toStrictEqual(stated);
      await expect(get("a")).resolves.toBeUndefined();
      await expect(find("c")).resolves.toBeUndefined();
    });

    it("are one for each client, the last", async () => {
      await store().logos.put(sampleLogo("a"), 10);
      await store().logos.put(sampleLogo("a", { id: "another", png: Uint8Array.of(1) }), 10);
      await expect(get("logo of a")).resolves.toBeUndefined();
      await expect(find("a")).resolves.toMatchObject({ id: "another" });
      await expect(get("another")).resolves.toMatchObject({ png: Uint8Array.of(1) });
      await store().logos.put(sampleLogo("a", { id: "another", png: Uint8Array.of(2) }), 10);
      await expect(get("another")).resolves.toMatchObject({ png: Uint8Array.of(2) });
    });

    it("are gone when they have expired", async () => {
      const { id, expiresAt } = sampleLogo("a");
      await store().logos.put(sampleLogo("a"), 10);
      await expect(find("a", after(expiresAt, -1))).resolves.toBeDefined();
      await expect(get(id, after(expiresAt, -1))).resolves.toBeDefined();
      await expect(find("a", expiresAt)).resolves.toBeUndefined();
      await expect(get(id, expiresAt)).resolves.toBeUndefined();
      await expect(store().clean(after(expiresAt, -1))).resolves.toBe(0);
      await expect(store().clean(expiresAt)).resolves.toBe(1);
    });

    it("[attack:A160] are as many as are kept, those that were put last", async () => {
      for (const clientId of ["a", "b", "c", "a", "a", "d"]) await store().logos.put(sampleLogo(clientId), 3);
      const kept = await Promise.all(["a", "b", "c", "d"].map((clientId) => find(clientId)));
      expect(kept.map((logo) => logo?.clientId)).toEqual(["a", undefined, "c", "d"]);
    });

    it("go with their client", async () => {
      await store().clients.insert(sampleClient({ id: "a" }));
      await store().logos.put(sampleLogo("a"), 10);
      await store().logos.put(sampleLogo("b"), 10);
      await store().clients.delete("a", sampleNow);
      await expect(find("a")).resolves.toBeUndefined();
      await expect(find("b")).resolves.toBeDefined();
    });

    it("that came for a client that is gone are not those of the next with its id", async () => {
      await store().logos.put(sampleLogo("a"), 10);
      await store().clients.insert(sampleClient({ id: "a" }));
      await expect(find("a")).resolves.toBeUndefined();
    });
  });
}
