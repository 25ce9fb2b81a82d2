import type { RegistrationConfig } from "@sallyport/core";
import { usageFailure } from "../terminal/failure.ts";
import type { ValuesOf } from "./table.ts";

/** Which clients are accepted without an administrator. */
export type RegistrationPlan = Pick<RegistrationConfig, "dynamic" | "documents" | "allowedHosts">;

/** @throws Failure for a list of hosts that no policy reads, or a policy that needs a list and has none */
export function readRegistration({
  registration: dynamic,
  clientDocuments: documents,
  allowedHosts,
}: Pick<ValuesOf<"serve" | "dev">, "registration" | "clientDocuments" | "allowedHosts">): RegistrationPlan {
  const wantsList = dynamic === "allow_list" || documents === "allow_list";
  if (wantsList !== allowedHosts.length > 0) {
    const message = wantsList
      ? "allow_list needs hosts: --allowed-hosts app.example,*.example.org,localhost"
      : "--allowed-hosts has no effect: set --registration or --client-documents to allow_list";
    throw usageFailure(message, "allowedHosts");
  }
  return { dynamic, documents, allowedHosts };
}
