import type { WaitingFault } from "./fault.ts";

export const dropResponse: WaitingFault = {
  kind: "waiting",
  name: "drop_response",
  summary: "the request is processed and stored, then the connection is cut before the response",
  options: [],
  routes: ["token"],
  isForAll: true,
  async apply({ exchange, use }, serve) {
    const answer = await serve();
    use();
    exchange.context.request.socket.destroy();
    return answer;
  },
};
