import type { EventStore } from "@modelcontextprotocol/sdk/server/streamableHttp.js";

/** Keeps the events of all streams in order, so that a stream that broke off can be resumed. */
export function createEventStore(): EventStore {
  const events: { streamId: string; message: Parameters<EventStore["storeEvent"]>[1] }[] = [];
  return {
    storeEvent: (streamId, message) => Promise.resolve(String(events.push({ streamId, message }) - 1)),
    async replayEventsAfter(lastEventId, { send }) {
      const last = Number(lastEventId);
      const streamId = events[last]?.streamId ?? "";
      for (const [index, event] of events.entries()) {
        if (index > last && event.streamId === streamId) await send(String(index), event.message);
      }
      return streamId;
    },
  };
}
