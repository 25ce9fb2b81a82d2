import type { LinkProps } from "@tanstack/react-router";
import {
  AppWindow,
  Boxes,
  FileKey,
  Gauge,
  Handshake,
  KeyRound,
  ListChecks,
  type LucideIcon,
  MessageCircleQuestion,
  ScanSearch,
  ScrollText,
  SlidersHorizontal,
  Ticket,
  Users,
} from "lucide-react";

interface Entry {
  to: NonNullable<LinkProps["to"]>;
  words: string;
  icon: LucideIcon;
}

/** The pages that stand in the navigation. */
export const navigation: readonly Entry[] = [
  { to: "/", words: "Overview", icon: Gauge },
  { to: "/clients", words: "Clients", icon: AppWindow },
  { to: "/resources", words: "Resources", icon: Boxes },
  { to: "/scopes", words: "Scopes", icon: ListChecks },
  { to: "/users", words: "People", icon: Users },
  { to: "/consents", words: "Consents", icon: Handshake },
  { to: "/grants", words: "Grants", icon: Ticket },
  { to: "/tokens", words: "Tokens", icon: ScanSearch },
  { to: "/audit", words: "Audit", icon: ScrollText },
  { to: "/explain", words: "Explain", icon: MessageCircleQuestion },
  { to: "/keys", words: "Signing keys", icon: FileKey },
  { to: "/api-keys", words: "API keys", icon: KeyRound },
  { to: "/settings", words: "Settings", icon: SlidersHorizontal },
];
