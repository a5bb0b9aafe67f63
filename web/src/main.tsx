/** Starts the page: real api, real browser, one page with its tools. */
import "./styles/index.css";
import { configure } from "mobx";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { HttpApiClient } from "./api/ApiClient.ts";
import { App } from "./app/App.tsx";
import { connectBrowser } from "./app/connectBrowser.ts";
import { Shell } from "./app/Shell.ts";
import { ShellProvider } from "./app/ShellProvider.tsx";
import { rememberedHere } from "./page/preferences.ts";
import { Boundary } from "./ui/Boundary.tsx";

configure({ enforceActions: "always" });

const shell = new Shell({ api: new HttpApiClient(), memory: rememberedHere() });
shell.start();
connectBrowser(shell);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Boundary wordsFor={({ message }) => `The page stopped (${message}). Reload it to try again.`}>
      <ShellProvider shell={shell}>
        <App />
      </ShellProvider>
    </Boundary>
  </StrictMode>,
);
