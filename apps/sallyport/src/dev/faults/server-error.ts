import { faultReason, type WaitingFault } from "./fault.ts";

export const serverError: WaitingFault = {
  kind: "waiting",
  name: "server_error",
  summary: "the response is 500 (or --status), and the request is not processed",
  options: ["status"],
  routes: ["token"],
  isForAll: true,
  async apply({ exchange, options, use }) {
    use();
    const error = "server_error";
    Object.assign(exchange.context.note, { error, reason: faultReason });
    const body = JSON.stringify({ error, error_description: "injected fault" });
    return { status: options.status ?? 500, headers: { "Content-Type": "application/json" }, body };
  },
};
