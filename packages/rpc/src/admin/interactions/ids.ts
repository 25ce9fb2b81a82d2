import { z } from "zod";

/** As it stands in the address of the front end. */
export const interactionIdInput = z.string().min(1).max(64);

/** Where to send the browser that brought the id: it goes on to the client, and no other browser does. */
export const continuation = z.strictObject({ continueUrl: z.string() });
