// A plain script: what is disabled or deleted, as it happens. node tail.ts
import { createAdminClient } from "@sallyport/client";

const { SALLYPORT_ADMIN_URL: url = "http://localhost:4456", ADMIN_API_KEY: apiKey = "" } = process.env;
const admin = createAdminClient({ url, apiKey });

admin.audit.tail.subscribe(
  { last: 5 },
  {
    onData: ({ data: { at, type, actorKind = "" } }) => console.log(at.toISOString(), type, actorKind),
    onError(error) {
      console.error(error.message);
      process.exitCode = 1;
    },
  },
);
