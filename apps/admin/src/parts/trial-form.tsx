import { type FormEvent, type ReactElement, useState } from "react";
import type { Trial } from "../rules/trial.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Card } from "../ui/page.tsx";
import { TextField } from "../ui/text-field.tsx";

interface Props {
  client: {
    clientId: string;
    redirectUris: readonly string[];
    tokenEndpointAuthMethod: string;
    mcpServerUrl?: string | undefined;
  };
  /** Those that the server knows. */
  resources: readonly string[];
  onBegin: (trial: Trial) => void;
}

/** What is asked for, as the client would. */
export function TrialForm({ client, resources, onBegin }: Props): ReactElement {
  const { clientId, redirectUris, tokenEndpointAuthMethod, mcpServerUrl = "" } = client;
  const [redirectUri, setRedirectUri] = useState(redirectUris[0] ?? "");
  const [resource, setResource] = useState(mcpServerUrl);
  const [scope, setScope] = useState("openid");
  const [secret, setSecret] = useState("");
  const needsSecret = tokenEndpointAuthMethod.startsWith("client_secret_");

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

  if (!needsSecret && tokenEndpointAuthMethod !== "none") {
    return (
      <Notice tone="warn">
        The client proves itself by <code>{tokenEndpointAuthMethod}</code>: only who has its key can try it.
      </Notice>
    );
  }
  return (
    <Card title="What it asks for">
      <form onSubmit={submit} className="grid max-w-2xl gap-4">
        <Choice label="Redirect URI" value={redirectUri} options={redirectUris} onChange={setRedirectUri} />
        <Choice
          label="MCP server"
          value={resource}
          options={["", ...new Set([...(mcpServerUrl === "" ? [] : [mcpServerUrl]), ...resources])]}
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

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps): ReactElement {
  return (
    <Field label={label}>
      {(control) => (
        <select {...control} value={value} onChange={({ target }) => onChange(target.value)}>
          {options.map((option) => (
            <option key={option} value={option}>
              {option === "" ? "None is named" : option}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
