import { hashSecret } from "@sallyport/core/secret";
import type { KeyedCall, Store } from "@sallyport/core/stores/port";
import { after } from "@sallyport/core/time";
import { describe, expect, it } from "vitest";
import { sampleNow } from "./store-samples.ts";

const expiry = after(sampleNow, 60);

function sampleCall(members: Partial<KeyedCall> = {}): KeyedCall {
  return { id: hashSecret("call"), inputMac: "mac", claimedAt: sampleNow, expiresAt: expiry, ...members };
}

export function describeKeyedCalls(store: () => Store): void {
  describe("calls with a key", () => {
    it("are claimed by one of many callers, and the others see its claim", async () => {
      const claim = (caller: number) =>
        store().keyedCalls.claim(sampleCall({ inputMac: `caller ${caller}` }), sampleNow);
      const answers = await Promise.all(Array.from({ length: 20 }, (_, caller) => claim(caller)));
      expect(answers.filter((answer) => answer === "claimed")).toHaveLength(1);
      const winner = sampleCall({ inputMac: `caller ${answers.indexOf("claimed")}` });
      for (const answer of answers) if (answer !== "claimed") expect(answer).toStrictEqual(winner);
      const other = sampleCall({ id: hashSecret("other") });
      await expect(store().keyedCalls.claim(other, sampleNow)).resolves.toBe("claimed");
    });

    it("keep the answer for whoever claims them again", async () => {
      await store().keyedCalls.claim(sampleCall(), sampleNow);
      await store().keyedCalls.settle(sampleCall().id, "sealed");
      const known = { ...sampleCall(), sealedAnswer: "sealed" };
      await expect(store().keyedCalls.claim(sampleCall(), sampleNow)).resolves.toStrictEqual(known);
    });

    it("can be claimed again when they failed", async () => {
      await store().keyedCalls.claim(sampleCall(), sampleNow);
      await store().keyedCalls.settle(sampleCall().id, undefined);
      await expect(store().keyedCalls.claim(sampleCall(), sampleNow)).resolves.toBe("claimed");
    });

    it("are forgotten when they have expired, cleaned or not", async () => {
      const again = sampleCall({ claimedAt: expiry, expiresAt: after(expiry, 60) });
      await store().keyedCalls.claim(sampleCall(), sampleNow);
      await store().keyedCalls.settle(sampleCall().id, "sealed");
      await expect(store().clean(after(expiry, -1))).resolves.toBe(0);
      await expect(store().keyedCalls.claim(again, after(expiry, -1))).resolves.not.toBe("claimed");
      await expect(store().keyedCalls.claim(again, expiry)).resolves.toBe("claimed");
      await expect(store().keyedCalls.claim(again, expiry)).resolves.toStrictEqual(again);
      await expect(store().clean(after(expiry, 60))).resolves.toBe(1);
    });
  });
}
