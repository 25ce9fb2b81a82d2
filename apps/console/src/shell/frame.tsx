import { Link, useRouterState } from "@tanstack/react-router";
import { Menu as MenuIcon, X } from "lucide-react";
import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Mark } from "./mark.tsx";
import { navigation } from "./navigation.ts";
import { ThemeButton } from "./theme-button.tsx";
import { UserMenu } from "./user-menu.tsx";

/** The layout of every page: navigation, user menu and content. */
export function Frame({ children }: { children: ReactNode }): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const { pathname } = useRouterState({ select: ({ location }) => location });
  useEffect(() => setIsOpen(false), [pathname]);
  return (
    <div className="md:grid md:min-h-screen md:grid-cols-[13rem_1fr]">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-card focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <header className="border-line bg-card max-md:border-b md:sticky md:top-0 md:flex md:h-screen md:flex-col md:border-r">
        <div className="flex items-center justify-between gap-2 px-4 py-3">
          <Link to="/" className="flex items-center gap-2 font-bold">
            <Mark /> Sallyport
          </Link>
          <Button
            look="quiet"
            className="md:hidden"
            aria-label={isOpen ? "Close navigation" : "Open navigation"}
            aria-expanded={isOpen}
            aria-controls="navigation"
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? <X aria-hidden size={20} /> : <MenuIcon aria-hidden size={20} />}
          </Button>
        </div>
        <div id="navigation" className={`${isOpen ? "" : "max-md:hidden"} px-2 pb-3 md:flex md:flex-1 md:flex-col`}>
          <Navigation />
          <div className="mt-auto flex items-center justify-between gap-1 border-t border-line pt-3">
            <UserMenu />
            <ThemeButton />
          </div>
        </div>
      </header>
      <main id="page" tabIndex={-1} className="min-w-0 px-4 py-5 outline-none md:px-8 md:py-7">
        <div className="mx-auto max-w-6xl">{children}</div>
      </main>
    </div>
  );
}

function Navigation(): ReactElement {
  return (
    <nav aria-label="Pages" className="mb-3">
      <ul className="grid gap-0.5">
        {navigation.map(({ to, label, icon: Picture }) => (
          <li key={to}>
            <Link
              to={to}
              activeOptions={{ exact: to === "/", includeSearch: false }}
              className="flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-soft hover:bg-hover"
              activeProps={{ className: "bg-note font-semibold text-ink!" }}
            >
              <Picture aria-hidden size={17} /> {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
