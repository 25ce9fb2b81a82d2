import type { Listening } from "../../server/listen.ts";
import type { Ground } from "../../server/wire.ts";

/** Ground whose ports stay open when a server on it is closed, for the next one. */
export interface HeldGround {
  ground: Ground;
  /** From now on closing a server closes the ports as well. */
  letGo: () => void;
}

export function holdPorts(ground: Ground): HeldGround {
  let isHeld = true;
  const hold = (side: Listening): Listening => ({
    port: side.port,
    serve: (listener) => side.serve(listener),
    async close(graceMs) {
      if (!isHeld) await side.close(graceMs);
    },
  });
  return {
    ground: { ...ground, publicSide: hold(ground.publicSide), adminSide: hold(ground.adminSide) },
    letGo: () => void (isHeld = false),
  };
}
