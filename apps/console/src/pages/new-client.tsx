import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { CreatedClient, NewClientForm } from "../components/new-client-form.tsx";
import { type ClientProfile, clientProfiles, otherClient } from "../rules/client-profiles.ts";
import { useMay } from "../session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import type { Created } from "../components/new-client-form.tsx";

/** The wizard: choose the application, fill in the form, copy the client ID and secret. */
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
      {!mayCreate && <Notice tone="warn">You need the role operator to create clients.</Notice>}
      {created !== undefined && <CreatedClient created={created} hint={profile?.hint} />}
      {created === undefined && profile === undefined && <ProfileChoice onChoose={setProfile} />}
      {created === undefined && profile !== undefined && (
        <>
          <p>
            <span className="font-semibold">{profile.name}</span>{" "}
            <Button look="quiet" onClick={() => setProfile(undefined)}>
              Choose a different one
            </Button>
          </p>
          {profile.comesByItself && (
            <Notice>
              {profile.name} can also register itself, if the policy for metadata documents or dynamic registration
              allows it.
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
      <legend className="mb-2 font-semibold">Which MCP client do you want to add?</legend>
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
