import { Monitor, Moon, Sun } from "lucide-react";
import { type ReactElement, useState } from "react";
import { applyTheme, nextTheme, readTheme } from "../theme.ts";
import { Button } from "../ui/button.tsx";

const looks = {
  system: { picture: Monitor, words: "system" },
  light: { picture: Sun, words: "light" },
  dark: { picture: Moon, words: "dark" },
} as const;

/** Switches between system, light and dark. */
export function ThemeButton(): ReactElement {
  const [theme, setTheme] = useState(readTheme);
  const { picture: Picture, words } = looks[theme];
  const label = `Theme: ${words}. Change theme`;

  function change(): void {
    const next = nextTheme(theme);
    applyTheme(next);
    setTheme(next);
  }

  return (
    <Button look="quiet" className="px-2" onClick={change} aria-label={label} title={label}>
      <Picture aria-hidden size={17} />
    </Button>
  );
}
