import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

/** Sends bytes as they are and reads until the server closes; the connection is never closed from here. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  // A server that refuses closes while we still send.
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(bytes);
  const answer = await text(socket).catch(() => "closed");
  socket.destroy();
  return answer;
}
