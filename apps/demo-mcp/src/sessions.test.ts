import { describe, expect, it } from "vitest";
import { createSessions } from "./sessions.ts";

function create(maxSessions = 2) {
  let now = 0;
  const closed: string[] = [];
  const sessions = createSessions<{ close(): Promise<void> }>({ maxSessions, idleSeconds: 60, now: () => now });
  return {
    sessions,
    closed,
    advance: (seconds: number) => {
      now += seconds;
    },
    add: (id: string) => sessions.add(id, "alice", { close: async () => void closed.push(id) }),
  };
}

describe("sessions", () => {
  it("end when they are idle for too long", () => {
    const { sessions, add, advance, closed } = create();
    add("a");
    advance(59);
    expect(sessions.find("a", "alice")).toBeDefined();
    advance(1);
    expect(sessions.find("a", "alice")).toBeUndefined();
    expect(closed).toEqual(["a"]);
  });

  it("are not idle while a request is open", () => {
    const { sessions, add, advance } = create();
    add("a");
    const end = sessions.begin("a");
    advance(600);
    expect(sessions.find("a", "alice")).toBeDefined();
    end();
    advance(59);
    expect(sessions.find("a", "alice")).toBeDefined();
    advance(1);
    expect(sessions.find("a", "alice")).toBeUndefined();
  });

  it("give way to new ones: first the one without open requests that was used longest ago", () => {
    const { sessions, add, advance, closed } = create(2);
    add("a");
    const end = sessions.begin("a");
    advance(1);
    add("b");
    advance(1);
    add("c");
    expect(closed).toEqual(["b"]);
    add("d");
    expect(closed).toEqual(["b", "c"]);
    advance(1);
    end();
    add("e");
    expect(closed).toEqual(["b", "c", "d"]);
  });

  it("are closed all at once, whatever one of them does", async () => {
    const { sessions, add, closed } = create();
    sessions.add("broken", "alice", { close: () => Promise.reject(new Error("broken")) });
    add("a");
    await sessions.closeAll();
    expect(closed).toEqual(["a"]);
    expect(sessions.find("a", "alice")).toBeUndefined();
  });
});
