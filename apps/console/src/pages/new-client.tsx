import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { CreatedClient, NewClientForm } from "../parts/new-client-form.tsx";
import { type ClientProfile, clientProfiles, otherClient } from "../rules/client-profiles.ts";
import { useMay } from "../session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import type { Created } from "../parts/new-client-form.tsx";

/** Which application it is, then what is to be known of it, then its id and secret. */
export function NewClientPage(): ReactElement {
  const [profile, setProfile] = useState<ClientProfile>();
  const [created, setCreated] = useState<Created>();
  const mayCreate = useMay("operator");
  return (
    <Page
      title="New client"
      about={
        <Link to="/clients" className="text-accent underline">
          All clients
        </Link>
      }
    >
      {!mayCreate && <Notice tone="warn">This needs the role operator.</Notice>}
      {created !== undefined && <CreatedClient created={created} hint={profile?.hint} />}
      {created === undefined && profile === undefined && <ProfileChoice onChoose={setProfile} />}
      {created === undefined && profile !== undefined && (
        <>
          <p>
            <span className="font-semibold">{profile.name}</span>{" "}
            <Button look="quiet" onClick={() => setProfile(undefined)}>
              Choose another
            </Button>
          </p>
          {profile.comesByItself && (
            <Notice>
              {profile.name} can also come by itself, where the policy for metadata documents or registration lets it.
            </Notice>
          )}
          <NewClientForm profile={profile} isDisabled={!mayCreate} onCreated={setCreated} />
        </>
      )}
    </Page>
  );
}

function ProfileChoice({ onChoose }: { onChoose: (profile: ClientProfile) => void }): ReactElement {
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">Which MCP client is it?</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-4">
        {[...clientProfiles, otherClient].map((profile) => (
          <Button key={profile.id} className="min-h-14" onClick={() => onChoose(profile)}>
            {profile.name}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
