const themes = ["system", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

const key = "sallyport-theme";

/** The theme chosen in this browser. */
export function readTheme(): Theme {
  const stored = localStorage.getItem(key);
  return themes.find((theme) => theme === stored) ?? "system";
}

export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "system") {
    delete dataset["theme"];
    localStorage.removeItem(key);
  } else {
    dataset["theme"] = theme;
    localStorage.setItem(key, theme);
  }
}

export function nextTheme(theme: Theme): Theme {
  return themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
}
