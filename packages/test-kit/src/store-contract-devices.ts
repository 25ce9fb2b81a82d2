import { hashSecret } from "@sallyport/core/secret";
import type { DeviceRequest, Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import { sampleClient, sampleCode, sampleConsent, sampleInteraction, sampleNow } from "./store-samples.ts";

function sampleDevice(members: Partial<DeviceRequest> = {}): DeviceRequest {
  return {
    id: 1,
    hash: hashSecret("device code"),
    userCodeHash: hashSecret("WDJB-MJHT"),
    clientId: "client-1",
    scopes: ["openid"],
    resources: ["https://mcp.example/"],
    resourceSent: true,
    createdAt: sampleNow,
    expiresAt: after(sampleNow, 600),
    intervalSeconds: 5,
    ...members,
  };
}

export function describeDevices(store: () => Store): void {
  describe("device requests", () => {
    const browser = hashSecret("browser");
    const { userCodeHash } = sampleDevice();
    const byCode = (now = sampleNow) => store().devices.getWaiting({ userCodeHash }, now);
    const poll = (now = sampleNow) => store().devices.poll(1, now, 5);

    async function begin(): Promise<void> {
      await store().devices.insert(sampleDevice());
      const { request } = sampleInteraction();
      const device = { id: 1, userCode: "WDJB-MJHT" };
      await store().interactions.insert(sampleInteraction({ request: { ...request, device } }));
    }
    const approve = () =>
      store().interactions.approve("interaction-1", browser, { consent: sampleConsent(), code: sampleCode({ id: 1 }) });

    it("come back by id and by user code, with every member, while they wait", async () => {
      await expect(store().devices.insert(sampleDevice())).resolves.toBe("inserted");
      await expect(byCode()).resolves.toStrictEqual(sampleDevice());
      await expect(store().devices.getWaiting({ id: 1 }, sampleNow)).resolves.toStrictEqual(sampleDevice());
      await expect(store().devices.getWaiting({ id: 2 }, sampleNow)).resolves.toBeUndefined();
      await expect(byCode(after(sampleNow, 599))).resolves.toBeDefined();
      await expect(byCode(after(sampleNow, 600))).resolves.toBeUndefined();
    });

    it("have user codes of their own", async () => {
      await store().devices.insert(sampleDevice());
      await expect(store().devices.insert(sampleDevice({ id: 2 }))).resolves.toBe("exists");
      await expect(poll()).resolves.toMatchObject({ request: { id: 1 } });
    });

    it("[attack:A205] make the interval grow when they are asked about too soon", async () => {
      await store().devices.insert(sampleDevice());
      await expect(poll()).resolves.toMatchObject({ isEarly: false });
      await expect(poll(after(sampleNow, 4))).resolves.toMatchObject({ isEarly: true });
      await expect(poll(after(sampleNow, 13))).resolves.toMatchObject({ isEarly: true });
      await expect(poll(after(sampleNow, 28))).resolves.toMatchObject({ isEarly: false });
      await expect(store().devices.poll(2, sampleNow, 5)).resolves.toBeUndefined();
    });

    it("give way to the code when the person allows it", async () => {
      await begin();
      await expect(approve()).resolves.toBe("approved");
      await expect(byCode()).resolves.toBeUndefined();
      await expect(poll()).resolves.toBeUndefined();
      await expect(store().grants.getCode(1)).resolves.toStrictEqual(sampleCode({ id: 1 }));
    });

    it("are denied with their interaction", async () => {
      await begin();
      await expect(store().interactions.discard("interaction-1", browser, after(sampleNow, 3))).resolves.toBe(
        "discarded",
      );
      await expect(byCode()).resolves.toBeUndefined();
      await expect(poll()).resolves.toMatchObject({ request: { deniedAt: after(sampleNow, 3) } });
    });

    it("cannot be allowed when they are gone, and nothing stays of the attempt", async () => {
      await begin();
      await store().clean(after(sampleNow, 600 + 3_600));
      await store().interactions.insert(
        sampleInteraction({
          request: { ...sampleInteraction().request, device: { id: 1, userCode: "WDJB-MJHT" } },
          expiresAt: after(sampleNow, 9_000),
        }),
      );
      await expect(approve()).resolves.toBe("gone");
      await expect(store().grants.getCode(1)).resolves.toBeUndefined();
      const { userId, clientId, resources } = sampleConsent();
      await expect(store().consents.get({ userId, clientId, resources })).resolves.toBeUndefined();
    });

    it("are known for an hour after they expired, and gone with their client", async () => {
      await store().devices.insert(sampleDevice());
      await expect(store().clean(after(sampleNow, 600 + 3_599))).resolves.toBe(0);
      await expect(poll(after(sampleNow, 600))).resolves.toBeDefined();
      await expect(store().clean(after(sampleNow, 600 + 3_600))).resolves.toBe(1);
      await expect(poll()).resolves.toBeUndefined();
      await store().clients.insert(sampleClient());
      await store().devices.insert(sampleDevice());
      await store().clients.delete("client-1", sampleNow);
      await expect(poll()).resolves.toBeUndefined();
    });
  });
}
