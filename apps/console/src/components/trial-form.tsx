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
  /** URIs of the registered resources. */
  resources: readonly string[];
  onBegin: (trial: Trial) => void;
}

/** Whether the console can act as the client. It cannot if the client authenticates with a private key. */
export function canBeTried(method: string): boolean {
  return method === "none" || needsSecretFor(method);
}

function needsSecretFor(method: string): boolean {
  return method.startsWith("client_secret_");
}

/** The parameters of the test request. */
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
    <Card title="Authorization request">
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
          options={[["", "No resource parameter"], ...choicesOf(defaultResource, resources)]}
          onChange={setResource}
        />
        <TextField label="Scopes" hint="Separated by spaces." value={scope} onChange={setScope} />
        {needsSecret && (
          <TextField
            label="Client secret"
            hint="Sent to the token endpoint only."
            type="password"
            autoComplete="off"
            required
            value={secret}
            onChange={setSecret}
          />
        )}
        <div>
          <Button type="submit" look="main">
            Start test
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** The default resource of the client first, even if it is not registered. */
function choicesOf(own: string, resources: readonly string[]): (readonly [uri: string, label: string])[] {
  return [...new Set([...(own === "" ? [] : [own]), ...resources])].map((uri) => [uri, uri]);
}
