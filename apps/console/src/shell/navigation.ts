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
  label: string;
  icon: LucideIcon;
}

/** The entries of the navigation. */
export const navigation: readonly Entry[] = [
  { to: "/", label: "Overview", icon: Gauge },
  { to: "/clients", label: "Clients", icon: AppWindow },
  { to: "/resources", label: "Resources", icon: Boxes },
  { to: "/scopes", label: "Scopes", icon: ListChecks },
  { to: "/users", label: "Users", icon: Users },
  { to: "/consents", label: "Consents", icon: Handshake },
  { to: "/grants", label: "Grants", icon: Ticket },
  { to: "/tokens", label: "Tokens", icon: ScanSearch },
  { to: "/audit", label: "Audit log", icon: ScrollText },
  { to: "/explain", label: "Explain", icon: MessageCircleQuestion },
  { to: "/keys", label: "Signing keys", icon: FileKey },
  { to: "/api-keys", label: "API keys", icon: KeyRound },
  { to: "/settings", label: "Settings", icon: SlidersHorizontal },
];
