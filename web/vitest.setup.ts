/** What every test needs: stores that only actions may change. */
import { configure } from "mobx";

configure({ enforceActions: "always" });
