import "./style.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "./routes.ts";
import { queryClient } from "./rpc.ts";
import { applyTheme, readTheme } from "./theme.ts";

applyTheme(readTheme());
const container = document.getElementById("console");
if (container === null) throw new Error("the page has no element with the id console");
createRoot(container).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
