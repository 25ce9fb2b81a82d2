import { type FormEvent, type ReactElement, useState } from "react";
import type { Trial } from "../rules/trial.ts";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/field.tsx";
import { Card } from "../ui/page.tsx";
import { TextField } from "../ui/text-field.tsx";

interface Props {
  client: {
    clientId: string;
    redirectUris: readonly string[];
    tokenEndpointAuthMethod: string;
    defaultResource?: string | undefined;
  };
  /** Those that the server knows. */
  resources: readonly string[];
  onBegin: (trial: Trial) => void;
}

/** Whether a person can play the client: some prove themselves by a key that nobody else has. */
export function canBeTried(method: string): boolean {
  return method === "none" || needsSecretFor(method);
}

function needsSecretFor(method: string): boolean {
  return method.startsWith("client_secret_");
}

/** What is asked for, as the client would. */
export function TrialForm({ client, resources, onBegin }: Props): ReactElement {
  const { clientId, redirectUris, tokenEndpointAuthMethod, defaultResource = "" } = client;
  const [redirectUri, setRedirectUri] = useState(redirectUris[0] ?? "");
  const [resource, setResource] = useState(defaultResource);
  const [scope, setScope] = useState("openid");
  const [secret, setSecret] = useState("");
  const needsSecret = needsSecretFor(tokenEndpointAuthMethod);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    onBegin({
      clientId,
      redirectUri,
      scope: scope.trim(),
      ...(needsSecret ? { clientSecret: secret } : {}),
      ...(resource === "" ? {} : { resource }),
    });
  }

  return (
    <Card title="What it asks for">
      <form onSubmit={submit} className="grid max-w-2xl gap-4">
        <ChoiceField
          label="Redirect URI"
          value={redirectUri}
          options={redirectUris.map((uri) => [uri, uri])}
          onChange={setRedirectUri}
        />
        <ChoiceField
          label="MCP server"
          value={resource}
          options={[["", "None is named"], ...choicesOf(defaultResource, resources)]}
          onChange={setResource}
        />
        <TextField label="Scopes" hint="With a space between them." value={scope} onChange={setScope} />
        {needsSecret && (
          <TextField
            label="Client secret"
            hint="It goes to the token endpoint, and nowhere else."
            type="password"
            autoComplete="off"
            required
            value={secret}
            onChange={setSecret}
          />
        )}
        <div>
          <Button type="submit" look="main">
            Begin
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Its own first, whether or not the server knows it. */
function choicesOf(own: string, resources: readonly string[]): (readonly [uri: string, words: string])[] {
  return [...new Set([...(own === "" ? [] : [own]), ...resources])].map((uri) => [uri, uri]);
}
