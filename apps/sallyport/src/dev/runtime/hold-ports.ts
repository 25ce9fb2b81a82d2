import type { Listening } from "../../server/listen.ts";
import type { Listeners } from "../../server/wire.ts";

/** Listeners whose ports stay open when a server on it is closed, for the next one. */
export interface HeldListeners {
  listeners: Listeners;
  /** From now on closing a server closes the ports as well. */
  release: () => void;
}

export function holdPorts(listeners: Listeners): HeldListeners {
  let isHeld = true;
  const hold = (side: Listening): Listening => ({
    port: side.port,
    serve: (listener) => side.serve(listener),
    async close(graceMs) {
      if (!isHeld) await side.close(graceMs);
    },
  });
  return {
    listeners: { ...listeners, publicSide: hold(listeners.publicSide), adminSide: hold(listeners.adminSide) },
    release: () => void (isHeld = false),
  };
}
