import type { WaitingFault } from "./fault.ts";

export const dropResponse: WaitingFault = {
  kind: "waiting",
  name: "drop_response",
  summary: "all is done and stored, and the connection is cut before the answer",
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
