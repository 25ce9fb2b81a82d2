import type { RegistrationConfig } from "@sallyport/core";
import { usageFailure } from "../terminal/failure.ts";
import type { Settings } from "./settings.ts";

/** Who gets in without an operator's doing, as far as the settings say so. */
export type RegistrationPlan = Pick<RegistrationConfig, "dynamic" | "documents" | "allowedHosts">;

/**
 * The policies of the settings, above those of the mode.
 * @throws Failure for a list that nobody reads, or a policy that wants a list and has none
 */
export function readRegistration(
  settings: Settings,
  defaults: { registration: RegistrationConfig["dynamic"]; clientDocuments: RegistrationConfig["documents"] },
): RegistrationPlan {
  const { allowedHosts = [] } = settings;
  const dynamic = settings.registration ?? defaults.registration;
  const documents = settings.clientDocuments ?? defaults.clientDocuments;
  const wantsList = dynamic === "allow_list" || documents === "allow_list";
  if (wantsList !== allowedHosts.length > 0) {
    const message = wantsList
      ? "allow_list needs hosts: --allowed-hosts app.example,*.example.org,localhost"
      : "--allowed-hosts has no effect: set --registration or --client-documents to allow_list";
    throw usageFailure(message, "allowedHosts");
  }
  return { dynamic, documents, allowedHosts };
}
