import DefaultTheme from "vitepress/theme-without-fonts";
import "./theme.css";

export const theme = { extends: DefaultTheme };
