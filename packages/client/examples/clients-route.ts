// app/api/clients/route.ts of a Next.js application: any server with `Request` and `Response`. The key stays there.
import { createAdminClient, isSallyportError } from "@sallyport/client";

const admin = createAdminClient({
  url: process.env["SALLYPORT_ADMIN_URL"] ?? "http://localhost:4456",
  apiKey: process.env["ADMIN_API_KEY"] ?? "",
});

export async function GET(request: Request): Promise<Response> {
  const search = new URL(request.url).searchParams.get("search") ?? "";
  try {
    const { items } = await admin.clients.list.query({ search, limit: 20 });
    return Response.json(items.map(({ clientId, clientName, createdAt }) => ({ clientId, clientName, createdAt })));
  } catch (error) {
    if (!isSallyportError(error)) return new Response("the authorization server does not answer", { status: 502 });
    return new Response(error.message, { status: error.data.httpStatus });
  }
}
