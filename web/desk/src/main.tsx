import "./ui/mantine-styles";
import "./ui/fonts.css";
import "./ui/desk.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "./api/http";
import { App } from "./app";
import { keepDraftsTidy } from "./features/conversation/drafts";
import { resumeSession } from "./features/session/session";
import { startWords } from "./i18n";
import { theme, variables } from "./ui/theme";

keepDraftsTidy();
void resumeSession();  // the server may think while the words come
await startWords();

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 3 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    },
  },
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
          <Notifications position="top-center" limit={3} />
          <App />
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
