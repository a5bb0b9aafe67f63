/** Starts the page: real api, real browser, one set of stores. */
import { configure } from "mobx";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { HttpApiClient } from "./api/ApiClient.ts";
import { App } from "./app/App.tsx";
import { parseAddress } from "./app/address.ts";
import { AppStore } from "./app/Shell.ts";
import "./styles/index.css";
import { AppContext } from "./page/usePage.ts";
import { connectBrowser } from "./app/connectBrowser.ts";
import { rememberedHere } from "./ui/memory.ts";

configure({ enforceActions: "always" });

const app = new AppStore({ api: new HttpApiClient(), memory: rememberedHere() });
app.start();
connectBrowser(app);
void app.openAddress(parseAddress(location.hash));

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <AppContext value={app}>
      <App />
    </AppContext>
  </StrictMode>,
);
