import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type Router } from "@tanstack/react-router";
import { readClientFilter } from "./rules/client-filter.ts";
import { readAuditFilter } from "./rules/audit-filter.ts";
import { readUserFilter } from "./rules/user-filter.ts";
import { readConsentFilter, readGrantFilter } from "./rules/grant-filter.ts";
import { readText } from "./rules/search.ts";
import { Console } from "./shell/console.tsx";
import { Crash, NotFound } from "./shell/error-pages.tsx";
import { Spinner } from "./ui/spinner.tsx";

const root = createRootRoute({ component: Console, notFoundComponent: NotFound, errorComponent: Crash });
const getParentRoute = () => root;

const overview = createRoute({
  getParentRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/overview.tsx"), "OverviewPage"),
});

const clients = createRoute({
  getParentRoute,
  path: "/clients",
  validateSearch: readClientFilter,
  component: lazyRouteComponent(() => import("./pages/clients.tsx"), "ClientsPage"),
});

const newClient = createRoute({
  getParentRoute,
  path: "/clients/new",
  component: lazyRouteComponent(() => import("./pages/new-client.tsx"), "NewClientPage"),
});

/** A client ID may be a URL with slashes. */
const client = createRoute({
  getParentRoute,
  path: "/clients/$clientId",
  component: lazyRouteComponent(() => import("./pages/client.tsx"), "ClientPage"),
});

const resources = createRoute({
  getParentRoute,
  path: "/resources",
  component: lazyRouteComponent(() => import("./pages/resources.tsx"), "ResourcesPage"),
});

const scopes = createRoute({
  getParentRoute,
  path: "/scopes",
  component: lazyRouteComponent(() => import("./pages/scopes.tsx"), "ScopesPage"),
});

const users = createRoute({
  getParentRoute,
  path: "/users",
  validateSearch: readUserFilter,
  component: lazyRouteComponent(() => import("./pages/users.tsx"), "UsersPage"),
});

const user = createRoute({
  getParentRoute,
  path: "/users/$userId",
  component: lazyRouteComponent(() => import("./pages/user.tsx"), "UserPage"),
});

const consents = createRoute({
  getParentRoute,
  path: "/consents",
  validateSearch: readConsentFilter,
  component: lazyRouteComponent(() => import("./pages/consents.tsx"), "ConsentsPage"),
});

const grants = createRoute({
  getParentRoute,
  path: "/grants",
  validateSearch: readGrantFilter,
  component: lazyRouteComponent(() => import("./pages/grants.tsx"), "GrantsPage"),
});

const tokens = createRoute({
  getParentRoute,
  path: "/tokens",
  component: lazyRouteComponent(() => import("./pages/tokens.tsx"), "TokensPage"),
});

const explain = createRoute({
  getParentRoute,
  path: "/explain",
  validateSearch: (search): { id?: string } => readText(search, "id"),
  component: lazyRouteComponent(() => import("./pages/explain.tsx"), "ExplainPage"),
});

const audit = createRoute({
  getParentRoute,
  path: "/audit",
  validateSearch: readAuditFilter,
  component: lazyRouteComponent(() => import("./pages/audit.tsx"), "AuditPage"),
});

const trial = createRoute({
  getParentRoute,
  path: "/clients/$clientId/trial",
  component: lazyRouteComponent(() => import("./pages/trial.tsx"), "TrialPage"),
});

const keys = createRoute({
  getParentRoute,
  path: "/keys",
  component: lazyRouteComponent(() => import("./pages/keys.tsx"), "KeysPage"),
});

const apiKeys = createRoute({
  getParentRoute,
  path: "/api-keys",
  component: lazyRouteComponent(() => import("./pages/api-keys.tsx"), "ApiKeysPage"),
});

const settings = createRoute({
  getParentRoute,
  path: "/settings",
  validateSearch: (search): { search?: string } => readText(search, "search"),
  component: lazyRouteComponent(() => import("./pages/settings.tsx"), "SettingsPage"),
});

const profile = createRoute({
  getParentRoute,
  path: "/profile",
  component: lazyRouteComponent(() => import("./pages/profile.tsx"), "ProfilePage"),
});

const routeTree = root.addChildren([
  overview,
  clients,
  newClient,
  client,
  trial,
  resources,
  scopes,
  users,
  user,
  consents,
  grants,
  tokens,
  audit,
  explain,
  keys,
  apiKeys,
  settings,
  profile,
]);

export const router: Router<typeof routeTree> = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: Spinner,
  defaultErrorComponent: Crash,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
