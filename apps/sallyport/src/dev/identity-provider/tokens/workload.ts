import { ManagementError } from "@sallyport/core";
import type { KindPlace, TokenKind } from "./kind.ts";

interface Platform {
  /** Whom its tokens are about unless told otherwise. */
  subject: string;
  /** Whether its `aud` is a list even of one. */
  listsAudiences: boolean;
  claims(place: KindPlace): Readonly<Record<string, unknown>>;
}

/** What workloads are given where they run, in the claims that policies match. */
const platforms: Readonly<Record<string, Platform>> = {
  plain: { subject: "workload", listsAudiences: false, claims: () => ({}) },
  kubernetes: {
    subject: "system:serviceaccount:default:demo",
    listsAudiences: true,
    claims: ({ now }) => ({
      nbf: now,
      "kubernetes.io": {
        namespace: "default",
        pod: { name: "demo-0", uid: "7f9c3e52-0b1d-4b7e-9a35-3f7b2f1f0c11" },
        serviceaccount: { name: "demo", uid: "b7a6d0d4-2c59-4a53-8a07-6f0f6a0b8e42" },
      },
    }),
  },
  github_actions: {
    subject: "repo:example/demo:ref:refs/heads/main",
    listsAudiences: false,
    claims: ({ now }) => ({
      nbf: now,
      repository: "example/demo",
      repository_id: "1001",
      repository_owner: "example",
      repository_owner_id: "1000",
      repository_visibility: "private",
      ref: "refs/heads/main",
      ref_type: "branch",
      sha: "0123456789abcdef0123456789abcdef01234567",
      workflow: "deploy",
      workflow_ref: "example/demo/.github/workflows/deploy.yml@refs/heads/main",
      job_workflow_ref: "example/demo/.github/workflows/deploy.yml@refs/heads/main",
      event_name: "push",
      actor: "alice",
      run_id: "42",
      run_number: "7",
      run_attempt: "1",
      runner_environment: "github-hosted",
    }),
  },
  spiffe: { subject: "spiffe://example.org/demo", listsAudiences: true, claims: () => ({}) },
};

export const platformNames: readonly string[] = Object.keys(platforms);

/** What a platform gives a program to say who it is (RFC 7523 section 3). */
export const workload: TokenKind = {
  name: "workload",
  summary: "says what a program is, as the platform that runs it would",
  typ: "JWT",
  options: ["audience", "platform"],
  required: [],
  claims({ audience, platform: name = "plain" }, place) {
    const platform = Object.hasOwn(platforms, name) ? platforms[name] : undefined;
    if (platform === undefined) {
      throw new ManagementError("invalid_input", `platform: known: ${platformNames.join(", ")}`, "platform");
    }
    const aud = audience ?? place.server;
    return {
      sub: place.subject ?? platform.subject,
      aud: platform.listsAudiences && typeof aud === "string" ? [aud] : aud,
      ...platform.claims(place),
    };
  },
};
